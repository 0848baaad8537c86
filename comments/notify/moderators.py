"""Tells the desk that a comment waits, or that conversations run hot. Returns why not, where it
does not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments.models import Comment
from comments.services import mails
from comments.services.mails import Wanted
from comments.services.threads import policy_of
from comments.states import Status

HEAT_AGAIN = timedelta(hours=1)
"""A mail about heat names all that is hot; for so long it is the last one."""


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


def tell_of_heat(site_pk: int, now: datetime) -> Told | NotTold:
    """A mail to each address of the desk, once an hour at most, whatever runs hot at the site."""
    policy = policy_of(site_pk)
    told = policy.moderator_mails
    for address in told:
        if not mails.posted_since("heat", site_pk, address, now - HEAT_AGAIN):
            mails.post(Wanted("heat", site_pk, address, language=policy.site.language), now)
    return Told(told) if told else NotTold("nobody_to_tell")
