"""One page of a thread: roots, their first three replies, and the first three of those.

Three statements whatever the thread's size or depth; deeper replies are asked for by parent.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from articles.public import ArticleRef
from comments import modes, tree
from comments.models import Policy, Thread
from comments.reading.rows import ORDERS, Part, Row, ancestry, first_replies, siblings
from comments.reading.shapes import iso, shape
from comments.services.threads import terms_of

FOLDED = 3
PAGE = 50
MOST = 100
SORTS = tuple(ORDERS)


# Of a thread that is switched off.
NOTHING: dict[str, Any] = {"results": [], "next": None}


class BadCursor(Exception):
    """The cursor was not made by this sort of this thread."""


def page(
    thread: Thread, *, sort: str, cursor: str = "", limit: int = PAGE, parent: int | None = None
) -> dict[str, Any]:
    """``{results, next}``; replies are always oldest first, as a conversation reads."""
    order = sort if parent is None else "oldest"
    after = _place(cursor, thread, order) if cursor else None
    if thread.pk is None:  # nobody has written here yet
        return {"results": [], "next": None}
    rows = siblings(thread.pk, parent, order=order, after=after, limit=limit + 1)
    return _page_of(thread, rows, order, limit)


def around(thread: Thread, comment: int, *, limit: int = PAGE) -> dict[str, Any] | None:
    """The page, oldest first, that begins with the root above ``comment`` and holds the comment
    with all its ancestors; None where readers cannot see it."""
    line = ancestry(thread.pk, comment)
    if not line:
        return None
    start = _keys(line[0], "oldest")
    rows = siblings(thread.pk, None, order="oldest", after=start, limit=limit + 1, inclusive=True)
    found = _page_of(thread, rows, "oldest", limit)
    _hang_in(found["results"][0], line[1:])
    return {**found, "focus": comment}


def _page_of(thread: Thread, rows: list[Row], order: str, limit: int) -> dict[str, Any]:
    more, rows = len(rows) > limit, rows[:limit]
    results = [shape(row) for row in rows]
    _fold_in(thread.pk, results, levels=2)
    end = _cursor(rows[-1], thread, order) if more else None
    return {"results": results, "next": end}


def _hang_in(root: dict[str, Any], line: list[Row]) -> None:
    """Puts the way down to a comment where the first replies do not hold it already."""
    known = dict(_by_id(root))
    for row in line:
        if row.id in known or row.parent_id not in known:
            continue
        above, known[row.id] = known[row.parent_id], shape(row)
        above["replies"].append(known[row.id])
        above["has_more"] = above["reply_count"] > len(above["replies"])


def _by_id(comment: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    yield comment["id"], comment
    for reply in comment["replies"]:
        yield from _by_id(reply)


def _fold_in(thread: int, comments: list[dict[str, Any]], levels: int) -> None:
    """Asked level by level even where there is nothing below: a page takes as many statements
    whatever the shape of its thread."""
    if not levels:
        return
    parents = {comment["id"]: comment for comment in comments if comment["reply_count"]}
    replies = [shape(row) for row in first_replies(thread, list(parents), FOLDED)]
    for reply in replies:
        parents[reply["parent"]]["replies"].append(reply)
    for comment in parents.values():
        comment["has_more"] = comment["reply_count"] > len(comment["replies"])
    _fold_in(thread, replies, levels - 1)


def head(thread: Thread, article: ArticleRef, policy: Policy, now: datetime) -> dict[str, Any]:
    """What a reader must know of a thread before its comments. ``refusal``: why a guest without
    any proof may not write."""
    terms = terms_of(thread, article, policy, now)
    closed = modes.refusal(terms.mode, verified=True) is not None
    return {
        # The article's: the same before and after the first comment, of which nobody may know yet.
        "id": thread.article_id,
        "version": thread.version,
        "count": 0 if terms.mode == modes.OFF else thread.count,
        "status": "closed" if closed else "open",
        "mode": terms.mode,
        "closes_at": iso(terms.closes_at) if terms.closes_at else None,
        "refusal": modes.refusal(terms.mode, verified=False),
        "slow_minutes": terms.slow_minutes if terms.mode == modes.SLOW else None,
        "note": thread.note_html or None,
    }


KINDS: dict[str, type] = {"created_at": datetime, "rank": float}


def _keys(row: Row, order: str) -> tuple[Part, ...]:
    return tuple(getattr(row, column) for column in ORDERS[order].columns)


def _cursor(row: Row, thread: Thread, order: str) -> str:
    keys = (int(key) if isinstance(key, bool) else key for key in _keys(row, order))
    return tree.encode(thread.pk, order, *keys)


def _place(cursor: str, thread: Thread, order: str) -> tuple[Part, ...]:
    kinds = tuple(KINDS.get(column, int) for column in ORDERS[order].columns)
    try:
        pk, made_for, *keys = tree.decode(cursor, (int, str, *kinds))
    except tree.CursorError:
        raise BadCursor from None
    if pk != thread.pk or made_for != order:
        raise BadCursor
    if "picked" in ORDERS[order].columns:
        keys[0] = bool(keys[0])
    return tuple(keys)
