"""Which comments a bulk is about: what a filter of the queue shows, all by one author, all that
name one domain, or all that are like one comment. Callers have asked ``access`` before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from comments.models import Comment
from comments.reading.queue import Asked, filtered
from comments.services.judge_cluster import cluster_of
from comments.services.undo import BACK
from comments.states import Status

MOST = 10_000


@dataclass(frozen=True)
class Selection:
    """``tab`` '' is every place where a decision can be taken back. ``author`` and ``like`` are a
    commenter's and a comment's number."""

    asked: Asked
    tab: str = ""
    author: int | None = None
    domain: str = ""
    like: int | None = None


def selected(site_pk: int, wanted: Selection, to: Status, now: datetime) -> QuerySet[Comment]:
    """Oldest first, without what stands there already."""
    rows = Comment.objects.filter(thread__site=site_pk, erased_at=None)
    rows = rows.filter(status__in=[one.value for one in BACK]).exclude(status=to.value)
    if wanted.tab:
        entries = filtered(site_pk, wanted.asked)
        rows = rows.filter(pk__in=entries.order_by().values("comment"))
    if wanted.author is not None:
        rows = rows.filter(commenter=wanted.author)
    if wanted.domain:
        mail = Q(email__iendswith=f"@{wanted.domain}")
        rows = rows.filter(
            mail | Q(body__icontains=wanted.domain) | Q(website__icontains=wanted.domain)
        )
    if wanted.like is not None:
        rows = rows.filter(pk__in=_like(site_pk, wanted.like, now))
    return rows.order_by("id")


def _like(site_pk: int, pk: int, now: datetime) -> list[int]:
    one = Comment.objects.select_related("commenter", "thread").filter(pk=pk)
    row = one.filter(thread__site=site_pk).first()
    return [] if row is None else [found.pk for found in cluster_of(row, now)]
