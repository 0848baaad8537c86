"""One page of a thread: roots, their first three replies, and the first three of those.

Three statements whatever the thread's size or depth; deeper replies are asked for by parent.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from articles.public import ArticleRef
from comments import tree
from comments.models import Policy, Thread
from comments.reading.rows import Place, first_replies, siblings
from comments.reading.shapes import iso, shape
from comments.services.threads import closing_time, is_open

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOLDED = 3
PAGE = 50
MOST = 100
SORTS = ("oldest", "newest")


class BadCursor(Exception):
    """The cursor was not made by this sort of this thread."""


def page(
    thread: Thread, *, sort: str, cursor: str = "", limit: int = PAGE, parent: int | None = None
) -> dict[str, Any]:
    """``{results, next}``; replies are always oldest first, as a conversation reads."""
    newest = sort == "newest" and parent is None
    after = _place(cursor, thread, newest) if cursor else None
    rows = siblings(thread.pk, parent, newest=newest, after=after, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    results = [shape(row) for row in rows]
    _fold_in(thread.pk, results, levels=2)
    end = Place(rows[-1].created_at, rows[-1].id) if more else None
    return {"results": results, "next": _cursor(end, thread, newest) if end else None}


def _fold_in(thread: int, comments: list[dict[str, Any]], levels: int) -> None:
    parents = {comment["id"]: comment for comment in comments if comment["reply_count"]}
    if not parents or not levels:
        return
    replies = [shape(row) for row in first_replies(thread, list(parents), FOLDED)]
    for reply in replies:
        parents[reply["parent"]]["replies"].append(reply)
    for comment in parents.values():
        comment["has_more"] = comment["reply_count"] > len(comment["replies"])
    _fold_in(thread, replies, levels - 1)


def head(thread: Thread, article: ArticleRef, policy: Policy, now: datetime) -> dict[str, Any]:
    """What a reader must know of a thread before its comments."""
    closes = closing_time(thread, article, policy)
    return {
        "id": thread.pk,
        "version": thread.version,
        "count": thread.count,
        "status": "open" if is_open(thread, article, policy, now) else "closed",
        "mode": thread.mode if policy.comments_on else "off",
        "closes_at": iso(closes) if closes else None,
    }


def _cursor(end: Place, thread: Thread, newest: bool) -> str:
    micros = (end.created_at - EPOCH) // timedelta(microseconds=1)
    return tree.encode(thread.pk, int(newest), micros, end.id)


def _place(cursor: str, thread: Thread, newest: bool) -> Place:
    try:
        pk, order, micros, comment = tree.decode(cursor, (int, int, int, int))
        moment = EPOCH + timedelta(microseconds=micros)
    except (tree.CursorError, OverflowError):
        raise BadCursor from None
    if pk != thread.pk or order != int(newest) or not 0 < comment < 2**63:
        raise BadCursor
    return Place(moment, comment)
