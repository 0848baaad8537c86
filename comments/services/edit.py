"""edit: the author changes their words within the window; the new words are judged again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from comments import modes, text
from comments.models import Comment, Decision, Policy, Revision
from comments.services.apply import settle
from comments.services.hold_evidence import is_held
from comments.services.line_up import line_up
from comments.services.mention import Named, named_in
from comments.services.threads import mode_in
from comments.states import Status
from newsroom.kernel import outbox

EDITABLE = (Status.PENDING, Status.HELD, Status.PUBLISHED, Status.UNCONFIRMED)


class Said(NamedTuple):
    body: str
    named: Named


def editable_until(comment: Comment, policy: Policy) -> datetime:
    return comment.created_at + timedelta(seconds=policy.edit_window)


def may_edit(comment: Comment, policy: Policy, now: datetime) -> bool:
    if is_held(comment.pk):
        return False
    frozen = modes.frozen(mode_in(comment.thread, policy, now))
    return _in_time(comment, policy, now) and frozen is None


def _in_time(comment: Comment, policy: Policy, now: datetime) -> bool:
    return comment.status in EDITABLE and now < editable_until(comment, policy)


def edit(
    comment: Comment, body: str, policy: Policy, now: datetime, *, mentions: Sequence[int] = ()
) -> str | None:
    """None: done. Otherwise the reason why not: ``edit_window_over``, ``conflict``, or what the
    thread's mode says.

    Keeps the old words as a revision. A comment that readers see goes back to waiting: else an
    approved text could be swapped for an advertisement. One that a person holds stays held: the
    machine does not overrule them because a letter was changed. ``mentions``: comments whose
    authors the new words may name, beside those that the old ones did.
    """
    if not _in_time(comment, policy, now):
        return "edit_window_over"
    if body == comment.body:
        return None
    frozen = modes.frozen(mode_in(comment.thread, policy, now))
    if frozen is not None:
        return frozen
    if is_held(comment.pk):  # its author need not learn of it
        return "edit_window_over"
    before = Status(comment.status)
    after = status_after(comment, before)
    said = Said(body, named_in(body, [*comment.mentions, *mentions], comment.thread, _url(comment)))
    with transaction.atomic():
        if not _swap(comment, before, after, said, now):
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


def _url(comment: Comment) -> str:
    return comment.thread.article.url


def _swap(comment: Comment, before: Status, after: Status, said: Said, now: datetime) -> bool:
    rows = Comment.objects.filter(pk=comment.pk, status=before.value, revision=comment.revision)
    return bool(
        rows.update(
            body=said.body,
            html=said.named.render(said.body),
            digest=text.digest(said.body),
            mentions=said.named.pks,
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
