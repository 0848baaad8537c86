"""take_up: comments that wait to be judged and that nothing will judge any more.

Each minute: one whose promise is lost is promised again, one whose review broke at every try is
held for a person. One whose promise still stands is the relay's, which hands it on again and again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from comments.models import Comment
from comments.services.apply import Applied, Move, apply
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent

STRANDED = timedelta(minutes=2)
BATCH = 500
REVIEWS = ("comments.review", "comments.rejudge")


@dataclass(frozen=True)
class TakenUp:
    promised: int
    held: int


def take_up(now: datetime) -> TakenUp:
    waiting = list(waiting_since(now - STRANDED).order_by("id")[:BATCH])
    standing = _standing(waiting)
    lost = [row for row in waiting if row.pk not in standing]
    for row in lost:
        outbox.record("comment.stranded", row.pk, now=now)
    broken = [row for row in waiting if standing.get(row.pk) is False]
    move = Move(Status.HELD, "machine", ["review_failed"])
    held = [apply(row, move, now) for row in broken]
    return TakenUp(len(lost), sum(isinstance(outcome, Applied) for outcome in held))


def waiting_since(before: datetime) -> QuerySet[Comment]:
    """Pending comments that nothing has happened to since ``before``."""
    quiet = Q(created_at__lt=before)
    for moved in ("decided_at", "edited_at", "confirmed_at"):
        quiet &= Q(**{moved: None}) | Q(**{f"{moved}__lt": before})
    return Comment.objects.filter(quiet, status=Status.PENDING.value)


def _standing(waiting: Iterable[Comment]) -> dict[int, bool]:
    """For each comment with a promise: whether one is still to be kept, or all have failed."""
    keys = [str(row.pk) for row in waiting]
    rows = OutboxEvent.objects.filter(task__in=REVIEWS, key__in=keys, done_at=None)
    standing: dict[int, bool] = {}
    for key, dead in rows.values_list("key", "dead"):
        standing[int(key)] = standing.get(int(key), False) or not dead
    return standing
