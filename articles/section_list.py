"""The articles of a section and of all below it, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from articles import place_cursor
from articles.models import Section, SectionEntry, SectionEntryQuerySet, Site
from articles.site_settings import settings_of

HEAVY = ("article__body", "article__summary", "article__authors")


@dataclass(frozen=True)
class SectionPage:
    """``next`` is the cursor of the page after this one; empty on the last."""

    section: Section
    entries: list[SectionEntry]
    next: str


def section_page(
    site: Site, slug: str, now: datetime, *, cursor: str = "", limit: int = 20
) -> SectionPage | None:
    """None for a section that the site does not have; raises place_cursor.BadCursor."""
    section = Section.objects.filter(site=site, slug=slug[:201]).first()
    if section is None:
        return None
    section.site = site
    after_place = place_cursor.decode(cursor) if cursor else None
    found = list(entries(section, now, after_place)[: limit + 1])
    more = len(found) > limit
    last = found[limit - 1] if more else None
    after = place_cursor.encode(last.public_at, last.article_id) if last else ""
    return SectionPage(section, found[:limit], after)


def entries(
    section: Section,
    now: datetime,
    after_place: tuple[datetime, int] | None = None,
    *,
    summaries: bool = False,
) -> SectionEntryQuerySet:
    """One index search, in order, with the articles. What the site excludes is left out of the
    lists of the sections above it; in its own it stands."""
    every = SectionEntry.objects
    rows = every.visible_before(*after_place, now) if after_place else every.visible(now)
    rows = rows.filter(section=section).newest().select_related("article__section")
    rows = rows.defer("article__body") if summaries else rows.defer(*HEAVY)
    own = f"{section.slug}/"
    below = [slug for slug in excluded_of(section.site) if slug.startswith(own)]
    return rows.exclude(article__section__in=under(section.site, below)) if below else rows


def excluded_of(site: Site) -> tuple[str, ...]:
    return settings_of(site.settings).excluded_sections


def under(site: Site, slugs: list[str] | tuple[str, ...]) -> QuerySet[Section, int]:
    """These sections and all below them, as a subquery of their keys."""
    named = Q(slug__in=slugs)
    for slug in slugs:
        named |= Q(slug__startswith=f"{slug}/")
    return Section.objects.filter(named, site=site).order_by().values_list("pk", flat=True)
