"""confirm: the owner of an address says by a link that a comment is theirs, or that it is not."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from comments.identity import same_box
from comments.models import Comment, Commenter, Link, Mailbox
from comments.proofs import proof_issue
from comments.services import follow, keys, links, mailboxes, mails
from comments.services.apply import Applied, Move, apply
from comments.states import Status
from newsroom.kernel import outbox

PURPOSE = "confirm"
OVER = {Status.REJECTED, Status.SPAM, Status.REMOVED, Status.WITHDRAWN}


class Answer(StrEnum):
    CONFIRMED = "confirmed"
    DENIED = "denied"
    CHANGED = "changed"  # other words now than the owner was shown
    OVER = "over"  # used, or nothing left to confirm


class _MovedMeanwhile(Exception):
    """Somebody moved the comment between our look and our step: look again."""


def confirm(link: Link, revision: int, now: datetime, *, following: bool, pace: str = "") -> Answer:
    """The comment goes on to the review. ``revision`` is the one that the owner was shown;
    ``pace``: how often they want mail, where they are ``following``."""
    return _until_still(lambda: _confirm(link, revision, now, following, pace))


def _confirm(link: Link, revision: int, now: datetime, following: bool, pace: str) -> Answer:
    comment = _comment(link)
    if comment is None or comment.status in OVER:
        return Answer.OVER
    if comment.revision != revision:
        return Answer.CHANGED
    with transaction.atomic():
        if not links.use(link, now):
            return Answer.OVER
        _mark(comment, now)
        if following:
            follow.activate(comment, now, pace)
        else:
            follow.refuse(comment, now)
        if comment.status == Status.UNCONFIRMED:
            _move(comment, Move(Status.PENDING, "author", ["confirmed"]), now)
            outbox.record("comment.confirmed", comment.pk, now=now)
    return Answer.CONFIRMED


def confirm_by_code(comment: Comment, code: str, now: datetime) -> bool:
    """The same by the six digits, for whoever has the comment's receipt and the mail."""
    link = links.find_by_code(PURPOSE, comment, code, now)
    if link is None:
        return False
    return confirm(link, comment.revision, now, following=True) is Answer.CONFIRMED


def deny(link: Link, now: datetime, *, stop: bool) -> Answer:
    """Not theirs. ``stop``: and no mail is to be sent to the address again."""
    return _until_still(lambda: _deny(link, now, stop))


def _deny(link: Link, now: datetime, stop: bool) -> Answer:
    comment = _comment(link)
    with transaction.atomic():
        if not links.use(link, now):
            return Answer.OVER
        if comment is not None:
            follow.refuse(comment, now)
        if comment is not None and comment.status == Status.UNCONFIRMED:
            _move(comment, Move(Status.REJECTED, "machine", ["denied_by_owner"]), now)
        if stop:
            mailboxes.suppress(mails.recipient(link.address), Mailbox.Why.OWNER, now)
    return Answer.DENIED


def proof_of(comment: Comment) -> str | None:
    """What the browser that holds the comment's receipt may keep; None before confirmation."""
    if comment.confirmed_at is None or not comment.email:
        return None
    site = comment.commenter.site_id
    return proof_issue(site, comment.email, comment.confirmed_at, keys.purpose_key("proof"))


def _comment(link: Link) -> Comment | None:
    """As it stands now, where it still is the one whose address the link was sent to."""
    rows = Comment.objects.select_related("commenter", "thread")
    comment = rows.filter(pk=link.comment_id).first() if link.comment_id else None
    if comment is None or same_box(comment.email) != same_box(link.address):
        return None
    return comment


def _mark(comment: Comment, now: datetime) -> None:
    Comment.objects.filter(pk=comment.pk, confirmed_at=None).update(confirmed_at=now)
    Commenter.objects.filter(pk=comment.commenter_id, confirmed_at=None).update(confirmed_at=now)


def _move(comment: Comment, move: Move, now: datetime) -> None:
    if not isinstance(apply(comment, move, now), Applied):
        raise _MovedMeanwhile


def _until_still(step: Callable[[], Answer]) -> Answer:
    for _ in range(5):
        try:
            return step()
        except _MovedMeanwhile:
            continue
    return Answer.OVER
