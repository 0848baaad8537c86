"""A text as readers would see it, by the renderer that will draw it. Nothing is stored."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.public import Site
from comments import text
from comments.api import outputs
from comments.api.inputs import CleanField
from comments.api.posting import check_fields
from comments.api.requests import client_ip, site_or_404
from comments.services.threads import policy_of
from newsroom.kernel import limits
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import clean_text
from newsroom.kernel.http import address_prefix

# As quick as a person looks; rendering the longest text takes some ten milliseconds.
EACH_PLACE = limits.Limit("preview", 30, 60)


class PreviewInput(StrictSerializer):
    body = CleanField(lambda value: clean_text(value, max_length=60_000, required=False))


class PreviewView(APIView):
    @extend_schema(
        operation_id="preview",
        request=PreviewInput,
        responses={200: outputs.Preview, 422: outputs.Problem, 429: outputs.Problem},
    )
    def post(self, request: Request, site: str) -> Response:
        row = site_or_404(site)
        data = PreviewInput(data=request.data)
        data.is_valid(raise_exception=True)
        return Response({"html": preview(request, row, data.validated_data)})


def preview(request: HttpRequest, site: Site, data: dict[str, Any]) -> str:
    """HTML; a Problem for a text that could not be posted, or for too many of them."""
    check_fields({"name": "-", "email": "-", "body": data["body"]}, policy_of(site.pk))
    wait = limits.hit(EACH_PLACE, address_prefix(client_ip(request)), timezone.now())
    if wait is not None:
        raise Problem(429, "rate_limited", "Too many from here. Please wait.", retry_after=wait)
    return text.render(data["body"])
