"""Tells the desk that a comment waits. Returns why not, where it does not."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from comments.models import Comment
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel import limits

# However fast comments come in, the desk's letter box stays usable.
PER_ADDRESS = limits.Limit("mail-moderator", 20, 3600)
PER_SITE = limits.Limit("mail-site", 200, 3600)


@dataclass(frozen=True)
class Sent:
    to: list[str]


@dataclass(frozen=True)
class NotSent:
    reason: str


def tell_moderators(comment_pk: int, now: datetime) -> Sent | NotSent:
    rows = Comment.objects.select_related("thread__article", "thread__site")
    comment = rows.filter(pk=comment_pk).first()
    if comment is None or comment.status != Status.HELD:
        return NotSent("no_longer_waits")
    policy = policy_of(comment.thread.site_id)
    if limits.hit(PER_SITE, str(comment.thread.site_id), now) is not None:
        return NotSent("site_cap")
    told = [address for address in policy.moderator_mails if _send(comment, address, now)]
    return Sent(told) if told else NotSent("nobody_to_tell")


def _send(comment: Comment, address: str, now: datetime) -> bool:
    if limits.hit(PER_ADDRESS, address, now) is not None:
        return False
    decision = comment.decisions.first()
    context = {
        "comment": comment,
        "article": comment.thread.article,
        "site": comment.thread.site,
        "reasons": decision.reasons if decision else [],
        "link": f"{settings.PUBLIC_URL}/admin/comments/comment/{comment.pk}/change/",
    }
    message = EmailMessage(
        subject=f"A comment waits: {comment.thread.article.title}"[:200],
        body=render_to_string("comments/mail/held.txt", context),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    return bool(message.send())
