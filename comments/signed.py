"""Signed words: what the server once said and anybody may carry, but nobody may change.

Nothing is stored. A word names the key it was signed with, so keys can be changed while old words
stay good: pass all keys, newest first. It says nothing secret; what it is `bound` to is signed with
it and must be known to whoever checks it.
"""

import hmac
import re
from collections.abc import Sequence

_WORD = re.compile(r"([a-z][0-9])\.([0-9a-f]{8})\.([A-Za-z0-9_-]{1,40})\.([0-9a-f]{64})", re.ASCII)


def seal(kind: str, word: str, key: bytes, *, bound: str = "") -> str:
    """``kind.key.word.signature``; ``kind``: a letter and a digit; ``word``: letters and digits."""
    return f"{kind}.{_key_id(key)}.{word}.{_signature(kind, word, bound, key)}"


def unseal(token: object, kind: str, keys: Sequence[bytes], *, bound: str = "") -> str | None:
    """The word of a token of this kind, signed by any of the keys; else None. Never raises."""
    match = _WORD.fullmatch(token) if isinstance(token, str) else None
    if not match or match[1] != kind:
        return None
    for key in keys:
        if _key_id(key) == match[2] and hmac.compare_digest(
            match[4], _signature(kind, match[3], bound, key)
        ):
            return match[3]
    return None


def _key_id(key: bytes) -> str:
    return hmac.digest(key, b"signed key id", "sha256").hex()[:8]


def _signature(kind: str, word: str, bound: str, key: bytes) -> str:
    # The word holds no NUL, so it cannot run over into what it is bound to.
    said = b"\0".join([kind.encode(), word.encode(), bound.encode("utf-8", "surrogatepass")])
    return hmac.digest(key, said, "sha256").hex()
