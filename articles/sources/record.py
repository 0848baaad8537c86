"""What a reader yields: records, and a note for everything left out or altered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal["draft", "scheduled", "published", "withdrawn"]


class SourceError(Exception):
    """The file as a whole cannot be read; nothing of it should be stored.

    `line` counts from 1 and is None where lines mean nothing (a folder, a database).
    """

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.line = line

    def __str__(self) -> str:
        return self.text if self.line is None else f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Image:
    """A lead picture; sizes in pixels, None when the file does not say."""

    url: str
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One article. Texts are free of control characters; times are aware and in UTC.

    `section` is a path of names ("World/Europe"); `body` is HTML or plain text as found, so
    whoever shows it must clean it; every other text is plain. `where` is its place in the file.
    """

    id: str
    url: str
    title: str
    summary: str = ""
    body: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = ""
    image: Image | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    status: Status = "published"
    where: str = ""

    def as_body(self) -> dict[str, object]:
        """The same article as the JSON body that a CMS would push."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "summary": self.summary,
            "body": self.body,
            "section": self.section,
            "tags": list(self.tags),
            "authors": list(self.authors),
            "language": self.language,
            "image": _image_body(self.image),
            "published_at": _iso(self.published_at),
            "updated_at": _iso(self.updated_at),
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the report must name: `where` ("line 12"), the item's id, and a reason.

    A reason reads "kind" or "kind: detail"; reports count by kind.
    """

    where: str
    id: str
    reason: str


class Skipped(Notice):
    """An item that was left out."""

    __slots__ = ()


class Changed(Notice):
    """An item that was taken, but not exactly as it stands in the file."""

    __slots__ = ()


Item = Record | Skipped | Changed


@dataclass(slots=True)
class Summary:
    """What one reading of the whole file found. Notices are counted by kind, a few kept."""

    records: int = 0
    skipped: int = 0
    changed: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    samples: list[Notice] = field(default_factory=list)
    earliest: datetime | None = None
    latest: datetime | None = None


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def _image_body(image: Image | None) -> dict[str, object] | None:
    if image is None:
        return None
    return {
        "url": image.url,
        "caption": image.caption,
        "credit": image.credit,
        "width": image.width,
        "height": image.height,
    }
