"""The door for everyone else: articles as frozen facts, never as rows."""

from dataclasses import dataclass
from datetime import datetime

from articles.canonical_url import canonical, host_of
from articles.models import Article, Site
from articles.services.urls import digest_of


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


class UnknownArticle(Exception):
    """No article of that site goes by this name; ``code`` is the API's error code."""

    code = "article_unknown"


def site_named(key: str) -> Site:
    """The site, or UnknownArticle: to a stranger both look the same."""
    site = Site.objects.filter(key=key).first()
    if site is None:
        raise UnknownArticle(f"There is no site {key[:60]!r} here.")
    return site


def resolve(site: Site, *, article: str = "", url: str = "", now: datetime) -> ArticleRef:
    """The public article named by the publisher's id or by its URL; UnknownArticle otherwise."""
    row = find(site, article=article, url=url)
    if row is None or not row.is_public(now):
        raise UnknownArticle("No such article, or it is not published.")
    return ref(row, site, now)


def find(site: Site, *, article: str = "", url: str = "") -> Article | None:
    """The article in any state. Without ``article`` the URL's host must belong to the site."""
    rows = Article.objects.filter(site=site).select_related("section")
    if article:
        return rows.filter(external_id=article[:201]).first()
    if not url:
        return None
    try:
        address = canonical(url)
    except ValueError:
        return None
    if host_of(address) not in site.domains:
        return None
    return rows.filter(url_digest=digest_of(address)).first()


def refs(site: Site, names: list[str], by: str, now: datetime) -> dict[str, int]:
    """Primary keys of many public articles, by the names asked for (``by``: ``id`` or ``url``)."""
    visible = Article.objects.filter(site=site).visible(now)
    if by == "id":
        return dict(visible.filter(external_id__in=names).values_list("external_id", "pk"))
    digests = {_digest_or_none(name): name for name in names}
    found = visible.filter(url_digest__in=[d for d in digests if d]).values_list("url_digest", "pk")
    return {digests[digest]: pk for digest, pk in found}


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
    )


def _digest_or_none(url: str) -> str | None:
    try:
        return digest_of(canonical(url))
    except ValueError:
        return None


def own_domains(site_pk: int) -> list[str]:
    """The hosts of a site, without ports: links to them are links home."""
    domains = Site.objects.values_list("domains", flat=True).get(pk=site_pk)
    return [domain.split(":")[0] for domain in domains]
