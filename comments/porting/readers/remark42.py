"""Remark42 backups: a header line, then one comment a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from articles.sources.disk_index import DiskIndex
from articles.sources.lines import Line, numbered_lines
from articles.sources.source_file import SourceFile
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Markup,
    Skipped,
    SourceError,
)
from comments.porting.readers.fields import flag, inner, number, text, time
from comments.porting.readers.json_line import value_of

Json = Mapping[str, Any]
VERSIONS = (0, 1)


def events(file: SourceFile) -> Iterator[Event]:
    """Each thread before its first comment. A broken line is skipped by its number.

    Raises SourceError without a header of a known version, and for a cut-off last line.
    """
    lines = numbered_lines(file)
    header = _header(next(lines, None))
    with DiskIndex() as closed, DiskIndex() as threads:
        yield from _blocked(header)
        for post in _objects(header, "posts"):
            if flag(post, "read_only"):
                closed.add(text(post, "url"))
        for line in lines:
            if line.text.strip():
                yield from _of_line(line, threads, closed)


def _header(line: Line | None) -> Json:
    header = value_of(line) if line else None
    if not isinstance(header, dict) or "version" not in header:
        raise SourceError("no header: the first line of a Remark42 backup names its version", 1)
    if header["version"] not in VERSIONS:
        raise SourceError(f"unknown version {str(header['version'])[:40]}: known is 1", 1)
    return header


def _objects(header: Json, key: str) -> Iterator[Json]:
    found = header.get(key)
    yield from (item for item in found if isinstance(item, dict)) if isinstance(found, list) else ()


def _blocked(header: Json) -> Iterator[Skipped]:
    """Bans are not carried over in silence: the old ids mean nothing here."""
    for user in _objects(header, "users"):
        if flag(inner(user, "blocked"), "status"):
            yield Skipped("line 1", text(user, "id"), "a blocked user: block them here if wanted")


def _of_line(line: Line, threads: DiskIndex, closed: DiskIndex) -> Iterator[Event]:
    where = f"line {line.number}"
    row = value_of(line)
    if not isinstance(row, dict):
        yield Skipped(where, "", "not a JSON object")
        return
    if line.cleaned:
        yield Changed(where, text(row, "id"), "control characters removed")
    url = text(inner(row, "locator"), "url")
    if threads.add(url):
        is_closed = closed.get(url) is not None
        yield ImportedThread(url, url, text(row, "title"), closed=is_closed, where=where)
    yield _comment(row, url, where)


def _comment(row: Json, thread: str, where: str) -> ImportedComment:
    user = inner(row, "user")
    words, markup = _words(row)
    return ImportedComment(
        id=text(row, "id"),
        thread=thread,
        parent=text(row, "pid"),
        text=words,
        markup=markup,
        status="deleted" if flag(row, "delete") else "approved",
        created_at=time(row, "time"),
        name=text(user, "name"),
        ip=text(user, "ip"),
        user=text(user, "id"),
        edited_at=time(inner(row, "edit"), "time"),
        score=number(row, "score"),
        pinned=flag(row, "pin"),
        staff=flag(user, "admin"),
        where=where,
    )


def _words(row: Json) -> tuple[str, Markup]:
    """What the author typed, where the backup still has it."""
    source = text(row, "orig")
    return (source, "markdown") if source.strip() else (text(row, "text"), "html")
