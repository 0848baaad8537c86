"""What an article's change promises: events now, or at the time it is scheduled for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from articles.models import Article, Site
from newsroom.kernel import outbox
from newsroom.kernel.basis import SiteChanged
from newsroom.kernel.changes import tell


def announce(row: Article, *, was_public: bool, now: datetime) -> None:
    """Call it in the transaction that wrote ``row``."""
    renew(row.site_id)
    promise(row, was_public=was_public, now=now)


def renew(site_pk: int) -> None:
    """What readers have been given of the site is old from now on. The one place where its version
    rises; call it last in the transaction that changes an article, a list or a setting: others
    who write there wait for the site's row."""
    sites = Site.objects.filter(pk=site_pk)
    sites.update(version=F("version") + 1)
    for version in sites.values_list("version", flat=True):
        tell(SiteChanged(site_pk, version))


# Told of together, so many articles are worked on together.
MANY = 5


@dataclass(frozen=True)
class Change:
    """An article that was written, and whether readers could see it before."""

    row: Article
    was_public: bool


def promise_all(site_pk: int, changes: Sequence[Change], now: datetime) -> None:
    """What is public of articles that were told of together is one promise: a thousand would cost
    more than the work itself."""
    public = [change.row.pk for change in changes if change.row.is_public(now)]
    together = set(public if len(public) >= MANY else ())
    if together:
        outbox.record("articles.told", site_pk, payload={"articles": public}, now=now)
    for change in changes:
        if change.row.pk not in together:
            promise(change.row, was_public=change.was_public, now=now)


def promise(row: Article, *, was_public: bool, now: datetime) -> None:
    if row.is_public(now):
        outbox.record("article.changed" if was_public else "article.published", row.pk, now=now)
    elif row.public_at is not None:
        outbox.record("article.published", row.pk, due=row.public_at, now=now)
        if was_public:
            outbox.record("article.withdrawn", row.pk, now=now)
    elif was_public:
        outbox.record("article.withdrawn", row.pk, now=now)
