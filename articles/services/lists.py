"""lists: the stored lists of related links, written whole, one or many at a time."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Count, Min

from articles import ranking
from articles.models import Article, OneOf, RelatedLink
from articles.ranking import Backlink, Link
from articles.services import bulk_rows


def lock(pks: Iterable[int]) -> set[int]:
    """Whoever rewrites a list holds its article's row; always in one order, so none waits for
    another in a circle. SQLite has one writer at a time anyway."""
    rows = Article.objects.filter(pk__in=set(pks)).order_by("pk").select_for_update(no_key=True)
    return set(rows.values_list("pk", flat=True))


def write(article_pk: int, links: Sequence[Link]) -> None:
    write_many({article_pk: links})


def write_many(lists: Mapping[int, Sequence[Link]]) -> None:
    """Each article's list as given here, in two statements."""
    RelatedLink.objects.filter(article_id__in=lists).delete()
    rows = [row for article_pk, links in lists.items() for row in rows_of(article_pk, links)]
    bulk_rows.insert(RelatedLink, COLUMNS, rows)


# Part of a score: two that differ by less were made of the same two articles, one of them read
# before it was rounded to be stored.
SAME = 0.003
COLUMNS = ("article", "position", "other", "score", "about", "tags", "source")


def rows_of(article_pk: int, links: Sequence[Link]) -> list[tuple[Any, ...]]:
    return [
        (
            article_pk,
            position,
            link.other,
            link.score,
            _json(link.about),
            _json(link.tags),
            link.source,
        )
        for position, link in enumerate(links)
    ]


def _json(words: Sequence[str]) -> str:
    return json.dumps(words) if words else "[]"


def take_in(back: Iterable[Backlink]) -> None:
    """The older lists that change by these links."""
    changing = would_change(back)
    lists = stored_lists({b.owner for b in changing})
    changed: dict[int, list[Link]] = {}
    for backlink in changing:
        kept = changed.get(backlink.owner, lists.get(backlink.owner, []))
        after = ranking.insertion(kept, backlink.link, backlink.replaces)
        if after is not None:
            changed[backlink.owner] = after
    write_many(changed)


def would_change(back: Iterable[Backlink]) -> list[Backlink]:
    """Those whose list is short, or ends with something worse, or holds what is to be replaced:
    most lists need not be read for a link that would be their twenty-first."""
    back = list(back)
    if not back:
        return []
    owners = OneOf("articles_relatedlink.article_id", {b.owner for b in back})
    rows = RelatedLink.objects.filter(owners).order_by()
    full = rows.values("article_id").annotate(size=Count("id"), worst=Min("score"))
    ends = {row["article_id"]: row["worst"] for row in full if row["size"] >= ranking.KEPT}
    told_of = {pk for b in back for pk in (b.new, *b.replaces)}
    held = rows.filter(other_id__in=told_of).values_list("article_id", "other_id", "score")
    holding: dict[int, dict[int, float]] = {}
    for owner, other, score in held:
        holding.setdefault(owner, {})[other] = score
    return [b for b in back if _changes(b, ends.get(b.owner, -1.0), holding.get(b.owner, {}))]


def _changes(back: Backlink, worst: float, held: Mapping[int, float]) -> bool:
    if back.new not in held:
        return back.score > worst or not back.replaces.isdisjoint(held)
    as_good = abs(held[back.new] - back.score) <= SAME * back.score
    return not (as_good and back.replaces.isdisjoint(held))


def stored_lists(owners: Collection[int]) -> dict[int, list[Link]]:
    rows = RelatedLink.objects.filter(article_id__in=owners).order_by("article_id", "position")
    found = rows.values_list("article_id", "other_id", "score", "source", "about", "tags")
    return {
        owner: [
            Link(other, score, source, tuple(about), tuple(tags))
            for _, other, score, source, about, tags in group
        ]
        for owner, group in groupby(found, key=lambda row: row[0])
    }


def held_by(owners: Iterable[int]) -> dict[int, set[int]]:
    """Which articles stand in these lists."""
    held: dict[int, set[int]] = {}
    rows = RelatedLink.objects.filter(article_id__in=list(owners))
    for owner, other in rows.values_list("article_id", "other_id"):
        held.setdefault(owner, set()).add(other)
    return held


def leave(owners: Iterable[int], article_pk: int) -> None:
    """Lists that may not hold the article any more, unless an editor has pinned it there."""
    links = RelatedLink.objects.filter(article_id__in=owners, other_id=article_pk)
    links.exclude(source="pin").delete()


def short(owners: Sequence[int]) -> list[int]:
    """Those whose list has fewer links than are shown."""
    left: dict[int, int] = dict.fromkeys(owners, 0)
    for owner in RelatedLink.objects.filter(article_id__in=owners).values_list(
        "article_id", flat=True
    ):
        left[owner] += 1
    return [owner for owner, count in left.items() if count < ranking.SHOWN]
