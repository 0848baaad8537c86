"""The newest public articles of a site, a section or a tag, as a feed's document."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import prefetch_related_objects

from articles.feeds.document import Document, Entry
from articles.models import Article, ArticleQuerySet, Section, Site, Tag
from articles.section_list import entries, excluded_of, under

SHOWN = 30


def of_site(site: Site, url: str, now: datetime) -> Document:
    rows = _newest(site, Article.objects.filter(site=site), now)
    return _document(site, url, site.name, rows)


def of_section(site: Site, slug: str, url: str, now: datetime) -> Document | None:
    """With all sections below it; None where the site has no such section."""
    section = Section.objects.filter(site=site, slug=slug[:201]).first()
    if section is None:
        return None
    section.site = site
    listed = entries(section, now, summaries=True)[:SHOWN]
    return _document(site, url, f"{section.name} – {site.name}", (e.article for e in listed))


def of_tag(site: Site, slug: str, url: str, now: datetime) -> Document | None:
    tag = Tag.objects.filter(site=site, slug=slug[:201]).first()
    if tag is None:
        return None
    rows = _newest(site, Article.objects.filter(site=site, tags=tag), now)
    return _document(site, url, f"{tag.name} – {site.name}", rows)


def _newest(site: Site, rows: ArticleQuerySet, now: datetime) -> ArticleQuerySet:
    rows = rows.visible(now).select_related("section").defer("body")
    if excluded := excluded_of(site):
        rows = rows.exclude(section__in=under(site, excluded))
    return rows.order_by("-public_at", "-id")[:SHOWN]


def _document(site: Site, url: str, title: str, rows: Iterable[Article]) -> Document:
    found = list(rows)
    prefetch_related_objects(found, "tags")
    made = tuple(_entry(site, row) for row in found)
    return Document(
        url=url,
        home=_home(made[0].url) if made else "",
        title=title,
        language=site.language,
        updated=max((entry.updated for entry in made), default=site.created),
        entries=made,
    )


def _entry(site: Site, row: Article) -> Entry:
    assert row.public_at is not None
    topics = [row.section.name] if row.section else []
    return Entry(
        id=f"{settings.PUBLIC_URL}/api/v1/sites/{site.key}/articles/{quote(row.external_id)}",
        url=row.url,
        title=row.title,
        summary=row.summary,
        authors=tuple(row.authors),
        topics=tuple(dict.fromkeys([*topics, *(tag.name for tag in row.tags.all())])),
        language=row.language,
        image=row.image_url,
        published=row.public_at,
        updated=max(row.updated_at or row.public_at, row.public_at),
    )


def _home(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
