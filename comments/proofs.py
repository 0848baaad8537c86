"""The proof: what a browser keeps, where its reader wants that, after an address was confirmed.

A typed address proves nothing, since anybody can type it. A post that carries the proof comes
from a browser whose comment the address' owner has confirmed. It names nobody; it is good for one
address at one site.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from comments.identity import same_box
from comments.signed import seal, unseal

LIFETIME = timedelta(days=180)


def proof_issue(site: int, address: str, now: datetime, key: bytes) -> str:
    return seal("p1", str(int(now.timestamp())), key, bound=_bound(site, address))


def proof_check(
    token: object, site: int, address: str, now: datetime, keys: Sequence[bytes]
) -> bool:
    """Whether the token proves this address at this site. Never raises."""
    word = unseal(token, "p1", keys, bound=_bound(site, address))
    if word is None:
        return False
    age = now.timestamp() - int(word)
    return 0 <= age <= LIFETIME.total_seconds()


def _bound(site: int, address: str) -> str:
    return f"{site} {same_box(address)}"
