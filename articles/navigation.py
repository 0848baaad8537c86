"""The way onward from one article: neighbours, more of its section, and what is related.

Four queries, whatever the size of the site. Items are frozen values; edges add what only they
know (the count of comments).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from articles.models import Article, ArticleQuerySet, RelatedLink
from articles.ranking import Link

RELATED_SHOWN = 5
SECTION_SHOWN = 5


@dataclass(frozen=True)
class Item:
    """One article as a link. ``why`` says in words what made it related; empty elsewhere."""

    pk: int
    id: str
    url: str
    title: str
    section: dict[str, str] | None
    image: dict[str, object] | None
    published_at: str
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Navigation:
    previous: Item | None
    next: Item | None
    related: list[Item]
    section: dict[str, str] | None
    more_in_section: list[Item]

    def items(self) -> list[Item]:
        ends = [item for item in (self.previous, self.next) if item]
        return [*ends, *self.related, *self.more_in_section]


def navigation(article: Article, now: datetime) -> Navigation:
    """All of it for one public article."""
    related = related_items(article, now)
    shown = {item.pk for item in related}
    return Navigation(
        previous=neighbour(article, now, later=False),
        next=neighbour(article, now, later=True),
        related=related,
        section=section_of(article),
        more_in_section=more_in_section(article, now, shown),
    )


def neighbour(article: Article, now: datetime, *, later: bool) -> Item | None:
    """One index step along (public_at, id)."""
    rows = _public(now).filter(site_id=article.site_id)
    rows = rows.after(article) if later else rows.before(article)
    row = rows.first()
    return item(row) if row else None


def more_in_section(article: Article, now: datetime, shown: set[int]) -> list[Item]:
    """Newest first; never the article itself, never what related already shows."""
    if article.section_id is None:
        return []
    rows = _public(now).filter(section_id=article.section_id)
    newest = rows.order_by("-public_at", "-id")[: SECTION_SHOWN + len(shown) + 1]
    kept = [item(row) for row in newest if row.pk not in shown and row.pk != article.pk]
    return kept[:SECTION_SHOWN]


def related_items(article: Article, now: datetime) -> list[Item]:
    """The stored list, best first, without what has since been taken back: one indexed SELECT."""
    links = (
        RelatedLink.objects.filter(article=article)
        .select_related("other__section")
        .defer("other__body", "other__summary", "other__authors")
        .order_by("position")
    )
    public = (link for link in links if link.other.is_public(now))
    return [item(link.other, why(link)) for link in public][:RELATED_SHOWN]


def why(link: RelatedLink) -> list[str]:
    return Link(link.other_id, link.score, link.source, tuple(link.about), tuple(link.tags)).why


def _public(now: datetime) -> ArticleQuerySet:
    return (
        Article.objects.visible(now).select_related("section").defer("body", "summary", "authors")
    )


def section_of(article: Article) -> dict[str, str] | None:
    section = article.section
    return {"slug": section.slug, "name": section.name} if section else None


def item(row: Article, why: Iterable[str] = ()) -> Item:
    assert row.published_at is not None
    return Item(
        pk=row.pk,
        id=row.external_id,
        url=row.url,
        title=row.title,
        section=section_of(row),
        image=image_of(row),
        published_at=row.published_at.isoformat().replace("+00:00", "Z"),
        why=list(why),
    )


def image_of(row: Article) -> dict[str, object] | None:
    if not row.image_url:
        return None
    return {
        "url": row.image_url,
        "caption": row.image_caption,
        "credit": row.image_credit,
        "width": row.image_width,
        "height": row.image_height,
    }
