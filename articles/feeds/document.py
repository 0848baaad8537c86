"""What a feed says, before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """``id`` stays when the address changes; ``updated`` is never before ``published``."""

    id: str
    url: str
    title: str
    summary: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    language: str
    image: str
    published: datetime
    updated: datetime
    html: str = ""
    """The whole of it, where the feed carries that: safe HTML."""


@dataclass(frozen=True)
class Document:
    """``home`` is the site's own page, empty where none is known."""

    url: str
    home: str
    title: str
    language: str
    updated: datetime
    entries: tuple[Entry, ...]


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
