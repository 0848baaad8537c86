"""expire: what nobody confirmed in time is rejected."""

from datetime import datetime

from django.db.models import Q

from comments.models import Comment
from comments.services.apply import Applied, Move, apply
from comments.services.links import LIFETIME
from comments.states import Status

BATCH = 500


def deadline(comment: Comment) -> datetime:
    """Until when the link opens; from the moment the comment began to wait for it."""
    return (comment.decided_at or comment.created_at) + LIFETIME


def expire_unconfirmed(now: datetime) -> int:
    """Rejects up to BATCH comments whose time is over; returns how many."""
    since = now - LIFETIME
    asked = Q(decided_at__lt=since) | Q(decided_at=None, created_at__lt=since)
    rows = Comment.objects.filter(asked, status=Status.UNCONFIRMED.value)
    move = Move(Status.REJECTED, "machine", ["not_confirmed"])
    outcomes = [apply(row, move, now) for row in rows.order_by("id")[:BATCH]]
    return sum(isinstance(outcome, Applied) for outcome in outcomes)
