"""What one address wrote at one site, and what was answered: for its owner alone, who came by a
link that only that address got."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from comments.models import Comment, Subscription

PAGE = 30
REPLIES = 3


@dataclass(frozen=True)
class Mine:
    comment: Comment
    replies: list[Comment]


def my_comments(site: int, identity: str, address: str, before: int | None) -> list[Mine]:
    """The newest first, in any state; by this very address, and not by all that share its identity:
    that is looked for because it has an index."""
    rows = Comment.objects.filter(commenter__site_id=site, commenter__identity=identity)
    rows = rows.filter(email__iexact=address)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("thread__article").order_by("-id")[:PAGE])
    replies = _latest_replies(found)
    return [Mine(comment, replies[comment.pk]) for comment in found]


def _latest_replies(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    """The last few that readers see, in the order they were written."""
    rows = Comment.objects.visible().filter(parent_id__in=[comment.pk for comment in comments])
    place = Window(RowNumber(), partition_by=F("parent_id"), order_by=F("id").desc())
    found: dict[int, list[Comment]] = defaultdict(list)
    for reply in rows.annotate(place=place).filter(place__lte=REPLIES).order_by("id"):
        found[reply.parent_id or 0].append(reply)
    return found


def my_subscriptions(site: int, box: str) -> list[Subscription]:
    """``box`` as services.follow makes it of an address."""
    rows = Subscription.objects.filter(site_id=site, box=box, state=Subscription.State.ACTIVE)
    return list(rows.select_related("thread__article")[:200])
