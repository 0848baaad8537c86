"""The receipt: a guest's private key to their own comment, in any state.

Nothing is stored: it is the comment's number signed for this one purpose, so the answer to a
repeated post carries the same receipt. It names the key it was signed with, so that keys can be
changed while old receipts stay good: pass all keys, newest first.
"""

import hmac
import re
from collections.abc import Sequence

_RECEIPT = re.compile(r"r1\.([0-9a-f]{8})\.([0-9a-f]{64})", re.ASCII)


def receipt_issue(comment_id: int, key: bytes | Sequence[bytes]) -> str:
    """The receipt of a comment, 76 characters, signed with the newest key."""
    newest = _keys(key)[0]
    return f"r1.{_key_id(newest)}.{_signature(comment_id, newest)}"


def receipt_check(token: object, comment_id: int, key: bytes | Sequence[bytes]) -> bool:
    """Whether `token` is the receipt of this comment under any of the keys. Never raises."""
    match = _RECEIPT.fullmatch(token) if isinstance(token, str) else None
    if not match:
        return False
    named = [candidate for candidate in _keys(key) if _key_id(candidate) == match[1]]
    return any(hmac.compare_digest(match[2], _signature(comment_id, one)) for one in named)


def _keys(key: bytes | Sequence[bytes]) -> Sequence[bytes]:
    return (key,) if isinstance(key, bytes) else key


def _key_id(key: bytes) -> str:
    return hmac.digest(key, b"receipt key id", "sha256").hex()[:8]


def _signature(comment_id: int, key: bytes) -> str:
    return hmac.digest(key, b"receipt\0%d" % comment_id, "sha256").hex()
