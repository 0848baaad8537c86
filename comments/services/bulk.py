"""bulk: one word on many comments, in the background, a decision each; and all of it taken back.

What is done is done by the items' states: the work may be run again, by two at once, or be cut
short.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from comments.models import BulkItem, BulkJob, Claim, Comment, Decision
from comments.services.decide_seen import Decided, Wish, decide_seen, mark_from
from comments.services.undo import Undone, undo
from comments.states import Status
from newsroom.kernel import outbox

BATCH = 200
# Mails of a bulk wait this long: whoever sees what they have done has time to take it back.
GRACE = timedelta(minutes=5)
ANY_TIME = timedelta(days=36_500)
State, Jobs = BulkItem.State, BulkJob.State


def begin(
    site_pk: int,
    rows: QuerySet[Comment],
    to: Status,
    reason: str,
    wanted: dict[str, Any],
    by: AbstractBaseUser,
    now: datetime,
) -> BulkJob:
    """Writes down which comments it is about, as they are now, and promises the work."""
    latest = Decision.objects.filter(comment=OuterRef("pk")).order_by("-id")
    found = rows.annotate(latest=Subquery(latest.values("pk")[:1]))
    with transaction.atomic():
        job = BulkJob.objects.create(
            site_id=site_pk, by_id=by.pk, wanted=wanted, to=to.value, reason=reason, created=now
        )
        items = [
            BulkItem(job=job, comment_id=pk, seen=mark_from(revision, status, last))
            for pk, revision, status, last in found.values_list(
                "pk", "revision", "status", "latest"
            )
        ]
        BulkItem.objects.bulk_create(items, batch_size=1_000)
        outbox.record("bulk.step", job.pk, now=now)
    return job


def step(job_pk: int, now: datetime) -> int:
    """A batch of the work; promises the next. Returns how many items it ended."""
    job = BulkJob.objects.select_related("by").get(pk=job_pk)
    undoing = job.state == Jobs.UNDOING
    if job.state not in (Jobs.RUNNING, Jobs.UNDOING):
        return 0
    todo = job.items.filter(state=State.DONE if undoing else State.WAITING).order_by("id")
    items = list(todo.select_related("decision")[:BATCH])
    for item in items:
        _undo(item, job, now) if undoing else _decide(item, job, now)
    with transaction.atomic():
        if len(items) == BATCH:
            outbox.record("bulk.step", job.pk, now=now)
        else:
            same = BulkJob.objects.filter(pk=job.pk, state=job.state)
            same.update(state=Jobs.UNDONE if undoing else Jobs.DONE, ended=now)
    return len(items)


def undo_all(job: BulkJob, by: AbstractBaseUser, now: datetime) -> bool:
    """Takes back what is done of it, and begins no more. False where that was asked before, and
    for anybody but whoever did it: a colleague decides anew."""
    if job.by_id != by.pk:
        return False
    with transaction.atomic():
        open_ones = BulkJob.objects.filter(pk=job.pk, state__in=[Jobs.RUNNING, Jobs.DONE])
        if not open_ones.update(state=Jobs.UNDOING, ended=None):
            return False
        job.items.filter(state=State.WAITING).update(state=State.LEFT)
        outbox.record("bulk.step", job.pk, now=now)
    return True


def _decide(item: BulkItem, job: BulkJob, now: datetime) -> None:
    with transaction.atomic():
        mine = BulkItem.objects.filter(pk=item.pk, state=State.WAITING)
        if not mine.update(state=State.LEFT) or job.by is None:
            return
        claimed = Claim.objects.filter(comment=item.comment_id, until__gte=now)
        if claimed.exclude(user=job.by_id).exists():
            return
        comment = Comment.objects.select_related("thread", "commenter").get(pk=item.comment_id)
        wish = Wish(Status(job.to), item.seen, job.reason, f"in bulk {job.pk}")
        outcome = decide_seen(comment, wish, job.by, now, grace=GRACE)
        if isinstance(outcome, Decided) and not outcome.repeated:
            BulkItem.objects.filter(pk=item.pk).update(state=State.DONE, decision=outcome.decision)


def _undo(item: BulkItem, job: BulkJob, now: datetime) -> None:
    with transaction.atomic():
        mine = BulkItem.objects.filter(pk=item.pk, state=State.DONE)
        if not mine.update(state=State.KEPT) or item.decision is None or job.by is None:
            return
        outcome = undo(item.decision, job.by, now, window=ANY_TIME)
        if isinstance(outcome, Undone):
            BulkItem.objects.filter(pk=item.pk).update(state=State.UNDONE)
