"""One comment for another page to quote: what oEmbed asks for."""

import re
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from comments.api.requests import query, whole_number
from comments.models import Comment
from comments.reading.feed import one_shown
from comments.reading.shapes import iso
from newsroom.embed import shapes
from newsroom.kernel.api import Problem
from newsroom.kernel.http import bytes_response

WIDTH, NARROWEST, WIDEST = 600, 200, 2000
CACHE_AGE = 300
_LINK = re.compile(r"(?P<page>.+)#comment-(?P<pk>[0-9]{1,18})")


class AsAsked(DefaultContentNegotiation):
    """``format`` is a word of oEmbed here, not of the framework, which would answer 404."""

    def select_renderer(self, _request: Any, renderers: Any, _suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class OEmbedView(APIView):
    """A comment by its link (``<article>#comment-<id>``), as HTML that needs no script."""

    content_negotiation_class = AsAsked

    @extend_schema(
        operation_id="oembed",
        parameters=[
            OpenApiParameter("url", str, required=True, description="Link to a comment."),
            OpenApiParameter("maxwidth", int),
            OpenApiParameter("format", str, enum=["json"]),
        ],
        responses={200: shapes.OEmbed},
    )
    def get(self, request: Request) -> HttpResponse:
        if query(request, "format") not in ("", "json"):
            raise Problem(501, "format_unknown", "Only JSON is spoken here.")
        width = whole_number(request, "maxwidth", WIDTH, NARROWEST, WIDEST)
        comment = linked(request)
        return bytes_response(request, orjson.dumps(_shape(comment, width)), max_age=CACHE_AGE)


def linked(request: HttpRequest) -> Comment:
    found = _LINK.fullmatch(query(request, "url", 2000))
    comment = one_shown(int(found["pk"]), timezone.now()) if found else None
    # A link to another page is none to this comment, whatever its number.
    if comment is None or found is None or comment.thread.article.url != found["page"]:
        raise Problem(404, "comment_unknown", "No comment that can be read here has this link.")
    return comment


def _shape(comment: Comment, width: int) -> dict[str, Any]:
    article: Any = comment.thread.article
    link = f"{article.url}#comment-{comment.pk}"
    html = format_html(
        '<blockquote class="newsroom-quote" lang="{}" cite="{}">{}<footer>— {}, '
        '<a href="{}"><time datetime="{}">{}</time></a></footer></blockquote>',
        *(article.language, link),
        # It was sanitised when it was written: the same words that the thread shows.
        mark_safe(comment.html),  # noqa: S308
        *(comment.name, link, iso(comment.created_at), article.title),
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": f"{comment.name}: {article.title}",
        "author_name": comment.name,
        "provider_name": article.site.name,
        "provider_url": settings.PUBLIC_URL,
        "cache_age": CACHE_AGE,
        "html": html,
        "width": width,
        "height": None,
    }
