"""The keys of this installation, each derived for one purpose."""

import functools
import hashlib
import hmac

from django.conf import settings


def purpose_key(purpose: str) -> bytes:
    return _derived(purpose, settings.SECRET_KEY)


def purpose_keys(purpose: str) -> tuple[bytes, ...]:
    """Newest first: the old ones still open what was given out before a rotation."""
    return tuple(
        _derived(purpose, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def pepper() -> bytes:
    return _derived("pepper", settings.PEPPER)


@functools.lru_cache(maxsize=64)
def _derived(purpose: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"newsroom." + purpose.encode(), hashlib.sha256)
