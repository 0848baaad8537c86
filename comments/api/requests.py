"""From a request to the things it names: the site, the article, whose address it came from."""

from django.http import HttpRequest
from django.utils import timezone

from articles.public import ArticleRef, Site, UnknownArticle, resolve, site_named
from newsroom.kernel.api import Problem


def site_or_404(key: str) -> Site:
    try:
        return site_named(key)
    except UnknownArticle as error:
        raise Problem(404, "site_unknown", str(error)) from None


def article_or_404(site: Site, *, article: str = "", url: str = "") -> ArticleRef:
    """Neither name given is a mistake of the caller, told as one."""
    if not article and not url:
        raise Problem(400, "article_required", "Name the article: article=… or url=….")
    try:
        return resolve(site, article=article, url=url, now=timezone.now())
    except UnknownArticle as error:
        raise Problem(404, error.code, str(error)) from None


def article_of_query(site: Site, request: HttpRequest) -> ArticleRef:
    return article_or_404(site, article=query(request, "article"), url=query(request, "url", 2000))


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
