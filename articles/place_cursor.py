"""Where a list of articles goes on: after the place (public_at, key) of the last one shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# One place has one spelling: any other would be one more page for caches to keep.
_CURSOR = re.compile(r"(0|-?[1-9]\d{0,17})\.([1-9]\d{0,17})", re.ASCII)


class BadCursor(ValueError):
    """The text is no cursor of a list of articles."""


def encode(public_at: datetime, key: int) -> str:
    return f"{(public_at - _EPOCH) // _MICROSECOND}.{key}"


def decode(text: str) -> tuple[datetime, int]:
    """The place that ``encode`` was given. Raises BadCursor for anything else."""
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise BadCursor("not a cursor")
    try:
        return _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])
    except OverflowError:
        raise BadCursor("no time there ever was") from None
