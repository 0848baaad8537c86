"""From a request to the things it names: the site, the article, whose address it came from."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils import timezone

from articles.public import ArticleRef, Site, TooManySeen, UnknownArticle, resolve, site_named
from newsroom.kernel.api import Problem
from newsroom.kernel.http import address_prefix


def site_or_404(key: str) -> Site:
    try:
        return site_named(key)
    except UnknownArticle as error:
        raise Problem(404, "site_unknown", str(error)) from None


def article_or_404(
    site: Site, *, article: str = "", url: str = "", seen_by: str = ""
) -> ArticleRef:
    """Neither name given is a mistake of the caller, told as one."""
    with article_problems(article or url):
        return resolve(site, article=article, url=url, now=timezone.now(), seen_by=seen_by)


@contextmanager
def article_problems(named: str) -> Iterator[None]:
    """What may be wrong with naming an article, as the API tells it."""
    if not named:
        raise Problem(400, "article_required", "Name the article: article=… or url=….")
    try:
        yield
    except UnknownArticle as error:
        raise Problem(404, error.code, str(error)) from None
    except TooManySeen as error:
        raise Problem(429, "rate_limited", str(error), retry_after=error.wait) from None


def article_of_query(site: Site, request: HttpRequest) -> ArticleRef:
    article, url = query(request, "article"), query(request, "url", 2000)
    return article_or_404(site, article=article, url=url, seen_by=reader_of(request))


def reader_of(request: HttpRequest) -> str:
    """The household of whoever stands on the page: limits are kept by it."""
    return address_prefix(client_ip(request))


def query(request: HttpRequest, name: str, most: int = 200) -> str:
    """One query parameter; too long or with a NUL it is refused before any database sees it."""
    value = request.GET.get(name, "")
    if len(value) > most or "\x00" in value or (not value.isascii() and not _encodes(value)):
        raise Problem(
            400, "invalid", f"The parameter {name!r} is too long or has characters that cannot be."
        )
    return value


def whole_number(request: HttpRequest, name: str, default: int, least: int, most: int) -> int:
    text = query(request, name, 20)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise Problem(400, "invalid", f"{name} is a whole number from {least} to {most}.")
    return int(text)


def client_ip(request: HttpRequest) -> str:
    """Set by the bridge from declared proxies; the client's own headers are not looked at."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
