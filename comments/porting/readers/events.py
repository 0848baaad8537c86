"""What every reader yields, whichever system the file is from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from articles.sources.record import Changed, Notice, Skipped, SourceError

Status = Literal["approved", "pending", "spam", "trash", "deleted"]
# "lines" is HTML in which a line break counts, as WordPress keeps comments.
Markup = Literal["html", "lines", "markdown"]
Kind = Literal["comment", "pingback", "trackback"]


@dataclass(frozen=True, slots=True)
class ImportedThread:
    """The discussion of one page. `key` is what its comments call it within this file.

    `url` is an http(s) address, a path ("/2024/a"), or "" when the file has nothing usable.
    `article_ids` are names that the page had in the old system, best first.
    """

    key: str
    url: str
    title: str = ""
    article_ids: tuple[str, ...] = ()
    created_at: datetime | None = None
    closes_at: datetime | None = None
    closed: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class ImportedComment:
    """One comment as the old system had it. Times are UTC; None where the file has no valid one.

    `parent` is an id in this file, "" at the top level. `user` is the old system's name for the
    author; `name`, `email`, `website` and `ip` are "" when unknown. `text` is never shortened.
    """

    id: str
    thread: str
    parent: str
    text: str
    markup: Markup
    status: Status
    created_at: datetime | None
    name: str = ""
    email: str = ""
    website: str = ""
    ip: str = ""
    user: str = ""
    kind: Kind = "comment"
    edited_at: datetime | None = None
    score: int = 0
    pinned: bool = False
    staff: bool = False
    where: str = ""


Event = ImportedThread | ImportedComment | Skipped | Changed

__all__ = [
    "Changed",
    "Event",
    "ImportedComment",
    "ImportedThread",
    "Kind",
    "Markup",
    "Notice",
    "Skipped",
    "SourceError",
    "Status",
]
