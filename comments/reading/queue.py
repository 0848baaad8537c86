"""The desk's queue: one page of one tab, worst first, by keyset. A walk along one index, whatever
waits; and counts that stop where nobody pages any further. Callers have asked ``access`` before.

A filter that matches little could walk through all that waits before it has a page together. It
goes WALK entries far; the page then holds what was found, and its cursor goes on from there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery

from articles.public import Site
from comments.models import Comment, QueueEntry, Tab
from comments.reading.cards import LOADED

PAGE = 20
COUNTED = 10_000
WALK = 10_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Columns in whose order the tab is read, and whether downwards.
ORDERS = {
    "worst": ("urgency", True),
    "newest": ("created_at", True),
    "oldest": ("created_at", False),
}


class BadCursor(Exception):
    """No cursor of this order."""


@dataclass(frozen=True)
class Asked:
    """One view of the queue, as its URL says it; '' filters nothing. ``mine``: the account that it
    is meant for; 0 for whomever."""

    tab: str = Tab.WAITING.value
    order: str = "worst"
    section: str = ""
    article: str = ""
    reason: str = ""
    language: str = ""
    link: bool = False
    newcomer: bool = False
    mine: int = 0
    words: str = ""
    cursor: str = ""


@dataclass(frozen=True)
class Page:
    """``next``: the cursor of the page after this one; '' after the last. ``cut``: the walk ended
    before the page was full."""

    entries: list[QueueEntry]
    next: str
    cut: bool = False


def page(site_pk: int, asked: Asked, limit: int = PAGE) -> Page:
    """Raises BadCursor for a cursor that this order did not make."""
    column, downwards = ORDERS[asked.order]
    sign = "-" if downwards else ""
    order = (sign + column, f"{sign}comment_id")
    rows = QueueEntry.objects.filter(site_id=site_pk, tab=asked.tab).order_by(*order)
    if asked.cursor:
        rows = rows.filter(_after(asked.cursor, column, downwards))
    end = _end_of_walk(rows, column) if _sifts(asked) else None
    if end is not None:
        rows = rows.filter(_up_to(end, column, downwards))
    found = list(sifted(rows, asked)[: limit + 1])
    if len(found) > limit:
        found = found[:limit]
        return Page(_with_comments(found), _cursor(found[-1], column))
    return Page(_with_comments(found), _cursor(end, column) if end else "", cut=end is not None)


def _end_of_walk(rows: QuerySet[QueueEntry], column: str) -> QueueEntry | None:
    """The last entry that is looked at; None where there are fewer. Read from the index alone."""
    return rows.only("comment_id", column)[WALK - 1 : WALK].first()


def _with_comments(entries: Sequence[QueueEntry]) -> list[QueueEntry]:
    """Loaded for the page alone: planned together with the walk, the nine tables around a card
    took longer to plan than to read."""
    rows = Comment.objects.select_related(*LOADED).in_bulk([one.comment_id for one in entries])
    there = [one for one in entries if one.comment_id in rows]  # it may have gone meanwhile
    for entry in there:
        entry.comment = rows[entry.comment_id]
    return there


def _sifts(asked: Asked) -> bool:
    """Whether entries are passed over on the walk. An article's, and one's own, are found by an
    index."""
    sieve = (asked.section, asked.reason, asked.language, asked.link, asked.newcomer, asked.words)
    return any(sieve) and not (asked.article or asked.mine)


def filtered(site_pk: int, asked: Asked) -> QuerySet[QueueEntry]:
    """All that the view holds, however many."""
    return sifted(QueueEntry.objects.filter(site_id=site_pk, tab=asked.tab), asked)


def sifted(rows: QuerySet[QueueEntry], asked: Asked) -> QuerySet[QueueEntry]:
    exact = {
        "thread__article__section__slug": asked.section,
        "thread__article__external_id": asked.article,
        "thread__article__language": asked.language,
        "reason": asked.reason,
        "has_link": asked.link,
        "first_timer": asked.newcomer,
        "comment__assignment__user": asked.mine,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in asked.words.split():
        said = Q(comment__body__icontains=word) | Q(comment__name__icontains=word)
        rows = rows.filter(said)
    return rows


class _Length(Subquery):
    """How many rows a query has: it may end at a number, which a count of Django's own may not."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) few)"
    output_field = IntegerField()


def counts(site_pk: int) -> dict[str, int]:
    """How many stand in each tab, in one question; COUNTED means as many or more."""
    lengths = {tab.value: _Length(_some_of(site_pk, tab, COUNTED)) for tab in Tab}
    found = Site.objects.filter(pk=site_pk).annotate(**lengths).values(*lengths).first()
    return found or dict.fromkeys(Tab.values, 0)


def waiting(site_pk: int, most: int) -> int:
    """How many wait; ``most`` means as many or more."""
    return _some_of(site_pk, Tab.WAITING, most).count()


def _some_of(site_pk: int, tab: Tab, most: int) -> QuerySet[QueueEntry, Any]:
    rows = QueueEntry.objects.filter(site_id=site_pk, tab=tab).order_by()
    return rows.values("tab")[:most]


def _after(cursor: str, column: str, downwards: bool) -> Q:
    """Behind a place. The first condition alone is what the index is entered by."""
    value, pk = _place(cursor, column)
    sign = "lt" if downwards else "gt"
    beyond = Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"comment_id__{sign}": pk})
    return Q(**{f"{column}__{sign}e": value}) & beyond


def _up_to(end: QueueEntry, column: str, downwards: bool) -> Q:
    value, sign = getattr(end, column), "gt" if downwards else "lt"
    before = Q(**{f"{column}__{sign}": value})
    within = before | Q(**{column: value, f"comment_id__{sign}e": end.comment_id})
    return Q(**{f"{column}__{sign}e": value}) & within


def _cursor(entry: QueueEntry, column: str) -> str:
    if column == "urgency":
        return f"u{entry.urgency!r}~{entry.comment_id}"
    micros = (entry.created_at - EPOCH) // timedelta(microseconds=1)
    return f"t{micros}~{entry.comment_id}"


def _place(cursor: str, column: str) -> tuple[float | datetime, int]:
    text, _, pk = cursor[1:].partition("~")
    try:
        if cursor[:1] == "u" and column == "urgency" and math.isfinite(value := float(text)):
            return value, _number(pk)
        if cursor[:1] == "t" and column == "created_at":
            return EPOCH + timedelta(microseconds=_number(text)), _number(pk)
    except (ValueError, OverflowError):
        pass
    raise BadCursor


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text[:20])
    return int(text)
