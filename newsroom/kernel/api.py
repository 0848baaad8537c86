"""The JSON API's manners: one parser, one renderer, one shape of error (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions, serializers
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from newsroom.kernel.json_body import BodyError, parse

PROBLEM = "application/problem+json"
Fields = Mapping[str, list[dict[str, str]]]


class Problem(exceptions.APIException):
    """An error with a stable code, a sentence for people, and where it matters the fields;
    ``more``: what else the answer says, such as who was quicker."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        fields: Fields | None = None,
        retry_after: int | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.code = code
        self.text = detail
        self.fields = fields
        self.retry_after = retry_after
        self.more = more or {}


class JsonParser(BaseParser):
    """application/json, within the view's ``max_body`` bytes (64 kB where it says nothing)."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, context: Any = None) -> Any:
        most = getattr(context["view"], "max_body", 65_536)
        try:
            return parse(stream.read(most + 1), max_bytes=most)
        except BodyError as error:
            raise Problem(
                413 if error.code == "too_large" else 400, error.code, error.text
            ) from None


class JsonRenderer(BaseRenderer):
    """Answers of a few rows; the hot reads are bytes already and never come here."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses what it does not know: a misspelled field is told, never dropped in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise Problem(400, "invalid", "The body must be a JSON object.")
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            named = {
                str(name)[:60]: [_line("unknown_field", "No such field.")] for name in unknown[:10]
            }
            raise Problem(
                400, "unknown_field", "The body has fields this call does not know.", fields=named
            )
        return super().to_internal_value(data)


def problem_handler(error: Exception, context: Any) -> Response | None:
    problem = _as_problem(error)
    if problem is None:
        return None
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.code.replace("_", " ").capitalize(),
        "status": problem.status_code,
        "code": problem.code,
        "detail": problem.text,
        **problem.more,
    }
    if problem.fields:
        body["fields"] = problem.fields
    response = Response(body, status=problem.status_code, content_type=PROBLEM)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    return response


def problem_response(status: int, code: str, detail: str) -> HttpResponse:
    """The same shape for answers given outside DRF."""
    body = {
        "type": "about:blank",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM)


def _as_problem(error: Exception) -> Problem | None:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return Problem(404, "not_found", "There is nothing here.")
    if isinstance(error, PermissionDenied):
        return Problem(403, "forbidden", "You may not do this.")
    if isinstance(error, exceptions.ValidationError):
        return field_problem(error)
    if isinstance(error, exceptions.APIException):
        codes = {405: "method_not_allowed", 415: "unsupported_media_type", 406: "not_acceptable"}
        return Problem(
            error.status_code, codes.get(error.status_code, "invalid"), str(error.detail)
        )
    return None


def field_problem(error: exceptions.ValidationError) -> Problem:
    detail = error.detail if isinstance(error.detail, dict) else {"": error.detail}
    fields = {name: _lines(name, lines) for name, lines in detail.items()}
    first = next(line for lines in fields.values() for line in lines)
    return Problem(422, first["code"], first["text"], fields=fields)


def _lines(name: str, lines: Any) -> list[dict[str, str]]:
    flat = lines if isinstance(lines, list) else [lines]
    found = []
    for line in flat:
        code = getattr(line, "code", "invalid")
        if code in ("required", "blank", "null", "too_long", "too_short"):
            code = f"{name}_{'required' if code in ('blank', 'null') else code}"
        found.append(
            _line(code, str(line) if isinstance(line, str) else "This value is not valid.")
        )
    return found or [_line("invalid", "This value is not valid.")]


def _line(code: str, text: str) -> dict[str, str]:
    return {"code": code, "text": text}


def server_error(request: HttpRequest) -> HttpResponse:
    return problem_response(
        500, "internal", "The server failed. Nothing was stored by this request."
    )
