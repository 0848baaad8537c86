"""relate: an article's own list of related ones, and its place in the lists of older ones.

Bounded work: one join for candidates, one comparison with each, its own twenty rows, and the few
older lists that take it in. Twice is the same as once.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from articles import ranking
from articles.models import Article, ArticleTerm, ArticleVector, RelatedLink, RelatedRule
from articles.services.comparing import compared
from articles.services.entries import tags_of_articles
from articles.services.frequencies import outgrown
from articles.services.lists import leave, lock, short, take_in, write
from articles.services.placing import Placement, placements, store
from articles.services.steering import steering
from articles.services.tones import settle_tone
from articles.vectors import Frequencies
from newsroom.kernel import outbox

RECALLED = 200
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


def count_anew(site_pk: int, language: str, figures: Frequencies, now: datetime) -> None:
    """A young site outgrows its figures every few articles: promised once at a time."""
    subject = f"{site_pk}:{language}"
    if outgrown(site_pk, language, figures) and not outbox.waits("articles.outgrown", subject):
        outbox.record("articles.outgrown", subject, now=now)


def link(placed: Placement, now: datetime) -> bool:
    """Writes the article's vector, its list and its place in the lists of others, all or nothing:
    a worker that dies between the two would leave an article that looks done and has no links.
    False where the article is no longer as it was read."""
    row, entry = placed.row, placed.entry
    found = compared(row, entry, placed.figures, now)
    back = list(ranking.backlinks(found))
    with transaction.atomic():
        owners = lock([row.pk, *(b.owner for b in back)])
        if not Article.objects.filter(pk=row.pk, changed=row.changed).exists():
            return False
        store([placed])
        count_anew(row.site_id, entry.vector.language, placed.figures, now)
        # Asked only now: an editor who held the row before has had the last word.
        steer = steering(row, [match.other.id for match in found], now)
        write(row.pk, steer.chosen(found, now))
        leave(steer.shut, row.pk)
        take_in(b for b in back if b.owner in owners - steer.shut)
        recall(row, now)
    return True


def recall(row: Article, now: datetime) -> None:
    """An article that comes back takes the places where it is pinned."""
    pinned = RelatedRule.objects.filter(other=row, kind=RelatedRule.Kind.PIN)
    missing = pinned.exclude(article__related__other=row).values_list("article_id", flat=True)
    if owners := list(missing[:RECALLED]):
        outbox.record("related.relist", row.site_id, payload={"articles": owners}, now=now)


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
    return bool(owners)
