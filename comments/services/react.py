"""react: a reader's answer to a published comment by one emoji, taken back at will."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from comments.models import Comment, Reaction
from comments.services.renew import renew
from comments.states import Status


def react(comment: Comment, voter: str, kind: str, now: datetime, *, on: bool) -> bool:
    """``on`` false takes it back. False where the comment is not published (any more). Ten times
    the same is the same as once."""
    with transaction.atomic():
        # Taken first, and by every reaction: what is counted next changes under nobody's hands.
        rows = Comment.objects.filter(pk=comment.pk)
        if not rows.filter(status=Status.PUBLISHED.value).update(votes=F("votes")):
            return False
        mine = Reaction.objects.filter(comment_id=comment.pk, voter=voter, kind=kind)
        if mine.exists() == on:
            return True
        if on:
            Reaction.objects.create(comment_id=comment.pk, voter=voter, kind=kind, created=now)
        else:
            mine.delete()
        rows.update(reactions=_counted(comment.pk, kind, 1 if on else -1))
        renew(comment.thread_id)
    return True


def _counted(pk: int, kind: str, change: int) -> dict[str, int]:
    kept = Comment.objects.values_list("reactions", flat=True).get(pk=pk)
    counts = {**kept, kind: kept.get(kind, 0) + change}
    return {name: count for name, count in counts.items() if count > 0}
