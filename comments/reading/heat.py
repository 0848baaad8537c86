"""How heated a site's conversations are just now, for those who look after them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from comments.heat import Heat
from comments.models import HeatChange, ThreadHeat

MOST = 50


@dataclass(frozen=True)
class HotThread:
    """``mode``: what heat makes of it; "" for nothing. ``since``: at this level."""

    thread: int
    title: str
    url: str
    level: Heat
    reasons: tuple[str, ...]
    mode: str
    since: datetime


@dataclass(frozen=True)
class SiteHeat:
    """The site as a whole, and its threads that are hot, or stricter because they were;
    worst first."""

    level: Heat
    reasons: tuple[str, ...]
    threads: tuple[HotThread, ...]


def heat_now(site_pk: int) -> SiteHeat:
    last = HeatChange.objects.filter(site=site_pk, thread=None).first()
    rows = ThreadHeat.objects.filter(thread__site=site_pk)
    hot = rows.filter(Q(level__gte=Heat.HOT) | ~Q(thread__heat_mode=""))
    worst = hot.select_related("thread__article").order_by("-level", "-since", "-id")[:MOST]
    return SiteHeat(
        Heat(last.level) if last else Heat.CALM,
        tuple(last.reasons) if last else (),
        tuple(_thread(row) for row in worst),
    )


def _thread(row: ThreadHeat) -> HotThread:
    article = row.thread.article
    return HotThread(
        row.thread_id, article.title, article.url, Heat(row.level), tuple(row.reasons),
        row.thread.heat_mode, row.since,
    )  # fmt: skip
