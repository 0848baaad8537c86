"""The reads that join both apps: page, navigation, and the list of a section."""

from datetime import datetime
from typing import Any, cast

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from articles.models import Article
from articles.navigation import navigation
from articles.place_cursor import BadCursor
from articles.public import Site, basis, page_of
from articles.section_list import SectionPage, section_page
from articles.site_settings import Within
from comments.api import views as comments_api
from comments.api.requests import (
    article_of_query,
    article_problems,
    query,
    reader_of,
    site_or_404,
    whole_number,
)
from comments.reading.basis import basis_of
from comments.reading.counts import counts
from comments.services.threads import for_reading
from newsroom.embed import shapes
from newsroom.embed.page import navigation_shape, page, section_shape
from newsroom.kernel.api import Problem
from newsroom.kernel.basis import Basis
from newsroom.kernel.http import bytes_response
from newsroom.kernel.live_event import event

WITHIN = OpenApiParameter(
    "within",
    str,
    enum=["site", "section"],
    description="Previous and next over the whole site or in the section; the site's setting.",
)
NAMES = [comments_api.ARTICLE, comments_api.URL]
SECTION_PAGE, MOST = 20, 100


class PageView(APIView):
    """Everything a widget needs first, in one answer."""

    @extend_schema(operation_id="page", parameters=[*NAMES, WITHIN], responses={200: shapes.Page})
    def get(self, request: Request, site: str) -> HttpResponse:
        row = page_row(request, site, seen_by=reader_of(request))
        return answer(request, *page(request, row, timezone.now(), within(request)))


class NavigationView(APIView):
    """The way onward from an article."""

    @extend_schema(
        operation_id="navigation",
        parameters=[*NAMES, WITHIN],
        responses={200: shapes.Navigation},
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        row, now = page_row(request, site), timezone.now()
        found = navigation(row, now, within(request))
        counted = counts(item.pk for item in found.items())
        made_from = basis(row.site, now, counts=counted)
        return answer(request, navigation_shape(found, counted), made_from)


class LiveView(APIView):
    """That a conversation has changed, as it happens: ``{version, count}``. The edge keeps the
    stream open; where there is none, this one event ends, and its reader comes again."""

    @extend_schema(
        operation_id="live",
        parameters=[
            *NAMES,
            OpenApiParameter("Last-Event-ID", str, OpenApiParameter.HEADER),
        ],
        responses={(200, "text/event-stream"): str},
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        row, now = site_or_404(site), timezone.now()
        article = article_of_query(row, request)
        thread, policy = for_reading(article)
        said = f"retry: 10000\n\n{event(thread.version, thread.count).decode()}".encode()
        made_from = basis_of(row, article, thread, policy, now, {article.pk: thread.count})
        return bytes_response(request, said, "text/event-stream", basis=made_from)


class SectionView(APIView):
    """The articles of a section and of all below it, newest first."""

    @extend_schema(
        operation_id="section_articles",
        parameters=[
            OpenApiParameter("cursor", str, description="``next`` of the page before."),
            OpenApiParameter("limit", int, description="1 to 100."),
        ],
        responses={200: shapes.SectionPage},
    )
    def get(self, request: Request, site: str, slug: str) -> HttpResponse:
        row, now = site_or_404(site), timezone.now()
        found = listed(request, row, slug, now)
        counted = counts(entry.article.pk for entry in found.entries)
        made_from = basis(row, now, counts=counted)
        return answer(request, section_shape(found, counted), made_from)


def listed(request: HttpRequest, site: Site, slug: str, now: datetime) -> SectionPage:
    cursor = query(request, "cursor")
    limit = whole_number(request, "limit", SECTION_PAGE, 1, MOST)
    try:
        found = section_page(site, slug, now, cursor=cursor, limit=limit)
    except BadCursor:
        raise Problem(400, "cursor_invalid", "This is no cursor of a list of articles.") from None
    if found is None:
        raise Problem(404, "section_unknown", "This site has no such section.")
    return found


def page_row(request: HttpRequest, site: str, *, seen_by: str = "") -> Article:
    """The article of the page that the query names. ``seen_by``: see ``articles.public``."""
    row = site_or_404(site)
    article, url = query(request, "article"), query(request, "url", 2000)
    with article_problems(article or url):
        return page_of(row, article=article, url=url, now=timezone.now(), seen_by=seen_by)


def within(request: HttpRequest) -> Within | None:
    value = query(request, "within")
    if value not in ("", "site", "section"):
        raise Problem(400, "invalid", "within is site or section.")
    return cast("Within", value) if value else None


def answer(request: HttpRequest, body: dict[str, Any], made_from: Basis) -> HttpResponse:
    return bytes_response(request, orjson.dumps(body), basis=made_from)
