"""How frequent terms are, counted over a sample of a site's articles, an epoch at a time."""

import functools
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime

from articles.models import Article, ArticleVector, Site, TermFrequencies
from articles.terms import base_language, count_terms
from articles.vectors import Frequencies, FrequencyCounter
from newsroom.kernel import outbox

# Counting further changes no weight that matters, and costs a second per thousand articles.
SAMPLE = 50_000
GROWN = 1.5
# For a site that is being filled: how far to count, and by which factor it grows between.
PROVISIONAL, FILLED = 5_000, 3
# Below this many articles a site is asked at each publication whether it has outgrown its figures;
# above, the nightly upkeep looks.
SMALL = 3_000


def frequencies_of(site_pk: int, language: str) -> tuple[int, Frequencies]:
    """(epoch, figures); epoch 0 and empty figures where nothing was counted yet."""
    row = TermFrequencies.objects.filter(site_id=site_pk, language=language)
    found = row.values_list("pk", "epoch", "counted_at").first()
    return (found[1], loaded(*found)) if found else (0, Frequencies(0))


@functools.lru_cache(maxsize=32)
def loaded(pk: int, epoch: int, counted_at: datetime) -> Frequencies:
    """Kept by what names one count: a restored backup may know the same epoch of another day."""
    row = TermFrequencies.objects.get(pk=pk)
    return Frequencies(row.documents, unpacked(bytes(row.terms)))


def articles_counted(site_pk: int, language: str) -> int:
    """How many articles of the language the site had when its figures were counted."""
    row = TermFrequencies.objects.filter(site_id=site_pk, language=language)
    return row.values_list("articles", flat=True).first() or 0


def outgrown(site_pk: int, language: str, figures: Frequencies) -> bool:
    """Whether the figures should be counted anew; asked only while that is cheap to know."""
    if figures.documents > SMALL:
        return False
    known = ArticleVector.objects.filter(site_id=site_pk, language=language)[: SMALL * 2].count()
    return known >= GROWN * figures.documents


def count_provisionally(site: Site, language: str, now: datetime) -> None:
    """Gives a site that is being filled figures to begin with, as often as it has become so much
    larger; and promises that all is gone through once more when it is full."""
    public = _public(site, language, now)
    epoch, documents = _counted(site, language)
    if public < max(1, FILLED * documents) or documents >= PROVISIONAL:
        return
    count(site, language, now, most=PROVISIONAL)
    subject = f"{site.pk}:{language}"
    if epoch and not outbox.unbegun("articles.outgrown", subject):
        outbox.record("articles.outgrown", subject, now=now)


def is_young(site: Site, language: str, now: datetime) -> bool:
    """Whether its figures, if it has any, are to be counted soon, and better a little later."""
    _, documents = _counted(site, language)
    return documents < PROVISIONAL and (
        FILLED * documents <= _public(site, language, now) < PROVISIONAL
    )


def _counted(site: Site, language: str) -> tuple[int, int]:
    """(epoch, articles that were counted)"""
    row = TermFrequencies.objects.filter(site=site, language=language)
    return row.values_list("epoch", "documents").first() or (0, 0)


def _public(site: Site, language: str, now: datetime) -> int:
    """How many public articles it has, as far as that matters here."""
    rows = Article.objects.filter(site=site, language__in=tags_of(site, language)).visible(now)
    return rows[:PROVISIONAL].count()


def count(site: Site, language: str, now: datetime, most: int = SAMPLE) -> Frequencies:
    """Counts the newest public articles of the language, and makes a new epoch of it."""
    counter = FrequencyCounter()
    for title, summary, body, tag in _texts(site, language, now, most):
        counter.add(count_terms(title, summary, body, tag))
    figures = counter.frequencies()
    known = ArticleVector.objects.filter(site=site, language=language).count()
    _save(site, language, figures, max(known, figures.documents), now)
    return figures


def _texts(
    site: Site, language: str, now: datetime, most: int
) -> Iterator[tuple[str, str, str, str]]:
    rows = Article.objects.filter(site=site).visible(now)
    rows = rows.filter(language__in=tags_of(site, language)).order_by("-public_at", "-id")
    return rows.values_list("title", "summary", "body", "language")[:most].iterator(500)


def languages(site: Site) -> list[str]:
    """The base languages of a site's articles."""
    tags = (
        Article.objects.filter(site=site).order_by().values_list("language", flat=True).distinct()
    )
    return sorted({base_language(tag) for tag in tags})


def tags_of(site: Site, language: str) -> list[str]:
    """The language tags in use that have this base language: en, en-GB …"""
    tags = (
        Article.objects.filter(site=site).order_by().values_list("language", flat=True).distinct()
    )
    return [tag for tag in tags if base_language(tag) == language]


def _save(site: Site, language: str, figures: Frequencies, articles: int, now: datetime) -> None:
    before = TermFrequencies.objects.filter(site=site, language=language).first()
    TermFrequencies.objects.update_or_create(
        site=site,
        language=language,
        defaults={
            "epoch": before.epoch + 1 if before else 1,
            "documents": figures.documents,
            "articles": articles,
            "terms": packed(figures.df),
            "counted_at": now,
        },
    )


def packed(df: Mapping[int, int]) -> bytes:
    """The figures as two columns of numbers, compressed."""
    terms, counts = array("i", df.keys()), array("i", df.values())
    if sys.byteorder == "big":
        terms.byteswap()
        counts.byteswap()
    return zlib.compress(struct.pack("<I", len(terms)) + terms.tobytes() + counts.tobytes(), 6)


def unpacked(data: bytes) -> dict[int, int]:
    raw = zlib.decompress(data)
    (size,) = struct.unpack_from("<I", raw)
    terms, counts = array("i", raw[4 : 4 + 4 * size]), array("i", raw[4 + 4 * size :])
    if sys.byteorder == "big":
        terms.byteswap()
        counts.byteswap()
    return dict(zip(terms, counts, strict=True))
