"""A whole export on disk: read once, checked, put in order, and only then written anywhere."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType

from comments.porting.readers import family
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Notice,
    Skipped,
)
from comments.porting.readers.packing import pack, unpack_comment, unpack_thread

# Clocks differ; a comment may be a little younger than the moment of its import.
TOLERANCE = timedelta(minutes=5)
TABLES = """
CREATE TABLE threads (key TEXT PRIMARY KEY, created TEXT, packed TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE comments (
    n INTEGER PRIMARY KEY, thread TEXT NOT NULL, id TEXT NOT NULL, parent TEXT NOT NULL,
    digest TEXT NOT NULL, key TEXT NOT NULL UNIQUE, created TEXT, spot TEXT NOT NULL,
    status TEXT NOT NULL, packed TEXT NOT NULL, up INTEGER, level INTEGER, mark INTEGER
);
CREATE INDEX by_id ON comments (id, thread);
CREATE INDEX by_words ON comments (id, digest);
CREATE TABLE notices (n INTEGER PRIMARY KEY, kind TEXT, spot TEXT, id TEXT, reason TEXT);
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment in its place. `key` names it for good: reading the file again gives the same.

    `parent` is the key of a comment that was yielded before, "" at the top. `created_at` is
    never None and never later than the import.
    """

    key: str
    parent: str
    level: int
    created_at: datetime
    comment: ImportedComment


@dataclass(slots=True)
class SpoolSummary:
    """What the export holds once it is in order; notices are counted by kind."""

    threads: int = 0
    comments: int = 0
    replies: int = 0
    levels: int = 0
    skipped: int = 0
    changed: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)


class Spool:
    """Fill it with a reader's events; then threads, then comments, parents first.

    Lives in a temporary file about the size of the export, which vanishes on close.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA cache_size = -16384")
        self._database.executescript(TABLES)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def fill(self, events: Iterable[Event]) -> SpoolSummary:
        """Take everything in and put it in order. A SourceError of the reader passes through."""
        self._database.execute("BEGIN")
        for event in events:
            self._take(event)
        for notice in family.settle(self._database):
            self._note(notice)
        for notice in self._date_all():
            self._note(notice)
        self._database.execute("COMMIT")
        return self._summary()

    def threads(self) -> Iterator[ImportedThread]:
        for (packed,) in self._database.execute("SELECT packed FROM threads ORDER BY key"):
            yield unpack_thread(packed)

    def comments(self) -> Iterator[Placed]:
        """Parents before their replies, otherwise in the file's order; the same every time."""
        query = """
            SELECT c.key, coalesce(p.key, ''), c.level, c.created, c.packed
            FROM comments c LEFT JOIN comments p ON p.n = c.up ORDER BY c.level, c.n
        """
        for key, parent, level, created, packed in self._database.execute(query):
            when = datetime.fromisoformat(created)
            yield Placed(key, parent, level, when, unpack_comment(packed))

    def notices(self) -> Iterator[Notice]:
        """Everything that was left out or altered, for the report."""
        query = "SELECT kind, spot, id, reason FROM notices ORDER BY n"
        for kind, spot, id, reason in self._database.execute(query):
            yield (Skipped if kind == "skipped" else Changed)(spot, id, reason)

    def _take(self, event: Event) -> None:
        match event:
            case ImportedThread():
                self._take_thread(event)
            case ImportedComment():
                self._take_comment(event)
            case _:
                self._note(event)

    def _take_thread(self, thread: ImportedThread) -> None:
        row = (thread.key, _maybe(thread.created_at), pack(thread))
        found = self._database.execute("INSERT OR IGNORE INTO threads VALUES (?, ?, ?)", row)
        if found.rowcount == 0:
            self._note(Skipped(thread.where, thread.key, "a second thread of the same id"))

    def _take_comment(self, comment: ImportedComment) -> None:
        digest = _digest(comment)
        first = self._first("id = ? AND digest = ?", comment.id, digest)
        if first:
            self._note(Skipped(comment.where, comment.id, f"repeated: first at {first}"))
        elif twin := self._first("id = ?", comment.id):
            self._insert(comment, digest, f"{comment.id}~{digest}")
            reason = f"same id as another comment: kept as {comment.id}~{digest}, first at {twin}"
            self._note(Changed(comment.where, comment.id, reason))
        else:
            self._insert(comment, digest, comment.id)

    def _first(self, condition: str, *values: str) -> str | None:
        query = f"SELECT spot FROM comments WHERE {condition} LIMIT 1"  # noqa: S608 (ours)
        row = self._database.execute(query, values).fetchone()
        return None if row is None else str(row[0])

    def _insert(self, comment: ImportedComment, digest: str, key: str) -> None:
        row = (
            comment.thread,
            comment.id,
            comment.parent,
            digest,
            key,
            _maybe(comment.created_at),
            comment.where,
            comment.status,
            pack(comment),
        )
        # An id may be made to look like the key of another; the first keeps its name.
        self._database.execute(
            "INSERT OR IGNORE INTO comments"
            " (thread, id, parent, digest, key, created, spot, status, packed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )

    def _date_all(self) -> Iterator[Changed]:
        """A date that is missing or still to come gives way to the article's, or to now."""
        latest = _iso(self.now + TOLERANCE)
        query = """
            SELECT c.n, c.spot, c.id, c.created, t.created FROM comments c
            JOIN threads t ON t.key = c.thread
            WHERE c.n > ? AND (c.created IS NULL OR c.created > ?) ORDER BY c.n LIMIT 500
        """
        n = 0
        while rows := self._database.execute(query, (n, latest)).fetchall():
            for n, spot, id, created, article in rows:
                use = article if article and article <= latest else _iso(self.now)
                self._database.execute("UPDATE comments SET created = ? WHERE n = ?", (use, n))
                reason = "a date to come" if created else "no date that can be read"
                yield Changed(spot, id, f"{reason}: {use} stands for it")

    def _note(self, notice: Notice) -> None:
        kind = "skipped" if isinstance(notice, Skipped) else "changed"
        row = (kind, notice.where, notice.id, notice.reason)
        self._database.execute(
            "INSERT INTO notices (kind, spot, id, reason) VALUES (?, ?, ?, ?)", row
        )

    def _summary(self) -> SpoolSummary:
        ask = self._database.execute
        comments, replies, levels = ask(
            "SELECT count(*), count(up), coalesce(max(level) + 1, 0) FROM comments"
        ).fetchone()
        kinds = dict(ask("SELECT kind, count(*) FROM notices GROUP BY kind").fetchall())
        reason = "rtrim(substr(reason, 1, instr(reason || ':', ':') - 1))"
        return SpoolSummary(
            threads=ask("SELECT count(*) FROM threads").fetchone()[0],
            comments=comments,
            replies=replies,
            levels=levels,
            skipped=kinds.get("skipped", 0),
            changed=kinds.get("changed", 0),
            statuses=dict(ask("SELECT status, count(*) FROM comments GROUP BY status").fetchall()),
            reasons=dict(ask(f"SELECT {reason}, count(*) FROM notices GROUP BY 1").fetchall()),  # noqa: S608
        )


def _digest(comment: ImportedComment) -> str:
    """What makes two comments of one id the same one: who said what, and when."""
    said = "\0".join([comment.text, comment.name, comment.email, str(comment.created_at)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _iso(moment: datetime) -> str:
    """Of equal width, so that the database can compare them as texts."""
    return moment.isoformat(timespec="microseconds")


def _maybe(moment: datetime | None) -> str | None:
    return None if moment is None else _iso(moment)
