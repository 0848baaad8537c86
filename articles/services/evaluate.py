"""evaluate: the product's own engine on a file of articles, for measuring it against labels.

Articles are registered, counted, placed and linked as any site's are; only the database is a
throwaway.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from articles.models import Article, RelatedLink, Site
from articles.services.corpus_record import HOST, told_of
from articles.services.entries import tags_of_articles
from articles.services.frequencies import count, languages
from articles.services.placing import placements
from articles.services.rebuild_related import rebuild
from articles.services.register import register
from articles.services.relate import link
from articles.services.sites import create_site


def evaluate(
    records: Iterable[Mapping[str, Any]], now: datetime, *, language: str, earlier: bool = False
) -> list[tuple[str, list[str]]]:
    """(id, related ids best first) of every record, in their order. ``language``: of records that
    name none. ``earlier``: each is linked when it is published, so to older ones only."""
    site = create_site("evaluation", "", [HOST], now)
    names: dict[str, str] = {}
    for number, record in enumerate(records):
        data = told_of(record, number, language, now)
        register(site, str(number), data, now)
        names[str(number)] = str(record["id"])
        now = max(now, data["published_at"])  # what is to come would be in no list
    if earlier:
        lists = in_order_of_publication(site, now)
    else:
        rebuild(site, now)
        lists = stored(site)
    return [(name, [names[o] for o in lists.get(key, [])]) for key, name in names.items()]


def in_order_of_publication(site: Site, now: datetime) -> dict[str, list[str]]:
    for language in languages(site):
        count(site, language, now)
    names: dict[int, str] = {}
    lists = {}
    for row in Article.objects.filter(site=site).visible(now).order_by("public_at", "pk"):
        names[row.pk] = row.external_id
        (placed,) = placements([row], tags_of_articles([row.pk]))
        link(placed, now)
        lists[row.external_id] = [
            names[other]
            for other in RelatedLink.objects.filter(article=row).values_list("other_id", flat=True)
        ]
    return lists


def stored(site: Site) -> dict[str, list[str]]:
    rows = RelatedLink.objects.filter(article__site=site).order_by("article_id", "position")
    lists: dict[str, list[str]] = {}
    for owner, other in rows.values_list("article__external_id", "other__external_id"):
        lists.setdefault(owner, []).append(other)
    return lists
