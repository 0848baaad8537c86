"""Tells the desk that a comment waits. Returns why not, where it does not."""

from dataclasses import dataclass
from datetime import datetime

from comments.models import Comment
from comments.services import mails
from comments.services.mails import Wanted
from comments.services.threads import policy_of
from comments.states import Status


@dataclass(frozen=True)
class Told:
    addresses: list[str]


@dataclass(frozen=True)
class NotTold:
    reason: str


def tell_moderators(comment_pk: int, now: datetime) -> Told | NotTold:
    """A mail to each address of the desk; another one where the comment was held before and has
    come back."""
    rows = Comment.objects.select_related("thread__site")
    comment = rows.filter(pk=comment_pk, status=Status.HELD.value).first()
    if comment is None:
        return NotTold("no_longer_waits")
    site = comment.thread.site
    told = policy_of(site.pk).moderator_mails
    for address in told:
        wanted = Wanted("desk", site.pk, address, comment=comment, language=site.language)
        mails.post(wanted, now, since=comment.decided_at)
    return Told(told) if told else NotTold("nobody_to_tell")
