"""The door for everyone else: articles as frozen facts, never as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles import site_settings
from articles.models import Article, ArticleAlias
from articles.models import Site as Site  # passed on as it is: others hold it, none looks inside
from articles.services.announce import renew as renew_site
from articles.services.change_settings import change_settings
from articles.services.find import find
from articles.services.first_seen import TooManySeen, first_seen
from articles.services.imported_place import NoPlace, imported_place
from articles.services.sites import site_of_key
from articles.services.urls import address_of, digest_of
from newsroom.kernel.basis import LONGEST, Basis

__all__ = [
    "ARTICLE_SETTINGS",
    "NoPlace",
    "TooManySeen",
    "change_settings",
    "find",
    "place_of_import",
    "renew_site",
    "site_of_key",
]

ARTICLE_SETTINGS = site_settings.NAMES


@dataclass(frozen=True)
class ArticleRef:
    """What the conversation may know of an article. Times are UTC."""

    pk: int
    site_pk: int
    site_key: str
    id: str
    url: str
    title: str
    language: str
    published_at: datetime | None
    is_public: bool
    section: str = ""
    """The slug of its section, which names those above it too: ``world/europe``."""


class UnknownArticle(Exception):
    """No article of that site goes by this name; ``code`` is the API's error code."""

    code = "article_unknown"


def site_named(key: str) -> Site:
    """The site, or UnknownArticle: to a stranger both look the same."""
    site = Site.objects.filter(key=key).first()
    if site is None:
        raise UnknownArticle(f"There is no site {key[:60]!r} here.")
    return site


def resolve(
    site: Site, *, article: str = "", url: str = "", now: datetime, seen_by: str = ""
) -> ArticleRef:
    """The article with a page, named by the publisher's id or by its URL; UnknownArticle
    otherwise. ``seen_by``: as ``page_of`` has it."""
    return ref(page_of(site, article=article, url=url, now=now, seen_by=seen_by), site, now)


def page_of(
    site: Site, *, article: str = "", url: str = "", now: datetime, seen_by: str = ""
) -> Article:
    """The row behind ``resolve``. ``seen_by`` is the address prefix of a reader who stands on the
    page: a URL of the site's that nobody told of then becomes a stub, where the site wants that.
    Raises UnknownArticle, or TooManySeen where this reader has named too many."""
    row = find(site, article=article, url=url)
    if row is None and seen_by and not article:
        row = first_seen(site, url, seen_by, now)
    if row is None or not row.has_page(now):
        raise UnknownArticle("No such article, or it is not published.")
    row.site = site
    return row


def refs(site: Site, names: list[str], by: str, now: datetime) -> dict[str, int]:
    """Primary keys of many articles with a page, by the names asked for (``by``: ``id`` or
    ``url``, present or former)."""
    rows = Article.objects.filter(site=site).with_page(now)
    if by == "id":
        return dict(rows.filter(external_id__in=names).values_list("external_id", "pk"))
    wanted = {name: digest for name in names if (digest := _digest_or_none(site, name))}
    found = dict(rows.filter(url_digest__in=wanted.values()).values_list("url_digest", "pk"))
    if former := set(wanted.values()) - set(found):
        aliases = ArticleAlias.objects.filter(site=site, url_digest__in=former, article__in=rows)
        found |= dict(aliases.values_list("url_digest", "article_id"))
    return {name: found[digest] for name, digest in wanted.items() if digest in found}


def place_of_import(
    site: Site, *, url: str, names: Sequence[str], title: str, now: datetime, make: bool
) -> ArticleRef | None:
    """The article that an old system's thread belongs to, by the page's address (or its path),
    else by a name it had there. One that nobody told of yet becomes a stub; without ``make`` it
    is None. Raises NoPlace with the reason."""
    row = imported_place(site, url, names, title, now, make=make)
    return ref(row, site, now) if row else None


def ref(row: Article, site: Site, now: datetime) -> ArticleRef:
    return ArticleRef(
        pk=row.pk,
        site_pk=site.pk,
        site_key=site.key,
        id=row.external_id,
        url=row.url,
        title=row.title,
        language=row.language,
        published_at=row.published_at,
        is_public=row.is_public(now),
        section=row.section.slug if row.section else "",
    )


def _digest_or_none(site: Site, url: str) -> str | None:
    try:
        return digest_of(address_of(site, url))
    except ValueError:
        return None


def basis(
    site: Site,
    now: datetime,
    *,
    threads: Mapping[int, int] | None = None,
    counts: Mapping[int, int] | None = None,
    until: datetime | None = None,
) -> Basis:
    """What an answer of this site rests on; ``site`` as it was read before all the rest. Time ends
    it when the next scheduled article is due, or at ``until``."""
    due = Article.objects.filter(site=site, public_at__gt=now).order_by("public_at")
    moments = [*due.values_list("public_at", flat=True)[:1], until]
    seconds = [(moment - now).total_seconds() for moment in moments if moment and moment > now]
    lasts = min([LONGEST, *seconds])
    return Basis(site.pk, site.version, threads or {}, counts or {}, lasts)


def own_domains(site_pk: int) -> list[str]:
    """The hosts of a site, without ports: links to them are links home."""
    domains = Site.objects.values_list("domains", flat=True).get(pk=site_pk)
    return [domain.split(":")[0] for domain in domains]


def article_settings(site: Site) -> Mapping[str, Any]:
    """What the site says of its articles, by name."""
    return site_settings.shown(site_settings.settings_of(site.settings))
