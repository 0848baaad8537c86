"""recount: what counters say, and what they ought to say by the rows they stand for; many rows a
question. Reads only: ``reconcile`` mends."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count, Model, Q, QuerySet, Sum

from comments import tree
from comments.models import Comment, Commenter, Reaction, Thread, Vote
from comments.services.apply import REFUSALS
from comments.states import Status

Values = dict[int, dict[str, Any]]
"""By primary key: ``{field: value}``."""

FIELDS: dict[type[Model], tuple[str, ...]] = {
    Comment: ("reply_count", "listed", "votes", "score", "rank", "reactions"),
    Commenter: ("approved", "refused"),
    Thread: ("count",),
}


def kept(model: type[Model], pks: Sequence[int]) -> Values:
    """What the columns say."""
    rows = model._default_manager.filter(pk__in=pks)
    return {row.pop("pk"): row for row in rows.values("pk", *FIELDS[model])}


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
    answers = _reactions(pks)
    return {
        pk: {
            **_comment(status[pk], replies.get(pk, {}), ballots.get(pk, {})),
            "reactions": answers.get(pk, {}),
        }
        for pk in status
    }


def _reactions(pks: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = Reaction.objects.filter(comment_id__in=pks).values("comment_id", "kind")
    for row in rows.annotate(n=Count("pk")):
        found.setdefault(row["comment_id"], {})[row["kind"]] = row["n"]
    return found


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
