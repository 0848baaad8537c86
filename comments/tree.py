"""A thread's shape and order: how deep replies are shown, where a page ends, what ranks first."""

import base64
import json
import math
import re
from datetime import datetime
from typing import Any

# A cursor is a few numbers; anything longer was not made here.
MAX_CURSOR = 256
_CURSOR = re.compile(r"[A-Za-z0-9_-]{2,256}", re.ASCII)
_INTEGER_LIMIT = 2**63

Part = int | float | str | datetime


class CursorError(ValueError):
    """The text is no cursor of this kind."""


def shown_depth(depth: int, limit: int) -> int:
    """The indent of a comment: roots 0, replies to the deepest level stay on that level."""
    return max(0, min(depth, limit))


def encode(*parts: Part) -> str:
    """A cursor from the sort keys of a page's last row: URL-safe, opaque, not secret.

    A moment must know its time zone. Raises CursorError where the parts are too long.
    """
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in parts]
    packed = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    text = base64.urlsafe_b64encode(packed.encode("utf-8", "surrogatepass")).decode().rstrip("=")
    if len(text) > MAX_CURSOR:
        raise CursorError("too long")
    return text


def decode(text: object, kinds: tuple[type[Part], ...]) -> tuple[Any, ...]:
    """The parts that `encode` was given, of exactly these kinds; CursorError for anything else.

    One place has one cursor: other spellings are refused, as each would be a page to keep in
    memory. Integers fit 64 bits, numbers are finite, moments know their time zone.
    """
    values = _unpack(text)
    if len(values) != len(kinds):
        raise CursorError("other number of parts")
    parts = tuple(_as_kind(value, kind) for value, kind in zip(values, kinds, strict=True))
    if encode(*parts) != text:
        raise CursorError("other spelling")
    return parts


def wilson(up: int, down: int) -> float:
    """Lower bound (95 %) of the share of up votes, 0 to 1: few votes prove little."""
    votes = up + down
    if up <= 0 or down < 0:
        return 0.0
    z, share = 1.96, up / votes
    centre = share + z * z / (2 * votes)
    spread = z * math.sqrt((share * (1 - share) + z * z / (4 * votes)) / votes)
    return max(0.0, (centre - spread) / (1 + z * z / votes))


def _unpack(text: object) -> list[object]:
    if not isinstance(text, str) or not _CURSOR.fullmatch(text):
        raise CursorError("not a cursor")
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        raise CursorError("not a cursor") from None
    if not isinstance(values, list):
        raise CursorError("not a cursor")
    return values


def _as_kind(value: object, kind: type[Part]) -> Part:
    if kind is datetime and isinstance(value, str):
        return _moment(value)
    if kind is int and type(value) is int and -_INTEGER_LIMIT <= value < _INTEGER_LIMIT:
        return value
    if kind is float and type(value) is float and math.isfinite(value):
        return value
    if kind is str and isinstance(value, str) and value.isprintable():
        return value
    raise CursorError("other kind of part")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CursorError("not a moment") from None
    if moment.tzinfo is None:
        raise CursorError("a moment without a time zone")
    return moment
