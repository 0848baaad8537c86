"""What ``export_site`` of another Newsroom wrote: a header, then threads and comments, a line
each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from articles.sources.lines import Line, numbered_lines
from articles.sources.source_file import SourceFile
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Skipped,
    SourceError,
    Status,
)
from comments.porting.readers.fields import flag, number, text, time
from comments.porting.readers.json_line import value_of

FORMAT = 1
STATUSES: dict[str, Status] = {
    "published": "approved",
    "spam": "spam",
    "rejected": "trash",
    "removed": "deleted",
    "withdrawn": "deleted",
}


def events(file: SourceFile) -> Iterator[Event]:
    """Raises SourceError for another format, and for a file that was cut off."""
    lines = numbered_lines(file)
    header = value_of(next(lines))
    if not isinstance(header, dict) or header.get("newsroom") != FORMAT:
        raise SourceError(f"its format is not {FORMAT}, which is what this version reads", 1)
    for line in lines:
        if line.text.strip():
            yield from _of_line(line)


def _of_line(line: Line) -> Iterator[Event]:
    where, row = f"line {line.number}", value_of(line)
    if not isinstance(row, dict) or row.get("kind") not in ("thread", "comment"):
        yield Skipped(where, "", "neither a thread nor a comment")
        return
    if line.cleaned:
        yield Changed(where, text(row, "id"), "control characters removed")
    yield _thread(row, where) if row["kind"] == "thread" else _comment(row, where)


def _thread(row: Mapping[str, Any], where: str) -> ImportedThread:
    return ImportedThread(
        key=text(row, "article"),
        url=text(row, "url"),
        title=text(row, "title"),
        article_ids=(text(row, "article"),),
        created_at=time(row, "opened_at"),
        closed=flag(row, "closed"),
        where=where,
    )


def _comment(row: Mapping[str, Any], where: str) -> ImportedComment:
    return ImportedComment(
        id=text(row, "id"),
        thread=text(row, "article"),
        parent=text(row, "parent"),
        text=text(row, "text"),
        markup="markdown",
        status=STATUSES.get(text(row, "status"), "pending"),
        created_at=time(row, "created_at"),
        name=text(row, "name"),
        email=text(row, "email"),
        website=text(row, "website"),
        ip=text(row, "ip"),
        edited_at=time(row, "edited_at"),
        score=number(row, "score"),
        pinned=flag(row, "pinned"),
        staff=flag(row, "staff"),
        where=where,
    )
