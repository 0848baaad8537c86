"""undo: a moderator takes back their own last decision before anybody was told of it.

For GRACE the event of a decision waits in the outbox. Within WINDOW, a little shorter, the undo
takes it out again and puts the comment back; later, a reversal is a decision of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import UNDONE, Comment, Decision, Report
from comments.services.appeals import follow_undo
from comments.services.apply import EVENTS, Applied, Move, apply, write_down
from comments.services.line_up import line_up
from comments.states import Status
from newsroom.kernel import outbox

SHOWN = timedelta(seconds=10)
WINDOW = timedelta(seconds=13)  # a click in the last moment, on a slow line
GRACE = timedelta(seconds=15)
# From where a person's card comes; the machine's own states are not a person's to restore.
BACK = (Status.HELD, Status.PUBLISHED, Status.REJECTED, Status.SPAM, Status.REMOVED)


@dataclass(frozen=True)
class Undone:
    decision: Decision


@dataclass(frozen=True)
class NotUndone:
    why: Literal["not_yours", "too_late", "decided_since"]


def undo(
    decision: Decision, by: AbstractBaseUser, now: datetime, *, window: timedelta = WINDOW
) -> Undone | NotUndone:
    """``decision`` is the one to take back. The same undo twice is done once. A bulk has more time:
    its decisions stand or fall together."""
    if decision.by_id != by.pk or decision.actor != "moderator":
        return NotUndone("not_yours")
    latest = Decision.objects.filter(comment=decision.comment_id).order_by("-id").first()
    if latest is not None and latest.pk != decision.pk:
        mine = latest.by_id == by.pk and latest.reasons == [UNDONE]
        return Undone(latest) if mine else NotUndone("decided_since")
    if now - decision.created > window or decision.before not in BACK:
        return NotUndone("too_late")
    return _put_back(decision, by, now)


def _put_back(decision: Decision, by: AbstractBaseUser, now: datetime) -> Undone | NotUndone:
    comment = Comment.objects.get(pk=decision.comment_id)
    if (comment.revision, comment.status) != (decision.revision, decision.after):
        return NotUndone("decided_since")
    move = Move(to=Status(decision.before), actor="moderator", by=by, reasons=[UNDONE], silent=True)
    with transaction.atomic():
        made = _moved(comment, decision, move, now)
        if made is None:
            return NotUndone("decided_since")
        _reopen_reports(decision)
        follow_undo(decision, now)
        line_up(comment.pk)
        outbox.take_back(EVENTS.get(Status(decision.after)) or "", comment.pk, now)
        if not outbox.take_back("comment.decided", comment.pk, now):
            outbox.record("comment.decided", comment.pk, now=now)  # learned already: forget it
    return Undone(made)


def _moved(comment: Comment, decision: Decision, move: Move, now: datetime) -> Decision | None:
    if decision.before != decision.after:
        outcome = apply(comment, move, now)
        return outcome.decision if isinstance(outcome, Applied) else None
    same = Comment.objects.filter(pk=comment.pk, decided_at=decision.created)
    if not same.update(decided_at=now):
        return None
    return write_down(comment, move.to, move, now)


def _reopen_reports(decision: Decision) -> None:
    answered = Report.objects.filter(comment=decision.comment_id, settled_at=decision.created)
    answered.update(settled_at=None)
