"""judge_anew: what the machine has held is judged once more, by the policy of today.

In a lane of its own: a thousand of these keep no fresh comment waiting.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from comments.models import Comment, Decision
from comments.services.apply import Applied, Move, apply
from comments.states import Status
from newsroom.kernel import outbox


def judge_anew(site_pk: int, now: datetime, limit: int = 1_000) -> int:
    """Oldest first; returns how many. What a person holds stays with them."""
    newest = Decision.objects.filter(comment=OuterRef("pk")).order_by("-id")
    rows = Comment.objects.filter(thread__site_id=site_pk, status=Status.HELD.value)
    rows = rows.alias(by=Subquery(newest.values("actor")[:1])).filter(by="machine")
    return sum(_again(row, now) for row in rows.order_by("id")[:limit])


def _again(comment: Comment, now: datetime) -> bool:
    with transaction.atomic():
        move = Move(Status.PENDING, "moderator", ["judged_anew"])
        applied = isinstance(apply(comment, move, now), Applied)
        if applied:
            outbox.record("comment.rejudge", comment.pk, now=now)
    return applied
