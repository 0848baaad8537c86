"""The thread's rows, straight from SQL: the one reviewed place where SQL is written by hand.

Each query is a few index steps along ``comment_listed`` (thread, parent, created_at, id), whatever
the size of the thread. No text from outside is ever part of a statement: values are parameters.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

COLUMNS = (
    "id", "parent_id", "depth", "status", "name", "website", "avatar", "badge", "html",
    "created_at", "edited_at", "votes", "score", "reply_count", "pinned", "picked",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM comments_comment"  # noqa: S608
# SQLite takes at most 500 parts in one compound statement.
UNION_PARTS = 400


class Row(NamedTuple):
    id: int
    parent_id: int | None
    depth: int
    status: str
    name: str
    website: str
    avatar: str
    badge: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    votes: int
    score: int
    reply_count: int
    pinned: bool
    picked: bool


class Place(NamedTuple):
    """Where a page ended: the next one begins after it."""

    created_at: datetime
    id: int


def siblings(
    thread: int, parent: int | None, *, newest: bool, after: Place | None, limit: int
) -> list[Row]:
    """Listed comments below ``parent`` (None: roots), in time, beginning after a place."""
    where = "thread_id = %s AND parent_id " + ("IS NULL" if parent is None else "= %s")
    values: list[Any] = [thread] if parent is None else [thread, parent]
    if after is not None:
        where += f" AND (created_at, id) {'<' if newest else '>'} (%s, %s)"
        values += [_stored(after.created_at), after.id]
    order = "created_at DESC, id DESC" if newest else "created_at, id"
    sql = f"{_SELECT} WHERE {where} AND listed ORDER BY {order} LIMIT %s"
    return list(_rows(sql, [*values, limit]))


def first_replies(thread: int, parents: Sequence[int], each: int) -> list[Row]:
    """The first ``each`` listed replies of every parent, oldest first, in one statement."""
    found: list[Row] = []
    for start in range(0, len(parents), UNION_PARTS):
        part = parents[start : start + UNION_PARTS]
        one = (
            f"SELECT * FROM ({_SELECT} WHERE thread_id = %s AND parent_id = %s AND listed "  # noqa: S608
            "ORDER BY created_at, id LIMIT %s) AS few"
        )
        values = [value for parent in part for value in (thread, parent, each)]
        found += _rows(" UNION ALL ".join([one] * len(part)), values)
    return found


def _rows(sql: str, values: Sequence[Any]) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for values_ in cursor.fetchall():
            row = Row(*values_)
            yield row._replace(
                created_at=_time(row.created_at), edited_at=_time_or_none(row.edited_at)
            )


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _time(value: Any) -> datetime:
    """SQLite hands back text, PostgreSQL a time in the connection's zone."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _time_or_none(value: Any) -> datetime | None:
    return None if value is None else _time(value)
