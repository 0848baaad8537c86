"""What was last said on a site: for a front page, beside its articles."""

from html import unescape
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from comments.api.requests import site_or_404, whole_number
from comments.models import Comment
from comments.reading.basis import basis_of_newest
from comments.reading.feed import SHOWN, newest_of_site
from comments.reading.shapes import iso
from comments.services.threads import policy_for_reading
from newsroom.embed import shapes
from newsroom.kernel.http import bytes_response

FEW = 5
EXCERPT = 180


class LatestView(APIView):
    """The newest comments of a site, each with its article."""

    @extend_schema(
        operation_id="latest_comments",
        parameters=[OpenApiParameter("limit", int, description=f"1 to {SHOWN}; {FEW} without.")],
        responses={200: shapes.Latest},
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        row, limit = site_or_404(site), whole_number(request, "limit", FEW, 1, SHOWN)
        now = timezone.now()
        found = newest_of_site(row.pk, policy_for_reading(row.pk), now)[:limit]
        said = {"language": row.language, "results": [_shape(comment) for comment in found]}
        made_from = basis_of_newest(row, found, now)
        return bytes_response(request, orjson.dumps(said), basis=made_from)


def _shape(comment: Comment) -> dict[str, Any]:
    article: Any = comment.thread.article
    words = " ".join(unescape(strip_tags(comment.html.replace("<", " <"))).split())
    return {
        "id": comment.pk,
        "author": {"name": comment.name, "avatar": comment.avatar},
        "excerpt": Truncator(words).chars(EXCERPT, truncate="…"),
        "created_at": iso(comment.created_at),
        "url": f"{article.url}#comment-{comment.pk}",
        "article": {"id": article.external_id, "url": article.url, "title": article.title},
    }
