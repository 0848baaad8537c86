"""What one address wrote at one site, and what was answered: for its owner alone, who came by a
link that only that address got."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from comments.models import Comment, Subscription
from comments.services.members import commenters_of

PAGE = 30
REPLIES = 3


@dataclass(frozen=True)
class Mine:
    """``count``: how many answers readers see; ``replies``: the last few of them."""

    comment: Comment
    count: int
    replies: list[Comment]


def my_comments(site: int, identity: str, address: str, before: int | None) -> list[Mine]:
    """The newest first, in any state; by this very address, and not by all that share its identity:
    that is looked for because it has an index."""
    rows = Comment.objects.filter(commenter_id__in=commenters_of(site, identity))
    rows = rows.filter(email__iexact=address)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("thread__article").order_by("-id")[:PAGE])
    replies = _latest_replies(found)
    return [
        Mine(
            comment, replies[comment.pk][0].total if replies[comment.pk] else 0, replies[comment.pk]
        )
        for comment in found
    ]


def _latest_replies(comments: Iterable[Comment]) -> dict[int, list[Any]]:
    """The last few that readers see, in the order they were written; ``total`` of each says how
    many there are."""
    pks = [comment.pk for comment in comments]
    below = Q(parent_id__in=pks, in_reply_to=None) | Q(in_reply_to_id__in=pks)
    answered = Coalesce(F("in_reply_to_id"), F("parent_id"))
    place = Window(RowNumber(), partition_by=answered, order_by=F("id").desc())
    total = Window(Count("*"), partition_by=answered)
    rows = Comment.objects.visible().filter(below).annotate(place=place, total=total)
    found: dict[int, list[Any]] = defaultdict(list)
    for reply in rows.filter(place__lte=REPLIES).order_by("id"):
        found[reply.answered_id or 0].append(reply)
    return found


def my_subscriptions(site: int, box: str) -> list[Subscription]:
    """``box`` as services.follow makes it of an address."""
    rows = Subscription.objects.filter(site_id=site, box=box, state=Subscription.State.ACTIVE)
    return list(rows.select_related("thread__article")[:200])
