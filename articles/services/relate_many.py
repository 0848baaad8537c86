"""relate_many: what ``relate`` does, for articles that were told of together.

A flood of them is placed first and linked when the last has been placed: each list is then made
once, with all that belongs into it, and no list is rewritten for every newcomer. An article that
is placed and not linked says so in its row, so that a worker's death between the two loses nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from operator import itemgetter

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Site, Status
from articles.services.comparing import Subject
from articles.services.entries import Entries, tags_of_articles
from articles.services.frequencies import count_provisionally, frequencies_of
from articles.services.link_many import link_many
from articles.services.placing import Placement, place_many, placements, unlinked
from articles.services.publish import come_due
from articles.services.relate import count_anew, unrelate
from articles.services.tones import settle_tones
from articles.terms import base_language
from newsroom.kernel import outbox

TOLD, PLACED = "articles.told", "articles.placed"
# Tries of a whole batch: then each article is promised by itself, so that one that nobody can work
# on takes no other with it.
TOGETHER = 2


def relate_told(site: Site, pks: Sequence[int], now: datetime, tries: int = 1) -> None:
    """Brings the links of these articles up to date, now or after the others that wait."""
    if tries > TOGETHER:
        promise_each(pks, now)
        return
    placed = place_told(site, pks, now)
    if not placed:
        return
    if outbox.unbegun(TOLD, site.pk):
        told = {"articles": [each.row.pk for each in placed]}
        outbox.record(PLACED, site.pk, payload=told)
    else:
        link_all(site, placed, now, Entries(), timezone.now())


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
    with transaction.atomic():
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


def place_told(site: Site, pks: Sequence[int], now: datetime) -> list[Placement]:
    """Those of these articles that need links, with their vectors stored."""
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
    stored = place_many(placed, linked=False)
    return stored + [each for each in placed if each.holds and each.row.pk in retoned]


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
