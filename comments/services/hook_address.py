"""The secret address that a mail provider reports to: nobody else knows it, and nobody has to keep
it, since it follows from the server's key."""

import hmac

from django.conf import settings

from comments.services import keys


def hook_address() -> str:
    return f"{settings.PUBLIC_URL}/hooks/mail/{_secret(keys.purpose_key('mail-hook'))}"


def knows_it(secret: str) -> bool:
    """Whether this is the secret, by the newest key or one that is still kept."""
    said = secret.encode("utf-8", "surrogatepass")
    known = [_secret(key).encode() for key in keys.purpose_keys("mail-hook")]
    return any(hmac.compare_digest(said, one) for one in known)


def _secret(key: bytes) -> str:
    return key.hex()[:48]
