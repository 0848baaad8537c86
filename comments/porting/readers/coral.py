"""Coral's CSV files: a folder with users.csv, stories.csv and comments.csv, no header rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from articles.sources.dates import parse_time
from articles.sources.disk_index import DiskIndex
from articles.sources.lines import numbered_lines
from articles.sources.source_file import SourceFile
from articles.sources.xml_element import MAX_TEXT
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Skipped,
    SourceError,
    Status,
)

USERS = ("id", "email", "username", "role", "banned", "created_at")
STORIES = ("id", "url", "title", "author", "published_at", "closed_at", "mode")
COMMENTS = (
    "id", "author_id", "story_id", "created_at", "body", "parent_id", "status", "rating",
)  # fmt: skip
STATUSES: dict[str, Status] = {"APPROVED": "approved", "NONE": "approved", "REJECTED": "trash"}
STAFF = ("STAFF", "MODERATOR", "ADMIN")

OpenNamed = Callable[[str], SourceFile]


class Row(NamedTuple):
    where: str
    cells: dict[str, str]
    cleaned: bool


def is_export(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("users.csv", "stories.csv", "comments.csv"))


def events(open_named: OpenNamed) -> Iterator[Event]:
    """Threads, then comments. `open_named` opens a file of the folder by its name.

    Raises SourceError naming file and line for a row with the wrong number of columns.
    """
    with DiskIndex() as people:
        for row in _rows(open_named, "users.csv", USERS):
            yield from _user(row, people) if isinstance(row, Row) else (row,)
        for row in _rows(open_named, "stories.csv", STORIES):
            yield _thread(row) if isinstance(row, Row) else row
        for row in _rows(open_named, "comments.csv", COMMENTS):
            yield from _comment(row, people) if isinstance(row, Row) else (row,)


def _rows(open_named: OpenNamed, name: str, columns: tuple[str, ...]) -> Iterator[Row | Skipped]:
    with open_named(name) as file:
        try:
            yield from _checked(file, name, columns)
        except SourceError as error:
            raise SourceError(f"{name}: {error.text}", error.line) from None


def _checked(file: SourceFile, name: str, columns: tuple[str, ...]) -> Iterator[Row | Skipped]:
    for line, cells, cleaned in _cells(file):
        where = f"{name} line {line}"
        if len(cells) != len(columns):
            raise SourceError(f"{len(cells)} columns, {len(columns)} expected", line)
        if line == 1 and cells[0].strip().lower() == columns[0]:
            yield Skipped(where, "", "a header row")
        else:
            named = zip(columns, (cell.strip() for cell in cells), strict=True)
            yield Row(where, dict(named), cleaned)


def _cells(file: SourceFile) -> Iterator[tuple[int, list[str], bool]]:
    """(line on which the row begins, its cells, whether control characters were removed)."""
    cleaned: set[int] = set()
    csv.field_size_limit(max(csv.field_size_limit(), MAX_TEXT))
    reader = csv.reader(_lines(file, cleaned), strict=True)
    first = 1
    try:
        for cells in reader:
            if cells:
                yield first, cells, bool(cleaned)
            first = reader.line_num + 1
            cleaned.clear()
    except csv.Error as error:
        raise SourceError(f"a row that is not CSV, or cut off ({error})", first) from None


def _lines(file: SourceFile, cleaned: set[int]) -> Iterator[str]:
    for line in numbered_lines(file):
        if line.cleaned:
            cleaned.add(line.number)
        yield line.text + "\n"


def _user(row: Row, people: DiskIndex) -> Iterator[Skipped]:
    cells = row.cells
    role = cells["role"].upper()
    people.add(cells["id"], json.dumps([cells["username"], cells["email"], role in STAFF]))
    if cells["banned"].lower() == "true":
        yield Skipped(row.where, cells["id"], "a blocked user: block them here if wanted")


def _thread(row: Row) -> ImportedThread:
    return ImportedThread(
        key=row.cells["id"],
        url=row.cells["url"],
        title=row.cells["title"],
        article_ids=(row.cells["id"],),
        created_at=parse_time(row.cells["published_at"]),
        closes_at=parse_time(row.cells["closed_at"]),
        where=row.where,
    )


def _comment(row: Row, people: DiskIndex) -> Iterator[Event]:
    cells = row.cells
    if row.cleaned:
        yield Changed(row.where, cells["id"], "control characters removed")
    known = people.get(cells["author_id"])
    if known is None:
        yield Changed(row.where, cells["id"], f"unknown author: {cells['author_id'][:40]!r}")
    name, email, staff = json.loads(known) if known else ("", "", False)
    yield ImportedComment(
        id=cells["id"],
        thread=cells["story_id"],
        parent=cells["parent_id"],
        text=cells["body"],
        markup="html",
        status=STATUSES.get(cells["status"].upper(), "pending"),
        created_at=parse_time(cells["created_at"]),
        name=name,
        email=email,
        user=cells["author_id"],
        staff=staff,
        where=row.where,
    )
