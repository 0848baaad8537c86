"""The thread's rows, straight from SQL: the one reviewed place where SQL is written by hand.

Each query is a few index steps along the index of its order (thread, parent, then the order's
columns), whatever the size of the thread. No text from outside is ever part of a statement: values
are parameters.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from django.db import connection

COLUMNS = (
    "id", "parent_id", "in_reply_to_id", "depth", "status", "name", "website", "avatar", "badge",
    "html", "created_at", "edited_at", "votes", "score", "reactions", "reply_count", "pinned",
    "picked", "rank",
)  # fmt: skip
_OWN = ", ".join(f"c.{column}" for column in COLUMNS)
# The name goes when the comment that was answered goes: nothing of it is left elsewhere.
_ANSWERED = """
    (SELECT a.name FROM comments_comment AS a
        WHERE a.id = c.in_reply_to_id AND a.status = 'published')
"""
_SELECT = f"SELECT {_OWN}, {_ANSWERED} AS answered FROM comments_comment AS c"  # noqa: S608
_REPLIES = """
    WHERE thread_id = %s AND parent_id = {parent} AND listed
    ORDER BY parent_id, created_at, c.id LIMIT %s
"""
_EACH_OF_ONE = f"SELECT * FROM ({_SELECT} {_REPLIES.format(parent='%s')}) AS few"  # noqa: S608
# PostgreSQL would plan each part of a union anew, which takes longer than to run them.
_EACH_OF_MANY = f"""SELECT few.* FROM unnest(%s::bigint[]) AS above(pk)
    CROSS JOIN LATERAL ({_SELECT} {_REPLIES.format(parent="above.pk")}) AS few
"""  # noqa: S608
_NEWEST = """
    SELECT * FROM (SELECT id, created_at FROM comments_comment
        WHERE thread_id = %s AND listed AND status = 'published'
        ORDER BY created_at DESC, id DESC LIMIT %s) AS few
"""
# SQLite takes at most 500 parts in one compound statement.
UNION_PARTS = 400
# Two people may answer each other side by side a thousand times.
MOST_ANSWERED = 20


class Row(NamedTuple):
    id: int
    parent_id: int | None
    in_reply_to_id: int | None
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
    reactions: dict[str, int]
    reply_count: int
    pinned: bool
    picked: bool
    rank: float
    answered: str | None = None


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
    found = ORDERS[order]
    below = "thread_id = %s AND parent_id " + ("IS NULL" if parent is None else "= %s")
    known: list[Any] = [thread] if parent is None else [thread, parent]
    # The parent too: PostgreSQL knows an index as ordered below a value, but not below NULL, and
    # would sort all roots of the thread.
    columns = ("parent_id", *found.columns)
    by = ", ".join(f"c.{column}{' DESC' if found.descending else ''}" for column in columns)
    parts, values = [], []
    for beyond, keys in _beyond(found, after, inclusive=inclusive):
        where = f"{below} AND listed{beyond} ORDER BY {by} LIMIT %s"
        parts.append(f"SELECT * FROM ({_SELECT} WHERE {where}) AS part")  # noqa: S608
        values += [*known, *keys, limit]
    rows = list(_rows(" UNION ALL ".join(parts) + " LIMIT %s", [*values, limit]))
    return sorted(rows, key=attrgetter(*found.columns), reverse=found.descending)


def _beyond(
    order: Order, after: Place | None, *, inclusive: bool
) -> Iterator[tuple[str, list[Any]]]:
    """What lies beyond a place: first the rest of its ties, then the rest. SQLite follows a row
    comparison into an index only up to the id: among the thousands that nobody voted for, it
    would read all that come before."""
    if after is None:
        yield "", []
        return
    keys = [_stored(part) for part in after]
    sign = "<" if order.descending else ">"
    *lead, last = order.columns
    ties = "".join(f" AND c.{column} = %s" for column in lead)
    yield f"{ties} AND c.{last} {sign}{'=' if inclusive else ''} %s", keys
    marks = ", ".join(["%s"] * len(lead))
    yield f" AND ({', '.join(lead)}) {sign} ({marks})", keys[:-1]


def ancestry(thread: int, comment: int) -> list[Row]:
    """A listed comment and all above it, the root first, with the last MOST_ANSWERED it speaks to
    side by side; empty where it is not listed there. One statement, however deep."""
    sql = f"""
        WITH RECURSIVE line (pk, parent_pk, answered_pk, hops) AS (
            SELECT id, parent_id, in_reply_to_id, 0 FROM comments_comment
                WHERE id = %s AND thread_id = %s AND listed
            UNION
            SELECT up.id, up.parent_id, up.in_reply_to_id,
                    line.hops + CASE WHEN up.id = line.answered_pk THEN 1 ELSE 0 END
                FROM line JOIN comments_comment AS up
                    ON up.id IN (line.parent_pk, line.answered_pk)
                WHERE up.listed AND line.hops < {MOST_ANSWERED}
        )
        {_SELECT} WHERE c.id IN (SELECT pk FROM line) ORDER BY depth, created_at, id
    """  # noqa: S608
    return list(_rows(sql, [comment, thread]))


def first_replies(thread: int, parents: Sequence[int], each: int) -> list[Row]:
    """The first ``each`` listed replies of every parent, oldest first; one statement for up to
    UNION_PARTS parents, and one for none: a page asks as often whatever it holds."""
    if connection.vendor == "postgresql":
        return _oldest_first(_rows(_EACH_OF_MANY, [list(parents), thread, each]))
    found: list[Row] = []
    for start in range(0, max(len(parents), 1), UNION_PARTS):
        part = parents[start : start + UNION_PARTS] or [0]
        values = [value for parent in part for value in (thread, parent, each)]
        found += _rows(" UNION ALL ".join([_EACH_OF_ONE] * len(part)), values)
    return _oldest_first(found)


def newest_of(threads: Sequence[int], most: int) -> list[int]:
    """Keys of the newest ``most`` published comments of at most UNION_PARTS threads, the newest
    first. A database asked for all of them at once would read every one and sort."""
    parts = list(threads) or [0]
    each = " UNION ALL ".join([_NEWEST] * len(parts))
    sql = f"SELECT id FROM ({each}) AS found ORDER BY created_at DESC, id DESC LIMIT %s"  # noqa: S608
    values = [value for thread in parts for value in (thread, most)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, most])
        return [pk for (pk,) in cursor.fetchall()]


def _oldest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.created_at, row.id))


def _rows(sql: str, values: Sequence[Any]) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for values_ in cursor.fetchall():
            row = Row(*values_)
            yield row._replace(
                created_at=_time(row.created_at),
                edited_at=_time_or_none(row.edited_at),
                reactions=_counts(row.reactions),
            )


def _counts(value: Any) -> dict[str, int]:
    """Text from either database; most comments have none."""
    if value == "{}":
        return {}
    found: dict[str, int] = orjson.loads(value) if isinstance(value, str) else value
    return found


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
