"""recovery_codes: ten codes on paper, each good once, kept as keyed digests."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from comments.services import keys
from newsroom.staff.models import RecoveryCode

COUNT = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


def make(user: Any) -> list[str]:
    """New ones, shown this once; the old ones end."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(COUNT)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, digest=_digests(code)[0]) for code in codes
        )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def accept(user: Any, code: str, now: datetime) -> bool:
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    if len(plain) != 10:
        return False
    rows = RecoveryCode.objects.filter(user=user, digest__in=_digests(plain), used=None)
    return bool(rows.update(used=now))


def left(user: Any) -> int:
    return RecoveryCode.objects.filter(user=user, used=None).count()


def _digests(code: str) -> list[str]:
    """The newest key's first: the old ones still open what was written down before a rotation."""
    known = keys.purpose_keys("staff-recovery")
    return [hmac.digest(key, code.encode(), hashlib.sha256).hex() for key in known]
