"""upkeep: each night, what publishing alone cannot keep good, a batch an event.

The lists of the last seven days once more, now that the follow-ups are there; those that are
short; those whose links were clicked or shown since yesterday; a hundredth of the rest, so that
every list is looked at within a season. Then old counts are forgotten, and figures counted anew
where a site has outgrown them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F

from articles.models import (
    Article,
    ArticleQuerySet,
    ArticleVector,
    ClickCount,
    RelatedLink,
    Site,
    TermFrequencies,
)
from articles.ranking import SHOWN
from articles.services.frequencies import GROWN
from articles.services.relist import relist
from newsroom.kernel import outbox

BATCH = 100
# How many articles are looked at to find the short ones among them.
WINDOW = 2_000
# Of one stage in one night: what is left comes the next night, or with the hundredth.
MOST = 20_000
RECENT, YESTERDAY, FORGOTTEN = timedelta(days=7), timedelta(days=1), timedelta(days=180)
PARTS = 100


@dataclass(frozen=True)
class Batch:
    """Articles whose lists are made anew; ``last`` is the key to go on after, None at the end."""

    pks: Sequence[int]
    last: int | None


def begin_upkeep(now: datetime) -> int:
    """Promises one night's work for every site whose last night is done; for how many."""
    begun = 0
    for pk in Site.objects.values_list("pk", flat=True):
        if not outbox.waits("related.upkeep", pk):
            _promise(pk, next(iter(STAGES)), 0, 0, now)
            begun += 1
    return begun


def upkeep(site: Site, stage: str, after: int, done: int, now: datetime) -> None:
    """One batch of one stage, and the promise of the next."""
    batch = STAGES[stage](site, after, now)
    relist(batch.pks, now)
    done += len(batch.pks)
    if batch.last is not None and done < MOST:
        _promise(site.pk, stage, batch.last, done, now)
        return
    names = list(STAGES)
    if following := names[names.index(stage) + 1 :]:
        _promise(site.pk, following[0], 0, 0, now)
    else:
        forget_old_counts(site, now)
        renew_figures(site, now)


def _promise(site_pk: int, stage: str, after: int, done: int, now: datetime) -> None:
    payload = {"stage": stage, "after": after, "done": done}
    outbox.record("related.upkeep", site_pk, payload=payload, now=now)


def _public(site: Site, after: int, now: datetime) -> ArticleQuerySet:
    return Article.objects.filter(site=site, pk__gt=after).visible(now).order_by("pk")


def _batch(rows: ArticleQuerySet) -> Batch:
    pks = list(rows.values_list("pk", flat=True)[:BATCH])
    return Batch(pks, pks[-1] if len(pks) == BATCH else None)


def recent(site: Site, after: int, now: datetime) -> Batch:
    return _batch(_public(site, after, now).filter(public_at__gte=now - RECENT))


def short_ones(site: Site, after: int, now: datetime) -> Batch:
    window = list(_public(site, after, now).values_list("pk", flat=True)[:WINDOW])
    counted = RelatedLink.objects.filter(article_id__in=window).order_by()
    full = counted.values("article_id").annotate(links=Count("id")).filter(links__gte=SHOWN)
    enough = set(full.values_list("article_id", flat=True))
    short = [pk for pk in window if pk not in enough]
    if len(short) > BATCH:
        return Batch(short[:BATCH], short[BATCH - 1])
    return Batch(short, window[-1] if len(window) == WINDOW else None)


def counted_ones(site: Site, after: int, now: datetime) -> Batch:
    """What readers did since yesterday changes what clicks say of a link."""
    fresh = ClickCount.objects.filter(changed__gte=now - YESTERDAY).values("article_id")
    return _batch(_public(site, after, now).filter(pk__in=fresh))


def a_hundredth(site: Site, after: int, now: datetime) -> Batch:
    part = now.date().toordinal() % PARTS
    return _batch(_public(site, after, now).annotate(part=F("pk") % PARTS).filter(part=part))


STAGES: dict[str, Callable[[Site, int, datetime], Batch]] = {
    "recent": recent,
    "short": short_ones,
    "counted": counted_ones,
    "hundredth": a_hundredth,
}


def forget_old_counts(site: Site, now: datetime) -> int:
    """Of pairs that nobody was shown for half a year."""
    old = ClickCount.objects.filter(article__site=site, changed__lt=now - FORGOTTEN)
    gone = list(old.values_list("pk", flat=True)[:MOST])
    return ClickCount.objects.filter(pk__in=gone).delete()[0]


def renew_figures(site: Site, now: datetime) -> None:
    """Small sites are asked at each publication; large ones here."""
    for row in TermFrequencies.objects.filter(site=site).defer("terms"):
        known = ArticleVector.objects.filter(site=site, language=row.language).count()
        subject = f"{site.pk}:{row.language}"
        if known > GROWN * row.articles and not outbox.waits("articles.outgrown", subject):
            outbox.record("articles.outgrown", subject, now=now)
