"""Every counter, counted anew from the rows it stands for."""

from collections import Counter
from typing import Any

from comments.models import (
    Comment,
    Commenter,
    Decision,
    QueueEntry,
    Reaction,
    Report,
    Thread,
    Vote,
)
from comments.services.apply import REFUSALS
from comments.states import Status


def kept() -> dict[str, Any]:
    """What the columns say, where it is not nothing."""
    comments = Comment.objects.values_list("pk", "reply_count", "listed")
    answers = Comment.objects.values_list("pk", "reactions")
    return {
        "threads": some(Thread.objects.values_list("pk", "count")),
        "approved": some(Commenter.objects.values_list("pk", "approved")),
        "refused": some(Commenter.objects.values_list("pk", "refused")),
        "replies": some((pk, count) for pk, count, _ in comments),
        "listed": {pk for pk, _, listed in comments if listed},
        "votes": some(Comment.objects.values_list("pk", "votes")),
        "scores": some(Comment.objects.values_list("pk", "score")),
        "reactions": {(pk, kind): n for pk, found in answers for kind, n in found.items()},
        "queue": set(QueueEntry.objects.values_list("comment_id", "tab")),
    }


def counted() -> dict[str, Any]:
    """What they ought to say."""
    rows = list(Comment.objects.all())
    published = [row for row in rows if row.status == Status.PUBLISHED]
    listed = with_stubs(rows, {row.pk for row in published})
    return {
        "threads": dict(Counter(row.thread_id for row in published)),
        "approved": dict(Counter(row.commenter_id for row in published)),
        "refused": dict(Counter(row.commenter_id for row in rows if row.status in REFUSALS)),
        "replies": dict(
            Counter(row.parent_id for row in rows if row.parent_id and row.pk in listed)
        ),
        "listed": listed,
        "votes": dict(Counter(Vote.objects.values_list("comment_id", flat=True))),
        "scores": scores(),
        "reactions": dict(Counter(Reaction.objects.values_list("comment_id", "kind"))),
        "queue": queue(rows),
    }


def queue(rows: list[Comment]) -> set[tuple[int, str]]:
    """What waits, what is refused; what readers reported, and what no person has looked at."""
    tabs = {"held": "waiting", "spam": "spam", "rejected": "rejected"}
    found = {(row.pk, tabs[row.status]) for row in rows if row.status in tabs}
    shown = {row.pk for row in rows if row.status == Status.PUBLISHED}
    open_reports = Report.objects.filter(settled_at=None, comment_id__in=shown)
    found |= {(pk, "reported") for pk in open_reports.values_list("comment_id", flat=True)}
    found |= {(pk, "unseen") for pk, by in decided_by().items() if pk in shown and by == "machine"}
    return found - {(row.pk, tab) for row in rows if row.erased_at for tab in tabs.values()}


def decided_by() -> dict[int, str]:
    """Whose decision counts: an undo takes the one before it away. Imports need nobody's look."""
    trails: dict[int, list[tuple[str, list[str]]]] = {}
    for decision in Decision.objects.order_by("id"):
        trail = trails.setdefault(decision.comment_id, [])
        if "undone" in decision.reasons:
            trail.pop()
        else:
            trail.append((decision.actor, decision.reasons))
    last = {pk: trail[-1] for pk, trail in trails.items() if trail}
    return {pk: actor for pk, (actor, reasons) in last.items() if "imported" not in reasons}


def scores() -> dict[int, int]:
    found: Counter[int] = Counter()
    for pk, value in Vote.objects.values_list("comment_id", "value"):
        found[pk] += value
    return some(found.items())


def with_stubs(rows: list[Comment], shown: set[int]) -> set[int]:
    """The published and all that stands above them."""
    above = {row.pk: row.parent_id for row in rows}
    listed = set()
    for pk in shown:
        while pk is not None and pk not in listed:
            listed.add(pk)
            pk = above[pk]
    return listed


def some(pairs: Any) -> dict[int, int]:
    return {pk: count for pk, count in pairs if count}
