"""The reads that join both apps: page and navigation."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from articles.models import Article
from articles.navigation import navigation
from articles.public import find
from comments.api import views as comments_api
from comments.api.requests import query, site_or_404
from newsroom.embed import shapes
from newsroom.embed.page import navigation_shape, page
from newsroom.kernel.api import Problem
from newsroom.kernel.http import bytes_response

NAMES = [comments_api.ARTICLE, comments_api.URL]


class PageView(APIView):
    """Everything a widget needs first, in one answer."""

    @extend_schema(operation_id="page", parameters=NAMES, responses={200: shapes.Page})
    def get(self, request: Request, site: str) -> HttpResponse:
        body = page(request, public_article(request, site), timezone.now())
        return bytes_response(request, orjson.dumps(body))


class NavigationView(APIView):
    """The way onward from an article."""

    @extend_schema(operation_id="navigation", parameters=NAMES, responses={200: shapes.Navigation})
    def get(self, request: Request, site: str) -> HttpResponse:
        found = navigation(public_article(request, site), timezone.now())
        return bytes_response(request, orjson.dumps(navigation_shape(found)))


def public_article(request: HttpRequest, site: str) -> Article:
    row = site_or_404(site)
    names = {"article": query(request, "article"), "url": query(request, "url", 2000)}
    if not any(names.values()):
        raise Problem(400, "article_required", "Name the article: article=… or url=….")
    found = find(row, **names)
    if found is None or not found.is_public(timezone.now()):
        raise Problem(404, "article_unknown", "No such article, or it is not published.")
    found.site = row
    return found
