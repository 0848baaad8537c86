"""find: an article by the publisher's name for it, or by an address it has or had."""

import re

from articles.models import Article, Site
from articles.services.urls import digest_of, own_address
from newsroom.kernel.fields import FieldError

_STUB_ID = re.compile(r"url-([0-9a-f]{64})")


def find(site: Site, *, article: str = "", url: str = "") -> Article | None:
    """The article in any state. Without ``article`` the URL's host must belong to the site; a URL
    that the article had before does as well."""
    rows = Article.objects.filter(site=site).select_related("section")
    if article:
        return rows.filter(external_id=article[:201]).first() or _by_stub_id(site, article)
    try:
        return by_digest(site, digest_of(own_address(site, url))) if url else None
    except FieldError:
        return None


def _by_stub_id(site: Site, article: str) -> Article | None:
    """A page that was loaded while its article was a stub goes on naming it by the stub's id."""
    match = _STUB_ID.fullmatch(article)
    return by_digest(site, match[1]) if match else None


def by_digest(site: Site, digest: str) -> Article | None:
    rows = Article.objects.filter(site=site).select_related("section")
    found = rows.filter(url_digest=digest).first()
    return found or rows.filter(aliases__site=site, aliases__url_digest=digest).first()
