"""What an article's change promises: events now, or at the time it is scheduled for."""

from datetime import datetime

from django.db.models import F

from articles.models import Article, Site
from newsroom.kernel import outbox


def announce(row: Article, *, was_public: bool, now: datetime) -> None:
    """Call it in the transaction that wrote ``row``."""
    renew(row.site_id)
    promise(row, was_public=was_public, now=now)


def renew(site_pk: int) -> None:
    """What readers have been given of the site's articles is old from now on."""
    Site.objects.filter(pk=site_pk).update(version=F("version") + 1)


def promise(row: Article, *, was_public: bool, now: datetime) -> None:
    if row.is_public(now):
        outbox.record("article.changed" if was_public else "article.published", row.pk, now=now)
    elif row.public_at is not None:
        outbox.record("article.published", row.pk, due=row.public_at, now=now)
        if was_public:
            outbox.record("article.withdrawn", row.pk, now=now)
    elif was_public:
        outbox.record("article.withdrawn", row.pk, now=now)
