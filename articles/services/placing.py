"""placing: an article's stored vector, the terms it is found by, and the facts its links were
made from."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, ArticleTerm, ArticleVector, OneOf
from articles.ranking import Entry
from articles.services import bulk_rows
from articles.services.comparing import Subject
from articles.services.entries import entry_of
from articles.services.frequencies import frequencies_of
from articles.services.lists import lock
from articles.terms import TOKENISER_VERSION, base_language, count_terms
from articles.vectors import (
    Frequencies,
    StoredVector,
    Vector,
    moved,
    packed,
    signature,
    weigh,
)

# Articles a transaction: some 40 ms on SQLite, where everybody else waits meanwhile.
AT_ONCE = 25
# What stands for the facts of an article that is placed and not linked yet.
UNLINKED = ""
# By how much the clocks of two machines may.
CLOCKS_DIFFER = timedelta(seconds=2)
Some = TypeVar("Some", bound=Subject)


@dataclass(frozen=True)
class Placement(Subject):
    """An article as it is to be stored; ``holds``: nothing of it differs from what is."""

    epoch: int
    holds: bool


def placements(rows: Collection[Article], tags: dict[int, frozenset[str]]) -> list[Placement]:
    """What is to be stored of these articles of one site, by its figures as they are now."""
    known = _stored_of(rows)
    figures: dict[str, tuple[int, Frequencies]] = {}
    found = []
    for row in rows:
        language = base_language(row.language)
        if language not in figures:
            figures[language] = frequencies_of(row.site_id, language)
        epoch, counted = figures[language]
        vector = weigh(count_terms(row.title, row.summary, row.body, row.language), counted)
        entry = entry_of(row, vector, tags.get(row.pk, frozenset()))
        found.append(Placement(row, entry, counted, epoch, _holds(known.get(row.pk), entry)))
    return found


def place_many(placed: Iterable[Placement], *, linked: bool = False) -> list[Placement]:
    """Stores what does not hold any more, some at a time so that nobody waits for long; returns
    what was stored. An article that changed since it was read is left to who is told of that."""
    stored: list[Placement] = []
    anew = [each for each in placed if not each.holds]
    for start in range(0, len(anew), AT_ONCE):
        some = anew[start : start + AT_ONCE]
        with transaction.atomic():
            lock(each.row.pk for each in some)
            still = unchanged(some)
            store(still, linked=linked)
        stored += still
    return stored


def unchanged(subjects: Sequence[Some]) -> list[Some]:
    """Those whose row is as it was read. Hold the rows, or it is no longer true when it is told."""
    rows = Article.objects.filter(pk__in=[each.row.pk for each in subjects])
    as_now = dict(rows.values_list("pk", "changed"))
    return [each for each in subjects if as_now.get(each.row.pk) == each.row.changed]


def _stored_of(rows: Iterable[Article]) -> dict[int, ArticleVector]:
    return ArticleVector.objects.in_bulk([row.pk for row in rows])


def _holds(known: ArticleVector | None, entry: Entry) -> bool:
    if known is None or known.facts != facts_of(entry):
        return False
    return _still_holds(known, entry.vector)


def _still_holds(known: ArticleVector, vector: Vector) -> bool:
    if known.tokeniser_version != TOKENISER_VERSION:
        return False
    try:
        return not moved(StoredVector(bytes(known.terms)), vector)
    except ValueError:  # an older format: to be replaced
        return False


def facts_of(entry: Entry) -> str:
    """A digest of all but the text that links depend on."""
    facts = (entry.published_at, sorted(entry.tags), entry.authors)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def store(placed: Iterable[Placement], *, linked: bool) -> None:
    """Writes vectors and terms, in the caller's transaction. ``linked`` False: whoever links these
    later says so by ``mark_linked``, and where nobody does they are not taken for done."""
    placed = list(placed)
    pks = [each.row.pk for each in placed]
    ArticleVector.objects.filter(pk__in=pks).delete()
    ArticleVector.objects.bulk_create(_vector(each, linked) for each in placed)
    ArticleTerm.objects.filter(article__in=pks).delete()
    rows = [
        (each.row.site_id, term, each.row.pk, weight)
        for each in placed
        for term, weight in signature(each.entry.vector, each.figures).items()
    ]
    bulk_rows.insert(ArticleTerm, ("site", "term", "article", "weight"), rows)


def _vector(placed: Placement, linked: bool) -> ArticleVector:
    return ArticleVector(
        article_id=placed.row.pk,
        site_id=placed.row.site_id,
        language=placed.entry.vector.language,
        tokeniser_version=TOKENISER_VERSION,
        epoch=placed.epoch,
        terms=packed(placed.entry.vector),
        facts=facts_of(placed.entry) if linked else UNLINKED,
    )


def begin_linking(subjects: Iterable[Subject]) -> None:
    """What is placed from now on may come too late to be among the links."""
    rows = ArticleVector.objects.filter(pk__in=[each.row.pk for each in subjects])
    rows.update(linked_at=timezone.now())


def mark_linked(subjects: Iterable[Subject]) -> None:
    rows = [(facts_of(each.entry), each.row.pk) for each in subjects]
    bulk_rows.update(ArticleVector, ("facts",), rows)


def unlink(subjects: Iterable[Subject]) -> None:
    """Their links are to be made anew, though what is stored of them holds."""
    rows = ArticleVector.objects.filter(pk__in=[each.row.pk for each in subjects])
    rows.update(facts=UNLINKED, linked_at=None)


def unlinked(pks: Collection[int]) -> set[int]:
    """Those of these articles whose own links are still to come."""
    rows = ArticleVector.objects.filter(pk__in=pks, facts=UNLINKED)
    return set(rows.values_list("pk", flat=True))


def to_be_told(pks: Collection[int], placed: datetime) -> set[int]:
    """Those of these articles whose links were looked for too early to find what was ``placed`` by
    then. All others have found it, or will, without being told."""
    to_come = Q(facts=UNLINKED, linked_at=None)
    late = Q(linked_at__gt=placed + CLOCKS_DIFFER)
    wanted = OneOf("articles_articlevector.article_id", pks)
    rows = ArticleVector.objects.filter(wanted).exclude(to_come | late)
    return set(rows.values_list("pk", flat=True))
