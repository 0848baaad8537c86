"""Tells those who asked of what has just been published, and asks the author for their own yes."""

from datetime import datetime, timedelta

from comments.models import Comment, Subscription
from comments.services import follow, mails
from comments.services.mails import Wanted
from comments.states import Status

# Before the morning's coffee in Europe, at lunch in Asia: one hour has to do for all.
DAILY_HOUR = 6
# As many stand in one letter. A thread of thousands must not write thousands of rows for each of
# its followers, who get three letters a day.
LETTER = 20


def tell_followers(comment_pk: int, now: datetime) -> int:
    """Returns how many are told. Nobody hears of a comment that readers do not see."""
    rows = Comment.objects.select_related("thread__article", "commenter")
    comment = rows.filter(pk=comment_pk, status=Status.PUBLISHED.value).first()
    if comment is None:
        return 0
    if comment.email and follow.asked_with(comment).exists():
        mails.post(_ask(comment), now)
    followers = _followers(comment)
    full = mails.have_enough(comment.commenter.site_id, "reply", LETTER) if followers else set()
    told = [one for one in followers if not full or mails.recipient(one.address) not in full]
    mails.post_all((_news(one, comment, now) for one in told), now)
    return len(told)


def _followers(comment: Comment) -> list[Subscription]:
    """All whom it concerns, without its own author."""
    rows = Subscription.objects.filter(follow.about(comment), state=follow.ACTIVE)
    return list(rows.exclude(commenter_id=comment.commenter_id).order_by("kind", "id"))


def _ask(comment: Comment) -> Wanted:
    return Wanted(
        kind="follow",
        site=comment.commenter.site_id,
        address=comment.email,
        comment=comment,
        language=comment.thread.article.language,
        ip=comment.ip or "",
    )


def _news(one: Subscription, comment: Comment, now: datetime) -> Wanted:
    return Wanted(
        kind="reply",
        site=one.site_id,
        address=one.address,
        comment=comment,
        language=one.language,
        ip=comment.ip or "",
        due=due(one.pace, now),
    )


def due(pace: str, now: datetime) -> datetime:
    """When the letter goes: now, at the full hour, or in the morning, with what came by then."""
    if pace == Subscription.Pace.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if pace == Subscription.Pace.DAILY:
        morning = now.replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0)
        return morning if morning > now else morning + timedelta(days=1)
    return now
