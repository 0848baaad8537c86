"""code_app: an app is set up, confirmed by a code it shows, asked at the door, and taken away."""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from comments.services import keys
from newsroom.staff.models import CodeApp
from newsroom.staff.totp import new_secret, step_of


def set_up(user: Any, now: datetime) -> str:
    """A new secret in base32, which counts once it is confirmed. One that counts already stays in
    force until then is over: it has to be taken away first."""
    secret = new_secret()
    locked = _lock().encrypt(secret.encode()).decode()
    CodeApp.objects.filter(user=user, confirmed=None).delete()
    CodeApp.objects.create(user=user, secret=locked, created=now)
    return secret


def waiting_secret(user: Any) -> str | None:
    """That of an app which was set up and is not confirmed."""
    row = CodeApp.objects.filter(user=user, confirmed=None).first()
    return _opened(row) if row else None


def confirm(user: Any, code: str, now: datetime) -> bool:
    row = CodeApp.objects.filter(user=user, confirmed=None).first()
    secret = _opened(row) if row else None
    step = step_of(secret, code, now) if secret else None
    if row is None or step is None:
        return False
    mine = CodeApp.objects.filter(pk=row.pk, confirmed=None)
    return bool(mine.update(confirmed=now, last_step=step))


def accept(user: Any, code: str, now: datetime) -> bool:
    """Whether the app shows that code, and nobody has used it before."""
    row = CodeApp.objects.filter(user=user).exclude(confirmed=None).first()
    secret = _opened(row) if row else None
    step = step_of(secret, code, now) if secret else None
    if row is None or step is None:
        return False
    # Two who use one code at once: the row says who came first.
    return bool(CodeApp.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step))


def take_away(user: Any) -> None:
    CodeApp.objects.filter(user=user).delete()


def _opened(row: CodeApp) -> str | None:
    try:
        return _lock().decrypt(row.secret.encode()).decode()
    except InvalidToken:  # made under a SECRET_KEY that is gone: as good as none
        return None


def _lock() -> MultiFernet:
    """The newest key locks, every known one opens."""
    known = keys.purpose_keys("staff-code-app")
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in known])
