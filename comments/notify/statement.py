"""Tells an author what was decided about their comment and why, and how an appeal ended."""

from datetime import datetime

from comments.models import Appeal, Comment
from comments.services import mails
from comments.services.appeals import refusal_of
from comments.services.mails import Wanted
from comments.states import Status


def state_reasons(comment_pk: int, now: datetime) -> str:
    """``told``, or why not. By the receipt it is told in any case."""
    rows = Comment.objects.select_related("thread__article", "commenter")
    comment = rows.filter(pk=comment_pk).first()
    refusal = refusal_of(comment) if comment is not None else None
    if comment is None or refusal is None:
        return "not_refused"
    if comment.appeals.filter(answer=refusal).exists():
        return "answers_an_appeal"
    if not comment.email:
        return "no_address"
    if comment.confirmed_at is None and not _by_a_person(comment, refusal.actor):
        return "address_not_proven"
    mails.post(_wanted(comment, "refused"), now, since=refusal.created)
    return "told"


def _by_a_person(comment: Comment, actor: str) -> bool:
    """A machine that wrote to unproven addresses could be made to, by whoever types a stranger's
    address and a word from the list."""
    return actor == "moderator" and comment.status != Status.SPAM


def tell_appellant(appeal_pk: int, now: datetime) -> str:
    """``told``, or why not."""
    rows = Appeal.objects.select_related("comment__thread__article", "comment__commenter")
    appeal = rows.filter(pk=appeal_pk).first()
    if appeal is None or appeal.closed is None or appeal.state == Appeal.State.DROPPED:
        return "not_answered"
    comment = appeal.comment
    if not comment.email or not (appeal.proven or comment.confirmed_at):
        return "address_not_proven"
    mails.post(_wanted(comment, "answered"), now, since=appeal.closed)
    return "told"


def _wanted(comment: Comment, kind: str) -> Wanted:
    return Wanted(
        kind=kind,
        site=comment.commenter.site_id,
        address=comment.email,
        comment=comment,
        language=comment.thread.article.language,
    )
