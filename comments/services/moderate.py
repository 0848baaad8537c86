"""moderate: a person's word on a comment, with a reason, through the same door as the machine's."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import Comment
from comments.services.apply import Applied, Illegal, Move, Stale, apply
from comments.services.outside import was_wrong
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.fields import clean_line, clean_text

REASONS = {
    Status.PUBLISHED: "read_and_fine",
    Status.HELD: "second_opinion",
    Status.REJECTED: "against_the_rules",
    Status.SPAM: "spam",
    Status.REMOVED: "against_the_rules",
}


def moderate(
    comment: Comment,
    to: Status,
    by: AbstractBaseUser | None,
    now: datetime,
    *,
    reason: str = "",
    note: str = "",
    grace: timedelta = timedelta(0),
    said: str = "",
) -> Applied | Stale | Illegal:
    """Raises FieldError for a note that is no text; ``reason`` defaults to the verb's own. ``by``
    is None for somebody of the desk without an account; the note says who. ``grace`` is how long
    mails wait for an undo; ``said`` goes to the author, where it answers an appeal."""
    move = Move(
        to=to,
        actor="moderator",
        by=by,
        reasons=[clean_line(reason or REASONS[to], max_length=60, required=True)],
        note=clean_line(note, max_length=500, required=False),
        grace=grace,
        said=clean_text(said, max_length=500, required=False),
    )
    with transaction.atomic():
        corrects = was_wrong(comment, to)
        outcome = apply(comment, move, now)
        if corrects and isinstance(outcome, Applied):
            outbox.record("comment.corrected", comment.pk, now=now)
    return outcome
