"""keep: a person has looked, and the comment stays as it is. A decision like any other, so that
nobody looks twice; readers' reports are answered by it."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import Comment
from comments.services.appeals import follow_decision
from comments.services.apply import Applied, Illegal, Move, Stale, settle_reports, write_down
from comments.services.line_up import line_up
from comments.services.moderate import REASONS
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.fields import clean_line, clean_text

KEPT = (Status.PUBLISHED, Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)


def keep(
    comment: Comment,
    by: AbstractBaseUser,
    now: datetime,
    *,
    reason: str = "",
    note: str = "",
    grace: timedelta = timedelta(0),
    said: str = "",
) -> Applied | Stale | Illegal:
    """Raises FieldError for a note that is no text. Whoever comes second is told ``Stale``."""
    status = Status(comment.status)
    if status not in KEPT:
        return Illegal(status, status)
    move = Move(
        to=status,
        actor="moderator",
        by=by,
        reasons=[clean_line(reason or REASONS[status], max_length=60, required=True)],
        note=clean_line(note, max_length=500, required=False),
        said=clean_text(said, max_length=500, required=False),
    )
    with transaction.atomic():
        # By the time of the last decision as well: a colleague's keeping changes nothing else.
        same = Comment.objects.filter(
            pk=comment.pk,
            status=comment.status,
            revision=comment.revision,
            decided_at=comment.decided_at,
        )
        if not same.update(decided_at=now):
            return Stale(
                Status(Comment.objects.values_list("status", flat=True).get(pk=comment.pk))
            )
        decision = write_down(comment, status, move, now)
        settle_reports(comment.pk, now)
        follow_decision(decision, now, grace, move.said)
        line_up(comment.pk)
        due = now + grace if grace else None
        outbox.record("comment.decided", comment.pk, now=now, due=due)
    return Applied(decision)
