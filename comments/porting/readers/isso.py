"""Isso's SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from comments.porting.readers.events import (
    Event,
    ImportedComment,
    ImportedThread,
    SourceError,
    Status,
)

STATUSES: dict[object, Status] = {1: "approved", 2: "pending", 4: "deleted"}
NEEDED = {
    "threads": {"id", "uri", "title"},
    "comments": {
        "id", "tid", "parent", "created", "modified", "mode", "remote_addr", "text", "author",
        "email", "website", "likes", "dislikes",
    },
}  # fmt: skip
# A column may be declared as a formula that makes a gigabyte out of nothing.
MAX_VALUE = 8 * 1024 * 1024


def events(path: Path) -> Iterator[Event]:
    """Threads, then comments by number. The file is opened read-only and not trusted."""
    try:
        with closing(_open(path)) as database:
            _check_tables(database)
            yield from map(_thread, _rows(database, "threads"))
            yield from map(_comment, _rows(database, "comments"))
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the second in names of columns
        raise SourceError(f"not a sound Isso database: {error}") from None


def _open(path: Path) -> sqlite3.Connection:
    # immutable: no lock and no journal is written beside a file that is not ours.
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    database = sqlite3.connect(uri, uri=True)
    database.row_factory = sqlite3.Row
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    return database


def _check_tables(database: sqlite3.Connection) -> None:
    """Plain tables with the columns we ask for; a view of that name could compute for ever."""
    for table, columns in NEEDED.items():
        query = "SELECT type, sql FROM sqlite_master WHERE name = ?"
        row = database.execute(query, (table,)).fetchone()
        if row is None or row["type"] != "table" or "VIRTUAL" in _text(row["sql"]).upper():
            raise SourceError(f"not an Isso database: it has no table {table!r}")
        found = {info["name"] for info in database.execute(f"PRAGMA table_info({table})")}
        if missing := columns - found:
            raise SourceError(f"not an Isso database: {table} lacks {', '.join(sorted(missing))}")


def _rows(database: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    columns = ", ".join(sorted(NEEDED[table]))
    yield from database.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608 (ours)


def _thread(row: sqlite3.Row) -> ImportedThread:
    id = _text(row["id"])
    return ImportedThread(id, _text(row["uri"]), _text(row["title"]), where=f"thread {id}")


def _comment(row: sqlite3.Row) -> ImportedComment:
    id = _text(row["id"])
    return ImportedComment(
        id=id,
        thread=_text(row["tid"]),
        parent=_text(row["parent"]),
        text=_text(row["text"]),
        markup="markdown",
        status=STATUSES.get(row["mode"], "pending"),
        created_at=_time(row["created"]),
        name=_text(row["author"]),
        email=_text(row["email"]),
        website=_text(row["website"]),
        ip=_text(row["remote_addr"]),
        edited_at=_time(row["modified"]),
        score=_number(row["likes"]) - _number(row["dislikes"]),
        where=f"comment {id}",
    )


def _text(value: Any) -> str:
    """SQLite columns hold any type, whatever they were declared as."""
    if isinstance(value, str | int):
        return str(value)
    return ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and abs(value) < 10**9 else 0


def _time(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None
