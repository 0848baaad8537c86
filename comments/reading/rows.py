"""The thread's rows, straight from SQL: the one reviewed place where SQL is written by hand.

Each query is a few index steps along the index of its order (thread, parent, then the order's
columns), whatever the size of the thread. No text from outside is ever part of a statement: values
are parameters.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

COLUMNS = (
    "id", "parent_id", "depth", "status", "name", "website", "avatar", "badge", "html",
    "created_at", "edited_at", "votes", "score", "reply_count", "pinned", "picked", "rank",
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
    rank: float


Part = datetime | float | int
Place = tuple[Part, ...]


class Order(NamedTuple):
    """A total order of siblings; every one ends in the id, so that no place is two."""

    columns: tuple[str, ...]
    descending: bool


ORDERS = {
    "oldest": Order(("created_at", "id"), descending=False),
    "newest": Order(("created_at", "id"), descending=True),
    "top": Order(("rank", "id"), descending=True),
    "discussed": Order(("reply_count", "id"), descending=True),
    "picks": Order(("picked", "created_at", "id"), descending=True),
}


def siblings(
    thread: int,
    parent: int | None,
    *,
    order: str,
    after: Place | None,
    limit: int,
    inclusive: bool = False,
) -> list[Row]:
    """Listed comments below ``parent`` (None: roots) in an order of ORDERS, beginning after a
    place, or with it where ``inclusive``."""
    columns, descending = ORDERS[order]
    where = "thread_id = %s AND parent_id " + ("IS NULL" if parent is None else "= %s")
    values: list[Any] = [thread] if parent is None else [thread, parent]
    if after is not None:
        sign = ("<" if descending else ">") + ("=" if inclusive else "")
        where += f" AND ({', '.join(columns)}) {sign} ({', '.join(['%s'] * len(columns))})"
        values += [_stored(part) for part in after]
    direction = " DESC" if descending else ""
    by = ", ".join(column + direction for column in columns)
    sql = f"{_SELECT} WHERE {where} AND listed ORDER BY {by} LIMIT %s"
    return list(_rows(sql, [*values, limit]))


def ancestry(thread: int, comment: int) -> list[Row]:
    """A listed comment and all above it, the root first; empty where it is not listed there.
    One statement, however deep."""
    columns = ", ".join(f"c.{column}" for column in COLUMNS)
    sql = f"""
        WITH RECURSIVE line AS (
            {_SELECT} WHERE id = %s AND thread_id = %s AND listed
            UNION ALL
            SELECT {columns} FROM comments_comment AS c JOIN line
                ON c.id = line.parent_id AND c.listed
        )
        SELECT {", ".join(COLUMNS)} FROM line ORDER BY depth, id
    """  # noqa: S608
    return list(_rows(sql, [comment, thread]))


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


def _stored(part: Part) -> Any:
    if isinstance(part, datetime):
        return connection.ops.adapt_datetimefield_value(part)
    return part


def _time(value: Any) -> datetime:
    """SQLite hands back text, PostgreSQL a time in the connection's zone."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _time_or_none(value: Any) -> datetime | None:
    return None if value is None else _time(value)
