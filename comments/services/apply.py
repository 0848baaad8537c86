"""apply: the one door through which a comment changes its status.

In one transaction: the status by compare-and-swap on (status, revision), the decision with its
reasons, the counters of thread, parent and author, and the event. Whoever comes second is told
so and changes nothing. Rows are taken in the order comment, parents, author, thread, so that two
moves in one thread cannot wait for each other. The queue's entries follow at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q

from comments.models import Comment, Commenter, Decision, PolicyVersion, Report, Thread
from comments.services.appeals import follow_decision
from comments.services.line_up import line_up
from comments.services.renew import renew
from comments.states import REFUSED, Status, legal
from newsroom.kernel import outbox

EVENTS = {
    Status.UNCONFIRMED: "comment.unconfirmed",
    Status.PUBLISHED: "comment.published",
    Status.HELD: "comment.held",
    Status.REJECTED: "comment.rejected",
    Status.SPAM: "comment.spam",
    Status.REMOVED: "comment.removed",
    Status.WITHDRAWN: "comment.withdrawn",
}
REFUSALS = tuple(REFUSED)


@dataclass(frozen=True)
class Ground:
    """What the machine stood on: enough to judge the same once more."""

    policy: PolicyVersion
    facts: dict[str, Any]
    evidence: dict[str, Any]


@dataclass(frozen=True)
class Move:
    """Where a comment shall go, and why. ``actor``: machine, moderator or author.

    ``grace``: for so long the event waits, that an undo may take it back. ``silent``: no event, as
    the move only restores what everybody was told of. ``said``: words to the author, where it
    answers an appeal.
    """

    to: Status
    actor: str
    reasons: Sequence[str]
    by: AbstractBaseUser | None = None
    findings: Sequence[dict[str, Any]] = field(default_factory=list)
    note: str = ""
    ground: Ground | None = None
    grace: timedelta = timedelta(0)
    silent: bool = False
    said: str = ""


@dataclass(frozen=True)
class Applied:
    decision: Decision


@dataclass(frozen=True)
class Stale:
    """Someone else moved or edited the comment first; it stands at ``status`` now."""

    status: Status


@dataclass(frozen=True)
class Illegal:
    """This actor may not make this move."""

    before: Status
    to: Status


def apply(comment: Comment, move: Move, now: datetime) -> Applied | Stale | Illegal:
    """Moves ``comment`` from the status and revision the caller saw."""
    before = Status(comment.status)
    if not legal(before, move.to, move.actor):
        return Illegal(before, move.to)
    with transaction.atomic():
        if not _swap(comment, before, move.to, now):
            current = Comment.objects.filter(pk=comment.pk).values_list("status", flat=True).first()
            return Stale(Status(current or before))
        decision = write_down(comment, before, move, now)
        settle(comment, before, move.to)
        if move.actor == "moderator":
            settle_reports(comment.pk, now)
        follow_decision(decision, now, move.grace, move.said)
        line_up(comment.pk)
        _announce(comment, move, now)
    comment.status = move.to.value
    return Applied(decision)


def _swap(comment: Comment, before: Status, to: Status, now: datetime) -> bool:
    rows = Comment.objects.filter(pk=comment.pk, status=before.value, revision=comment.revision)
    rows = rows.filter(erased_at=None)  # nothing is left that anybody could publish
    return bool(rows.update(status=to.value, decided_at=now))


def _announce(comment: Comment, move: Move, now: datetime) -> None:
    if move.silent:
        return
    due = now + move.grace if move.grace else None
    if move.actor == "moderator":
        outbox.record("comment.decided", comment.pk, now=now, due=due)
    if event := EVENTS.get(move.to):
        outbox.record(event, comment.pk, payload={"revision": comment.revision}, now=now, due=due)


def settle_reports(comment_pk: int, now: datetime) -> None:
    """A person has looked: what readers said of it is answered."""
    Report.objects.filter(comment=comment_pk, settled_at=None).update(settled_at=now)


def write_down(comment: Comment, before: Status, move: Move, now: datetime) -> Decision:
    return Decision.objects.create(
        comment=comment,
        revision=comment.revision,
        before=before.value,
        after=move.to.value,
        by_id=move.by.pk if move.by else None,
        actor=move.actor,
        reasons=list(move.reasons),
        findings=list(move.findings),
        note=move.note,
        policy=move.ground.policy if move.ground else None,
        facts=move.ground.facts if move.ground else {},
        evidence=move.ground.evidence if move.ground else {},
        created=now,
    )


def settle(comment: Comment, before: Status, to: Status) -> None:
    """Brings the counters after a move; call it inside the transaction that made it."""
    came = (to is Status.PUBLISHED) - (before is Status.PUBLISHED)
    _list(comment.pk)
    changes: dict[str, Any] = {}
    if came:
        changes["approved"] = F("approved") + came
    refused = (to in REFUSALS) - (before in REFUSALS)
    if refused:
        changes["refused"] = F("refused") + refused
    if changes:
        Commenter.objects.filter(pk=comment.commenter_id).update(**changes)
    if came or Status.PUBLISHED in (before, to):
        renew(comment.thread_id, count=F("count") + came)
        if came > 0:
            older = Q(last_at=None) | Q(last_at__lt=comment.created_at)
            threads = Thread.objects.filter(older, pk=comment.thread_id)
            threads.update(last_at=comment.created_at)


def _list(pk: int | None) -> None:
    """Says anew whether readers see a place for the comment, and goes up where that changed:
    only what was published can have replies, and its place stays until the last of them goes."""
    while pk is not None:
        row = Comment.objects.only("status", "listed", "reply_count", "parent_id").get(pk=pk)
        shown = row.status == Status.PUBLISHED or row.reply_count > 0
        if shown == row.listed:
            return
        Comment.objects.filter(pk=pk).update(listed=shown)
        if row.parent_id is not None:
            change = 1 if shown else -1
            Comment.objects.filter(pk=row.parent_id).update(reply_count=F("reply_count") + change)
        pk = row.parent_id
