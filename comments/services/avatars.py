"""The face of an identity at one site: drawn by the reader's browser from six digits."""

from comments.identity import avatar_seed
from comments.services import keys


def avatar_of(site: int, identity: str) -> str:
    """The same for one person within a site, another at each site."""
    return avatar_seed(identity, keys.purpose_key(f"avatar.{site}"))
