"""Asks the author of an unconfirmed comment to confirm it, where a mail can reach them."""

from datetime import datetime

from comments.evidence.mail_domain import ask_mail_domain
from comments.identity import beyond_ascii
from comments.models import Comment, Mailbox
from comments.pipeline.case import Missing, Skipped
from comments.services import mailboxes, mails
from comments.services.mails import Wanted
from comments.services.threads import policy_of
from comments.services.unask import unask
from comments.states import Status
from newsroom.kernel.mail_server import takes_other_letters

BOUNCED = {Mailbox.Why.HARD, Mailbox.Why.SOFT}


def ask_to_confirm(comment_pk: int, now: datetime) -> str:
    """``asked``, ``not_reachable`` (the review takes it from here) or ``no_longer_waits``."""
    rows = Comment.objects.select_related("thread__article", "commenter")
    comment = rows.filter(pk=comment_pk, status=Status.UNCONFIRMED.value).first()
    if comment is None:
        return "no_longer_waits"
    if not _reachable(comment, now):
        unask(comment, now)
        return "not_reachable"
    mails.post(_letter(comment), now, since=comment.decided_at)
    return "asked"


def send_again(comment: Comment, now: datetime) -> bool:
    """Another copy for who lost the mail; the caps of the address hold for it too."""
    if comment.status != Status.UNCONFIRMED:
        return False
    return mails.post(_letter(comment), now, since=now)


def _reachable(comment: Comment, now: datetime) -> bool:
    """Not knowing counts as reachable; so does a site that wants to ask all the same."""
    if mailboxes.suppressed(mails.recipient(comment.email)) in BOUNCED:
        return False
    if beyond_ascii(comment.email) and not takes_other_letters():
        return False
    answer = ask_mail_domain(comment, now)
    if isinstance(answer, Missing | Skipped) or answer == "ok":
        return True
    policy = policy_of(comment.commenter.site_id)
    return bool(getattr(policy, f"email_{answer}") == "confirm")


def _letter(comment: Comment) -> Wanted:
    return Wanted(
        kind="confirm",
        site=comment.commenter.site_id,
        address=comment.email,
        comment=comment,
        language=comment.thread.article.language,
        ip=comment.ip or "",
    )
