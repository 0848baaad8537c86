"""unask: no mail can reach the author, so the review decides without their word."""

from datetime import datetime

from django.db import transaction

from comments.models import Comment
from comments.services.apply import Applied, Move, apply
from comments.states import Status
from newsroom.kernel import outbox


def unask(comment: Comment, now: datetime) -> bool:
    move = Move(Status.PENDING, "machine", ["email_undeliverable"])
    with transaction.atomic():
        if not isinstance(apply(comment, move, now), Applied):
            return False
        outbox.record("comment.confirmed", comment.pk, now=now)
    return True
