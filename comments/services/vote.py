"""vote: a reader's voice on a published comment, changed or taken back at will; counters by
difference, so that voices at once are all counted."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from comments import tree
from comments.models import Comment, Vote
from comments.services.renew import renew
from comments.states import Status


def vote(comment: Comment, voter: str, value: int, now: datetime) -> bool:
    """``value`` 1, -1, or 0 to take it back. False where the comment is not published (any more).
    Ten times the same is the same as once."""
    try:
        with transaction.atomic():
            return _vote(comment.pk, voter, value, now)
    except IntegrityError:  # the same voice twice at once: the first one stands, count by it
        with transaction.atomic():
            return _vote(comment.pk, voter, value, now)


def _vote(pk: int, voter: str, value: int, now: datetime) -> bool:
    # Taken first, and by every voice: two of one reader's cannot both see the old ballot.
    held = Comment.objects.filter(pk=pk, status=Status.PUBLISHED.value).update(votes=F("votes"))
    if not held:
        return False
    before = Vote.objects.filter(comment_id=pk, voter=voter).values_list("value", flat=True).first()
    if (before or 0) == value:
        return True
    _cast(pk, voter, value, now)
    count(pk, (value != 0) - (before is not None), value - (before or 0))
    return True


def _cast(pk: int, voter: str, value: int, now: datetime) -> None:
    if value == 0:
        Vote.objects.filter(comment_id=pk, voter=voter).delete()
    else:
        Vote.objects.update_or_create(
            comment_id=pk, voter=voter, defaults={"value": value, "created": now}
        )


def count(pk: int, votes: int, score: int) -> None:
    """Adds to a comment's counters and says anew where "top" puts it."""
    rows = Comment.objects.filter(pk=pk)
    rows.update(votes=F("votes") + votes, score=F("score") + score)
    row = rows.only("votes", "score", "thread_id").get()
    up = (row.votes + row.score) // 2
    rows.update(rank=tree.wilson(up, row.votes - up))
    renew(row.thread_id)
