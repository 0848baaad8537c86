"""edit: the author changes their words within the window; the new words are judged again."""

from datetime import datetime, timedelta

from django.db import transaction

from comments import text
from comments.models import Comment, Decision, Policy, Revision
from comments.services.apply import settle
from comments.services.line_up import line_up
from comments.states import Status
from newsroom.kernel import outbox

EDITABLE = (Status.PENDING, Status.HELD, Status.PUBLISHED, Status.UNCONFIRMED)


def editable_until(comment: Comment, policy: Policy) -> datetime:
    return comment.created_at + timedelta(seconds=policy.edit_window)


def edit(comment: Comment, body: str, policy: Policy, now: datetime) -> str | None:
    """None: done. Otherwise the reason why not: ``edit_window_over`` or ``conflict``.

    Keeps the old words as a revision. A comment that readers see goes back to waiting: else an
    approved text could be swapped for an advertisement. One that a person holds stays held: the
    machine does not overrule them because a letter was changed.
    """
    if comment.status not in EDITABLE or now >= editable_until(comment, policy):
        return "edit_window_over"
    if body == comment.body:
        return None
    before = Status(comment.status)
    after = status_after(comment, before)
    with transaction.atomic():
        if not _swap(comment, before, after, body, now):
            return "conflict"
        Revision.objects.create(
            comment=comment, number=comment.revision, body=comment.body, created=now
        )
        _write_down(comment, before, after, now)
        settle(comment, before, after)
        line_up(comment.pk)
        if after is Status.PENDING:
            outbox.record("comment.edited", comment.pk, now=now)
    comment.refresh_from_db()
    return None


def status_after(comment: Comment, before: Status) -> Status:
    if before is Status.UNCONFIRMED:
        return before
    last = comment.decisions.exclude(actor="author").order_by("-id").first()
    held_by_person = last is not None and last.actor == "moderator" and last.after == Status.HELD
    return Status.HELD if before is Status.HELD and held_by_person else Status.PENDING


def _swap(comment: Comment, before: Status, after: Status, body: str, now: datetime) -> bool:
    rows = Comment.objects.filter(pk=comment.pk, status=before.value, revision=comment.revision)
    return bool(
        rows.update(
            body=body,
            html=text.render(body),
            digest=text.digest(body),
            status=after.value,
            edited_at=now,
            revision=comment.revision + 1,
        )
    )


def _write_down(comment: Comment, before: Status, after: Status, now: datetime) -> None:
    Decision.objects.create(
        comment=comment,
        revision=comment.revision + 1,
        before=before.value,
        after=after.value,
        actor="author",
        reasons=["edited"],
        created=now,
    )
