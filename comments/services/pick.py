"""pick: an editor shows readers a comment that is worth their time, or no longer does."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import CardEntry, Comment
from comments.services.renew import renew
from comments.states import Status
from newsroom.kernel import outbox

What = CardEntry.What


def pick(comment: Comment, on: bool, by: AbstractBaseUser, now: datetime) -> bool:
    """False for a pick that readers would not see. What is so already stays so, and is written
    down once, whoever of two clicks came first."""
    rows = Comment.objects.filter(pk=comment.pk)
    if on:
        rows = rows.filter(status=Status.PUBLISHED.value)
    with transaction.atomic():
        if rows.filter(picked=not on).update(picked=on):
            renew(comment.thread_id)
            what = What.PICKED if on else What.UNPICKED
            CardEntry.objects.create(comment=comment, what=what, by_id=by.pk, created=now)
            outbox.record("comment.picked" if on else "comment.unpicked", comment.pk, now=now)
    return rows.filter(picked=on).exists()
