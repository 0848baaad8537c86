"""reset: an account is as if it had never had more than its password."""

from typing import Any

from django.db import transaction

from newsroom.staff.models import CodeApp, Passkey, RecoveryCode


def reset(user: Any) -> None:
    with transaction.atomic():
        for table in (CodeApp, Passkey, RecoveryCode):
            table.objects.filter(user=user).delete()
