"""entries: what ranking knows of articles, read as plain values: no text, no row in memory."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from articles.models import Article, ArticleVector, OneOf
from articles.ranking import Entry
from articles.vectors import StoredVector, Vector

# Some 6 kB each.
REMEMBERED = 10_000


class Entries:
    """Remembers the last few thousand, since candidates of a batch are much the same. Keep it no
    longer than one batch: what is edited meanwhile stands in it as it was."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._known: dict[int, Entry] = {}

    def load(self, pks: Iterable[int]) -> None:
        """Reads what is missing of these in two queries, whatever their number."""
        if missing := set(pks) - self._known.keys():
            if len(self._known) + len(missing) > self._most:
                self._known.clear()
                missing = set(pks)
            self._known.update((entry.id, entry) for entry in _read(missing))

    def of(self, pks: Iterable[int]) -> list[Entry]:
        """Those of these articles that are public or to become so, and have a vector."""
        pks = list(pks)
        self.load(pks)
        return [self._known[pk] for pk in pks if pk in self._known]


def entries(pks: Collection[int]) -> list[Entry]:
    return Entries().of(pks)


def _read(pks: Collection[int]) -> Iterator[Entry]:
    if not pks:
        return
    tags = tags_of_articles(pks)
    wanted = OneOf("articles_articlevector.article_id", pks)
    rows = ArticleVector.objects.filter(wanted, article__public_at__isnull=False)
    # As text: taking times and lists apart by Django's own means costs more than the comparison.
    moment, names = (Cast(f"article__{name}", TextField()) for name in ("public_at", "authors"))
    for pk, terms, public_at, authors, liveliness in rows.values_list(
        "pk", "terms", moment, names, "article__liveliness"
    ):
        try:
            vector = StoredVector(bytes(terms))
        except ValueError:  # an older format: to be replaced
            continue
        yield Entry(
            id=pk,
            vector=vector,
            published_at=_moment(public_at),
            tags=tags.get(pk, frozenset()),
            authors=() if authors == "[]" else tuple(orjson.loads(authors)),
            liveliness=liveliness,
        )


def _moment(text: str) -> datetime:
    """SQLite keeps times without a zone, in UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def entry_of(row: Article, vector: Vector, tags: frozenset[str]) -> Entry:
    return Entry(
        id=row.pk,
        vector=vector,
        published_at=row.public_at,
        tags=tags,
        authors=tuple(row.authors),
        liveliness=row.liveliness,
    )


def tags_of_articles(pks: Collection[int]) -> dict[int, frozenset[str]]:
    pairs = Article.tags.through.objects.filter(OneOf("articles_article_tags.article_id", pks))
    found: dict[int, set[str]] = {}
    for article, tag in pairs.values_list("article_id", "tag__name"):
        found.setdefault(article, set()).add(tag)
    return {article: frozenset(names) for article, names in found.items()}
