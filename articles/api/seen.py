"""What readers' pages tell: which related links were shown, and which one was clicked."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.public import UnknownArticle, site_named
from articles.services.count_seen import Seen, count_seen
from newsroom.kernel import limits
from newsroom.kernel.api import JsonParser, Problem
from newsroom.kernel.connections import breaker
from newsroom.kernel.fields import FieldError, clean_line
from newsroom.kernel.http import address_prefix

MOST_SHOWN = 20
KNOWN = {"article", "shown", "clicked", "position"}
EACH = limits.Limit("seen", 120, 60)
# A page tells twice: what it showed, and a click. More of one article from one address is a crowd
# behind it, which counts enough, or somebody's game, which must not count.
OF_ONE_ARTICLE = limits.Limit("seen_article", 6, 600)


class PlainParser(JsonParser):
    """JSON that says it is plain text: only so does ``sendBeacon`` send it to another origin
    without asking first, and as a page goes away there is no time to ask."""

    media_type = "text/plain"


class SeenIn(serializers.Serializer):  # type: ignore[type-arg]
    """For the schema: the checks themselves are below."""

    article = serializers.CharField(max_length=200)
    shown = serializers.ListField(
        child=serializers.CharField(max_length=200),
        max_length=MOST_SHOWN,
        required=False,
        help_text="Ids by position, first to last.",
    )
    clicked = serializers.CharField(max_length=200, required=False)
    position = serializers.IntegerField(
        min_value=0, max_value=MOST_SHOWN - 1, required=False, help_text="Of `clicked`."
    )


class SeenView(APIView):
    """Counts links shown and clicked. Nothing about the reader is asked for or kept."""

    max_body = 2048
    parser_classes = [JsonParser, PlainParser]

    @extend_schema(operation_id="seen", request=SeenIn, responses={204: None})
    def post(self, request: Request, site: str) -> Response:
        try:
            row = site_named(site)
        except UnknownArticle as error:
            raise Problem(404, "site_unknown", str(error)) from None
        seen = checked(request.data)
        prefix = address_prefix(str(request.META.get("REMOTE_ADDR", "")))
        if not breaker.is_open() and within_limits(prefix, f"{row.pk}:{seen.article}"):
            count_seen(row, seen)
        return Response(status=204)


def within_limits(prefix: str, article: str) -> bool:
    now = timezone.now()
    if (wait := limits.hit(EACH, prefix, now)) is not None:
        raise Problem(429, "rate_limited", "Too many from there.", retry_after=wait)
    return limits.hit(OF_ONE_ARTICLE, f"{prefix} {article}", now) is None


def checked(data: Any) -> Seen:
    if not isinstance(data, Mapping):
        raise Problem(400, "invalid", "The body must be a JSON object.")
    if unknown := sorted(set(data) - KNOWN):
        fields = {str(name)[:60]: [{"code": "unknown_field", "text": "No such field."}]
                  for name in unknown[:10]}  # fmt: skip
        raise Problem(400, "unknown_field", "The body has unknown fields.", fields=fields)
    seen = Seen(
        article=_id(data.get("article"), "article"),
        shown=_shown(data.get("shown", [])),
        clicked=_id(data["clicked"], "clicked") if "clicked" in data else "",
        position=_position(data["position"]) if "position" in data else None,
    )
    if not seen.shown and not seen.clicked:
        raise _wrong("shown", "invalid", "Tell what was shown, or what was clicked.")
    if seen.clicked and seen.clicked not in seen.shown and seen.position is None:
        raise _wrong("position", "required", "Tell where the clicked link stood.")
    return seen


def _id(value: object, name: str) -> str:
    try:
        return clean_line(value, max_length=200, required=True)
    except FieldError as error:
        raise _wrong(name, error.code, error.text) from None


def _shown(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_SHOWN:
        raise _wrong("shown", "invalid", f"A list of at most {MOST_SHOWN} ids.")
    ids = tuple(_id(each, "shown") for each in value)
    if len(set(ids)) < len(ids):
        raise _wrong("shown", "invalid", "Each link is shown once.")
    return ids


def _position(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MOST_SHOWN:
        raise _wrong("position", "invalid", f"A whole number from 0 to {MOST_SHOWN - 1}.")
    return value


def _wrong(name: str, code: str, text: str) -> Problem:
    code = f"{name}_{code}"
    return Problem(422, code, text, fields={name: [{"code": code, "text": text}]})
