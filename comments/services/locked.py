"""What the server must be able to say again and no copy of its database shall: kept encrypted with
a key of the installation, one for each purpose."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from comments.services import keys


def locked(secret: str, purpose: str) -> str:
    return _lock(purpose).encrypt(secret.encode()).decode()


def opened(material: str, purpose: str) -> str | None:
    """None where it was locked under a SECRET_KEY that is gone."""
    try:
        return _lock(purpose).decrypt(material.encode()).decode()
    except InvalidToken:
        return None


def _lock(purpose: str) -> MultiFernet:
    """The newest key locks, every known one opens."""
    known = keys.purpose_keys(purpose)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in known])
