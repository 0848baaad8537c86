"""relate_many: what ``relate`` does, for articles that were told of together.

A flood of them is placed first and linked when the last has been placed: each list is then made
once, with all that belongs into it, and no list is rewritten for every newcomer. An article that
is placed and not linked says so in its row, so that a worker's death between the two loses nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from django.db import transaction

from articles.models import Article, Site, Status
from articles.services.comparing import Subject
from articles.services.entries import Entries, tags_of_articles
from articles.services.frequencies import (
    count_provisionally,
    frequencies_of,
    is_young,
    languages,
)
from articles.services.link_many import link_many, parts
from articles.services.placing import place_many, placements, unlink, unlinked
from articles.services.publish import come_due
from articles.services.relate import count_anew, unrelate
from articles.services.tones import settle_tones
from articles.terms import base_language
from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent
from newsroom.kernel.outbox import Event

TOLD, PLACED = "articles.told", "articles.placed"
# Tries of a whole batch: then each article is promised by itself, so that one that nobody can work
# on takes no other with it.
TOGETHER = 2
# Articles in memory with their texts, and those whose links are one promise: about a second.
PLACED_AT_ONCE, LINKED_AT_ONCE = 50, 250
# A site that is being filled is told of more within so long a time; it waits no longer than this.
QUIET, PATIENCE = timedelta(seconds=0.7), timedelta(seconds=15)


def relate_told(
    site: Site, pks: Sequence[int], since: datetime, now: datetime, tries: int = 1
) -> None:
    """Places these articles, told of ``since`` then, and promises their links."""
    if tries > TOGETHER:
        promise_each(pks, now)
        return
    if now - since < PATIENCE and are_the_first_of_many(site, now):
        told = {"articles": list(pks), "since": since.isoformat()}
        outbox.record(TOLD, site.pk, payload=told, due=now + QUIET, now=now)
        return
    placed = [pk for some in parts(pks, PLACED_AT_ONCE) for pk in place_told(site, some, now)]
    with transaction.atomic():
        for some in parts(placed, LINKED_AT_ONCE):
            outbox.record(PLACED, site.pk, payload={"articles": some})


def first_told(event: Event) -> datetime:
    """When the first of the articles of such a promise was told of."""
    since = event.payload.get("since")
    return datetime.fromisoformat(since) if since else event.created


def are_the_first_of_many(site: Site, now: datetime) -> bool:
    """Whether a young site is just being filled. What is placed by the figures of its first
    articles would have to be placed, and linked, a second time by those of all."""
    arriving = OutboxEvent.objects.filter(name=TOLD, key=str(site.pk), created__gt=now - QUIET)
    return arriving.exists() and any(is_young(site, one, now) for one in languages(site))


def link_placed(
    site: Site, pks: Sequence[int], placed: datetime, now: datetime, tries: int = 1
) -> None:
    """Links what has been ``placed`` by then and is not linked yet."""
    if tries > TOGETHER:
        promise_each(pks, now)
        return
    rows = [row for row in articles_of(site, unlinked(pks)) if row.is_public(now)]
    known = Entries()
    subjects = subjects_of(site, rows, known)
    link_all(site, subjects, now, known, placed)


def link_all(
    site: Site, subjects: Sequence[Subject], now: datetime, known: Entries, placed: datetime
) -> None:
    link_many(subjects, now, known, placed=placed)
    figures = {each.entry.vector.language: each.figures for each in subjects}
    for language, counted in sorted(figures.items(), key=itemgetter(0)):
        count_anew(site.pk, language, counted, now)


def is_filling(site_pk: int) -> bool:
    """Whether more waits to be placed or linked: a rebuild would do that a first time, and again
    when all has come."""
    return any(outbox.unbegun(name, site_pk) for name in (TOLD, PLACED))


def promise_each(pks: Iterable[int], now: datetime) -> None:
    with transaction.atomic():
        for pk in pks:
            outbox.record("article.changed", pk, now=now)


def place_told(site: Site, pks: Sequence[int], now: datetime) -> list[int]:
    """Those of these articles that need links, now that their vectors are stored."""
    rows = articles_of(site, pks)
    for row in rows:
        if not row.is_public(now):
            unrelate(row.pk, now)
        elif row.status == Status.SCHEDULED:
            come_due(row.pk, now)
    public = [row for row in rows if row.is_public(now)]
    for language in sorted({base_language(row.language) for row in public}):
        count_provisionally(site, language, now)
    tags = tags_of_articles([row.pk for row in public])
    retoned = settle_tones(site, public, tags)
    placed = placements(public, tags)
    stored = place_many(placed)
    again = [each for each in placed if each.holds and each.row.pk in retoned]
    unlink(again)
    return [each.row.pk for each in (*stored, *again)]


def articles_of(site: Site, pks: Collection[int]) -> list[Article]:
    rows = list(Article.objects.filter(site=site, pk__in=pks).select_related("section"))
    for row in rows:
        row.site = site
    return sorted(rows, key=lambda row: row.pk)


def subjects_of(site: Site, rows: Sequence[Article], known: Entries) -> list[Subject]:
    """Articles with what is stored of them; those of which nothing is are left out."""
    figures = {
        language: frequencies_of(site.pk, language)[1]
        for language in {base_language(row.language) for row in rows}
    }
    entry = {each.id: each for each in known.of([row.pk for row in rows])}
    return [
        Subject(row, entry[row.pk], figures[base_language(row.language)])
        for row in rows
        if row.pk in entry
    ]
