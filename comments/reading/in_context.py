"""A conversation as readers see it, newest roots first, with what waits among it: for the desk."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from comments.models import Comment, Thread
from comments.reading.cards import LOADED
from comments.states import Status

ROOTS = 20
MOST = 200
# What readers see, places above replies too, and what a person shall look at.
_HERE = Q(listed=True) | Q(status__in=(Status.PUBLISHED.value, Status.HELD.value))


@dataclass(frozen=True)
class Conversation:
    """``comments`` in the order of the page, each below what it answers. ``next``: the root after
    which older ones follow. ``cut``: a conversation has more replies than a page holds."""

    comments: list[Comment]
    next: int | None
    cut: bool


def conversation(thread: Thread, before: int | None = None) -> Conversation:
    """A statement a level, however many comments there are."""
    rows = _rows(thread)
    roots = rows.filter(parent=None).order_by("-id")
    found = list((roots.filter(pk__lt=before) if before else roots)[: ROOTS + 1])
    more, page = len(found) > ROOTS, found[:ROOTS]
    below, left, level = defaultdict(list), MOST - len(page), page
    while level and left > 0:
        level = list(rows.filter(parent__in=level).order_by("id")[:left])
        left -= len(level)
        for one in level:
            below[one.parent_id].append(one)
    return Conversation(_in_order(page, below), page[-1].pk if more else None, left <= 0)


def root_above(thread: Thread, comment: int) -> int | None:
    """None where there is no such comment in the conversation."""
    row = _rows(thread).filter(pk=comment).first()
    while row is not None and row.parent_id is not None:
        row = _rows(thread).filter(pk=row.parent_id).first()
    return row.pk if row else None


def _rows(thread: Thread) -> QuerySet[Comment]:
    return Comment.objects.filter(_HERE, thread=thread).select_related(*LOADED)


def _in_order(level: list[Comment], below: dict[int | None, list[Comment]]) -> list[Comment]:
    found: list[Comment] = []
    for one in level:
        found += [one, *_in_order(below.get(one.pk, []), below)]
    return found
