"""sweep_lists: all lists of a site anew, a batch an event, so that no worker is held for long and
a sweep that is broken off goes on where it stood."""

from datetime import datetime

from articles.models import Article, Site
from articles.services.relist import relist
from newsroom.kernel import outbox

BATCH = 100


def sweep_lists(site: Site, after: int, now: datetime) -> None:
    rows = Article.objects.filter(site=site, pk__gt=after).visible(now).order_by("pk")
    batch = list(rows.values_list("pk", flat=True)[:BATCH])
    relist(batch, now)
    if len(batch) == BATCH:
        outbox.record("related.sweep", site.pk, payload={"after": batch[-1]}, now=now)
