"""recount: what counters say, and what they ought to say by the rows they stand for; many rows a
question. Of a comment also its tabs in the desk's queue. Reads only: ``reconcile`` mends."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count, Model, Q, QuerySet, Sum

from comments import tree
from comments.models import (
    Appeal,
    Comment,
    Commenter,
    Decision,
    QueueEntry,
    Reaction,
    Report,
    Thread,
    Vote,
    standing,
)
from comments.services.apply import REFUSALS
from comments.services.line_up import LOOK_BACK, tabs_of
from comments.states import Status

Values = dict[int, dict[str, Any]]
"""By primary key: ``{field: value}``."""

QUEUE = "queue"
"""The name of a comment's tabs among its counters."""

FIELDS: dict[type[Model], tuple[str, ...]] = {
    Comment: ("reply_count", "listed", "votes", "score", "rank", "reactions"),
    Commenter: ("approved", "refused"),
    Thread: ("count",),
}


def kept(model: type[Model], pks: Sequence[int]) -> Values:
    """What the columns say."""
    rows = model._default_manager.filter(pk__in=pks)
    said = {row.pop("pk"): row for row in rows.values("pk", *FIELDS[model])}
    if model is Comment:
        stand = _tabs(pks)
        said = {pk: {**row, QUEUE: stand.get(pk, [])} for pk, row in said.items()}
    return said


def counted(model: type[Model], pks: Sequence[int]) -> Values:
    """What they ought to say."""
    return COUNT[model](pks)


def _comments(pks: Sequence[int]) -> Values:
    replies = _by(
        "parent_id", Comment.objects.filter(parent_id__in=pks, listed=True), n=Count("pk")
    )
    ballots = _by(
        "comment_id", Vote.objects.filter(comment_id__in=pks), n=Count("pk"), sum=Sum("value")
    )
    status = dict(Comment.objects.filter(pk__in=pks).values_list("pk", "status"))
    answers, tabs = _reactions(pks), _tabs_wanted(pks)
    return {
        pk: {
            **_comment(status[pk], replies.get(pk, {}), ballots.get(pk, {})),
            "reactions": answers.get(pk, {}),
            QUEUE: tabs.get(pk, []),
        }
        for pk in status
    }


def _reactions(pks: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = Reaction.objects.filter(comment_id__in=pks).values("comment_id", "kind")
    for row in rows.annotate(n=Count("pk")):
        found.setdefault(row["comment_id"], {})[row["kind"]] = row["n"]
    return found


def _tabs(pks: Sequence[int]) -> dict[int, list[str]]:
    """Where each stands in the desk's queue."""
    found: dict[int, list[str]] = {}
    rows = QueueEntry.objects.filter(comment_id__in=pks)
    for pk, tab in rows.order_by("tab").values_list("comment_id", "tab"):
        found.setdefault(pk, []).append(tab)
    return found


def _tabs_wanted(pks: Sequence[int]) -> dict[int, list[str]]:
    """Where each ought to."""
    rows = Comment.objects.filter(pk__in=pks, erased_at=None)
    status = dict(rows.values_list("pk", "status"))
    shown = [pk for pk, said in status.items() if said == Status.PUBLISHED]
    decided = _decided(shown)
    open_reports = Report.objects.filter(comment_id__in=shown, settled_at=None)
    reported = set(open_reports.values_list("comment_id", flat=True))
    pleas = Appeal.objects.filter(comment_id__in=pks, state=Appeal.State.OPEN)
    appealed = set(pleas.values_list("comment_id", flat=True))
    return {
        pk: sorted(
            tabs_of(Status(said), decided.get(pk), reported=pk in reported, appealed=pk in appealed)
        )
        for pk, said in status.items()
    }


def _decided(pks: Sequence[int]) -> dict[int, Decision | None]:
    trails: dict[int, list[Decision]] = {}
    rows = Decision.objects.filter(comment_id__in=pks).only("comment_id", "actor", "reasons")
    for decision in rows.order_by("-id"):
        trails.setdefault(decision.comment_id, []).append(decision)
    return {pk: standing(trail[:LOOK_BACK]) for pk, trail in trails.items()}


def _comment(status: str, replies: dict[str, int], ballots: dict[str, int]) -> dict[str, Any]:
    count, votes, score = replies.get("n", 0), ballots.get("n", 0), ballots.get("sum", 0)
    up = (votes + score) // 2
    return {
        "reply_count": count,
        "listed": status == Status.PUBLISHED or count > 0,
        "votes": votes,
        "score": score,
        "rank": tree.wilson(up, votes - up),
    }


def _commenters(pks: Sequence[int]) -> Values:
    found = _by(
        "commenter_id",
        Comment.objects.filter(commenter_id__in=pks),
        approved=Count("pk", filter=Q(status=Status.PUBLISHED.value)),
        refused=Count("pk", filter=Q(status__in=REFUSALS)),
    )
    return {pk: found.get(pk, {"approved": 0, "refused": 0}) for pk in pks}


def _threads(pks: Sequence[int]) -> Values:
    shown = Comment.objects.filter(thread_id__in=pks, status=Status.PUBLISHED.value)
    found = _by("thread_id", shown, count=Count("pk"))
    return {pk: found.get(pk, {"count": 0}) for pk in pks}


def _by(column: str, rows: QuerySet[Any], **what: Any) -> dict[int, dict[str, int]]:
    grouped: Iterable[dict[str, Any]] = rows.order_by().values(column).annotate(**what)
    return {row.pop(column): row for row in grouped}


COUNT: dict[type[Model], Callable[[Sequence[int]], Values]] = {
    Comment: _comments,
    Commenter: _commenters,
    Thread: _threads,
}
