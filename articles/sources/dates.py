"""Dates as exports and feeds write them, as aware UTC times."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# A fraction of any length (Go writes nine digits), a space or "T", a zone with or without ":".
ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?)?"
    r"\s*(Z|z|[+-]\d\d(?::?\d\d)?)?"
)
LONGEST = 64


def parse_time(text: str) -> datetime | None:
    """ISO 8601 (also "2024-03-01 08:00:00") or RFC 822, in UTC; None for anything else.

    A time without a zone is taken as UTC. WordPress' "0000-00-00 00:00:00" is None.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    moment = _iso(text) if text[:4].isdigit() else _rfc822(text)
    return None if moment is None else _utc(moment)


def _iso(text: str) -> datetime | None:
    match = ISO.fullmatch(text)
    if match is None or not text.isascii():
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    stamp = f"{year}-{month}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        moment = datetime.fromisoformat(stamp + _zone(zone))
    except ValueError:
        return None
    return moment.replace(microsecond=int(f"{fraction or '0':0<6}"[:6]))


def _zone(zone: str | None) -> str:
    if zone is None or zone in "Zz":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _rfc822(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # year 1 or 9999 with a zone that leads over the edge
        return None
