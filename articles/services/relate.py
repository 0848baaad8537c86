"""relate: an article's own list of related ones, and its place in the lists of older ones.

Bounded work: one join for candidates, one comparison with each, its own twenty rows, and the few
older lists that take it in. Twice is the same as once.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, ArticleTerm, ArticleVector, RelatedLink
from articles.services.announce import renew
from articles.services.entries import Entries, tags_of_articles
from articles.services.frequencies import outgrown
from articles.services.link_many import link_many
from articles.services.lists import short
from articles.services.placing import Placement, place_many, placements, unlink
from articles.services.tones import settle_tone
from articles.vectors import Frequencies
from newsroom.kernel import outbox

READINGS = 3


def relate(article_pk: int, now: datetime, *, anew: bool = False) -> bool:
    """Brings links up to date after a publication or an edit; False where nothing had to change.

    An article that is not public loses its links. ``anew``: also where the text has not moved.
    What was read is compared again under the article's lock, and read anew where it has changed:
    the later of two edits has the last word.
    """
    for _ in range(READINGS):
        outcome = related_as_read(article_pk, now, anew)
        if outcome is not None:
            return outcome
    raise Overtaken(f"article {article_pk} changed {READINGS} times while it was read")


class Overtaken(Exception):
    """The article changes faster than it is read; the outbox comes back to it."""


def related_as_read(article_pk: int, now: datetime, anew: bool) -> bool | None:
    """None where the article changed meanwhile."""
    row = Article.objects.select_related("site", "section").filter(pk=article_pk).first()
    if row is None:
        return False
    if not row.is_public(now):
        return unrelate(article_pk, now)
    (placed,) = placements([row], tags_of_articles([row.pk]))
    anew |= settle_tone(row, placed.entry.tags)
    if placed.holds and not anew:
        return False
    return link(placed, now) or None


def link(placed: Placement, now: datetime) -> bool:
    """Stores the article's vector, then makes its list and its place in the lists of others. Stored
    before anything is compared: of two that come at one moment, one at least finds the other.
    False where the article is no longer as it was read."""
    if placed.holds:
        unlink([placed])
    elif not place_many([placed]):
        return False
    linked = link_many([placed], now, Entries(), placed=timezone.now())
    count_anew(placed.row.site_id, placed.entry.vector.language, placed.figures, now)
    return placed.row.pk in linked


def count_anew(site_pk: int, language: str, figures: Frequencies, now: datetime) -> None:
    """A young site outgrows its figures every few articles: promised once at a time."""
    subject = f"{site_pk}:{language}"
    with transaction.atomic():
        if outgrown(site_pk, language, figures) and not outbox.waits("articles.outgrown", subject):
            outbox.record("articles.outgrown", subject, now=now)


def unrelate(article_pk: int, now: datetime) -> bool:
    """Takes an article out of all lists. Lists that fall short of what is shown are made anew."""
    with transaction.atomic():
        ArticleTerm.objects.filter(article_id=article_pk).delete()
        ArticleVector.objects.filter(article_id=article_pk).delete()
        owners = list(
            RelatedLink.objects.filter(other_id=article_pk).values_list("article_id", flat=True)
        )
        RelatedLink.objects.filter(Q(other_id=article_pk) | Q(article_id=article_pk)).delete()
        for owner in short(owners):
            if not outbox.waits("related.short", owner):
                outbox.record("related.short", owner, now=now)
        for site in Article.objects.filter(pk=article_pk).values_list("site_id", flat=True):
            renew(site)
    return bool(owners)
