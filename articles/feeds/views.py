"""Feeds over HTTP: only what is public, and not a byte where the reader has it already."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.feeds import atom, json_feed
from articles.feeds.document import Document
from articles.feeds.gather import of_section, of_site, of_tag
from articles.models import Site
from articles.public import basis
from newsroom.kernel.http import bytes_response

WRITERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "atom": (atom.atom, atom.TYPE),
    "json": (json_feed.json_feed, json_feed.TYPE),
}
MAX_AGE = 60


@require_safe
def site_feed(request: HttpRequest, site: str, kind: str) -> HttpResponse:
    row, now = _site(site), timezone.now()
    return _answer(request, kind, row, now, of_site(row, _own_url(request), now))


@require_safe
def section_feed(request: HttpRequest, site: str, slug: str, kind: str) -> HttpResponse:
    row, now = _site(site), timezone.now()
    return _answer(request, kind, row, now, of_section(row, slug, _own_url(request), now))


@require_safe
def tag_feed(request: HttpRequest, site: str, slug: str, kind: str) -> HttpResponse:
    row, now = _site(site), timezone.now()
    return _answer(request, kind, row, now, of_tag(row, slug, _own_url(request), now))


def _site(key: str) -> Site:
    found = Site.objects.filter(key=key[:61]).first()
    if found is None:
        raise Http404
    return found


def _own_url(request: HttpRequest) -> str:
    """By the address that readers know, without a query: it has no say in what is answered."""
    return f"{settings.PUBLIC_URL}{request.path}"


def _answer(
    request: HttpRequest, kind: str, site: Site, now: datetime, found: Document | None
) -> HttpResponse:
    if found is None:
        raise Http404
    write, content_type = WRITERS[kind]
    made_from = basis(site, now)
    response = bytes_response(request, write(found), content_type, MAX_AGE, basis=made_from)
    response["Access-Control-Allow-Origin"] = "*"
    return response
