"""The way onward from one article: neighbours, more of its section, and what is related.

Four queries, whatever the size of the site. Items are frozen values; edges add what only they
know (the count of comments).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, ArticleQuerySet, RelatedLink, RelatedRule
from articles.ranking import Link
from articles.related_policy import policy_of, span
from articles.section_list import entries, excluded_of, under
from articles.site_settings import Within, settings_of
from articles.tone import OPPOSITE

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


def navigation(article: Article, now: datetime, within: Within | None = None) -> Navigation:
    """All of it for one article; nothing for a stub, whose place nobody has told. ``within``:
    previous and next over the whole site or in the section; the site's setting where not given."""
    if article.public_at is None:
        return Navigation(None, None, [], section_of(article), [])
    within = within or settings_of(article.site.settings).neighbours
    related = related_items(article, now)
    shown = {item.pk for item in related}
    return Navigation(
        previous=neighbour(article, now, later=False, within=within),
        next=neighbour(article, now, later=True, within=within),
        related=related,
        section=section_of(article),
        more_in_section=more_in_section(article, now, shown),
    )


def neighbour(
    article: Article, now: datetime, *, later: bool, within: Within = "site"
) -> Item | None:
    """One index search along (public_at, id)."""
    row = neighbours(article, now, later=later, within=within).first()
    return item(row) if row else None


def neighbours(article: Article, now: datetime, *, later: bool, within: Within) -> ArticleQuerySet:
    """All on one side, nearest first. Within the section means exactly that one, so that going
    back leads where one came from; an article without a section has the site around it."""
    rows = Article.objects.select_related("section").defer("body", "summary", "authors")
    if within == "section" and article.section_id is not None:
        rows = rows.filter(section_id=article.section_id)
    else:
        rows = rows.filter(site_id=article.site_id)
        if excluded := excluded_of(article.site):
            rows = rows.exclude(section__in=under(article.site, excluded))
    return rows.visible_after(article, now) if later else rows.visible_before(article, now)


def more_in_section(article: Article, now: datetime, shown: set[int]) -> list[Item]:
    """Newest first; never the article itself, never what related already shows."""
    section = article.section
    if section is None:
        return []
    section.site = article.site
    newest = entries(section, now)[: SECTION_SHOWN + len(shown) + 1]
    rows = (entry.article for entry in newest)
    kept = [item(row) for row in rows if row.pk not in shown and row.pk != article.pk]
    return kept[:SECTION_SHOWN]


def related_items(article: Article, now: datetime) -> list[Item]:
    """The stored list, best first, without what has since been taken back, banned or become
    unfit: one indexed SELECT."""
    links = (
        RelatedLink.objects.filter(article=article, other__public_at__lte=now)
        .filter(~Exists(_forbidding(article)), _fit(article, now))
        .select_related("other__section")
        .defer("other__body", "other__summary", "other__authors")
        .order_by("position")[:RELATED_SHOWN]
    )
    return [item(link.other, why(link)) for link in links]


def _forbidding(article: Article) -> QuerySet[RelatedRule]:
    """An editor's word counts from the moment it is given, whatever list is just being written."""
    here, there = Q(article=article), Q(article=OuterRef("other"))
    banned = (here & Q(other=OuterRef("other"))) | (there & (Q(other=None) | Q(other=article)))
    kinds = RelatedRule.Kind
    return RelatedRule.objects.filter(
        (banned & Q(kind=kinds.BAN)) | (here & Q(other=None, kind=kinds.OFF))
    )


def _fit(article: Article, now: datetime) -> Q:
    """What ``related_policy.barred`` says, for the database; a pin is asked nothing of it."""
    fit, policy = Q(), policy_of(article.site.settings)
    if article.tone in OPPOSITE:
        fit &= ~Q(other__tone=OPPOSITE[article.tone])
    if excluded := excluded_of(article.site):
        fit &= ~Q(other__section__in=under(article.site, excluded))
    if when := span(policy, article.public_at, now):
        fit &= Q(other__public_at__range=when)
    return Q(source="pin") | fit if fit else fit


def why(link: RelatedLink) -> list[str]:
    return Link(link.other_id, link.score, link.source, tuple(link.about), tuple(link.tags)).why


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
