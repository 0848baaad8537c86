"""What every writer is given: the conversations of a site, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """A comment. ``text`` is its Markdown, ``html`` what readers are shown; both are "" once it
    was erased. ``status`` is one of ``comments.states``. Times are UTC."""

    id: int
    parent: int | None
    in_reply_to: int | None
    name: str
    email: str
    website: str
    badge: str
    staff: bool
    ip: str
    text: str
    html: str
    status: str
    created_at: datetime
    edited_at: datetime | None
    votes: int
    score: int
    reactions: dict[str, int]
    pinned: bool
    picked: bool
    decisions: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Discussion:
    """The comments of one article; each stands after what it answers."""

    article: str
    url: str
    title: str
    opened_at: datetime
    closed: bool
    comments: Iterable[Said]


Discussions = Iterator[Discussion]
