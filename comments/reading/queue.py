"""The desk's queue: one page of one tab, worst first, by keyset. A walk along one index, whatever
waits; and counts that stop where nobody pages any further. Callers have asked ``access`` before."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from comments.models import QueueEntry, Tab

PAGE = 20
COUNTED = 10_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Columns in whose order the tab is read, and whether downwards.
ORDERS = {
    "worst": ("urgency", True),
    "newest": ("created_at", True),
    "oldest": ("created_at", False),
}
LOADED = (
    "comment__commenter",
    "comment__parent",
    "comment__thread__article__section",
    "comment__claim__user",
)


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
    """``next``: the cursor of the page after this one; '' after the last."""

    entries: list[QueueEntry]
    next: str


def page(site_pk: int, asked: Asked, limit: int = PAGE) -> Page:
    """Raises BadCursor for a cursor that this order did not make."""
    column, downwards = ORDERS[asked.order]
    rows = filtered(site_pk, asked)
    if asked.cursor:
        rows = rows.filter(_after(asked.cursor, column, downwards))
    sign = "-" if downwards else ""
    found = list(rows.order_by(sign + column, f"{sign}comment_id")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return Page(found, _cursor(found[-1], column) if more else "")


def filtered(site_pk: int, asked: Asked) -> QuerySet[QueueEntry]:
    rows = QueueEntry.objects.filter(site_id=site_pk, tab=asked.tab).select_related(*LOADED)
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


def counts(site_pk: int) -> dict[str, int]:
    """How many stand in each tab; COUNTED means as many or more."""
    return {tab.value: _count(site_pk, tab) for tab in Tab}


def waiting(site_pk: int, most: int) -> int:
    """How many wait; ``most`` means as many or more."""
    return _count(site_pk, Tab.WAITING, most)


def _count(site_pk: int, tab: Tab, most: int = COUNTED) -> int:
    rows = QueueEntry.objects.filter(site_id=site_pk, tab=tab).order_by()
    return rows.values("pk")[:most].count()


def _after(cursor: str, column: str, downwards: bool) -> Q:
    """Behind a place. The first condition alone is what the index is entered by."""
    value, pk = _place(cursor, column)
    sign = "lt" if downwards else "gt"
    beyond = Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"comment_id__{sign}": pk})
    return Q(**{f"{column}__{sign}e": value}) & beyond


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
