"""Values out of JSON that strangers wrote: a wrong type reads as absent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from articles.sources.dates import parse_time

# JSON can spell half a character ("\ud800"), which no file, terminal or database takes.
HALF = re.compile("[\ud800-\udfff]")


def text(source: Mapping[str, Any], key: str) -> str:
    """The text under `key`; a number as its digits, anything else as ""."""
    value = source.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return HALF.sub("", value) if isinstance(value, str) else ""


def flag(source: Mapping[str, Any], key: str) -> bool:
    return source.get(key) is True


def number(source: Mapping[str, Any], key: str) -> int:
    """A whole number of at most nine digits, else 0."""
    value = source.get(key)
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9
    return value if fits and isinstance(value, int) else 0


def time(source: Mapping[str, Any], key: str) -> datetime | None:
    """The time under `key`; Go's zero time (year 1) is none."""
    moment = parse_time(text(source, key))
    return moment if moment and moment.year > 1 else None


def inner(source: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = source.get(key)
    return value if isinstance(value, dict) else {}
