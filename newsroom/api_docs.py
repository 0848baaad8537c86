"""The API's contract: as JSON, and as a page to read."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from newsroom.kernel.http import bytes_response

_made: dict[str, bytes] = {}


def contract() -> bytes:
    """The OpenAPI document; made once a process."""
    if not _made:
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        document = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        _made["json"] = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    return _made["json"]


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return bytes_response(request, contract(), "application/vnd.oai.openapi+json", max_age=300)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    document = orjson.loads(contract())
    told = {"document": document, "calls": calls(document), "shapes": named(document)}
    return render(request, "api_docs.html", told)


def calls(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            found.append({"path": path, "method": method.upper(), **call, **shapes(call)})
    return found


def named(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The shapes that calls refer to; a shape may have a field of any name, ``items`` too."""
    return [
        {
            "name": name,
            "says": shape.get("description"),
            "fields": list(shape.get("properties", {}).items()),
        }
        for name, shape in document["components"]["schemas"].items()
    ]


def shapes(call: dict[str, Any]) -> dict[str, Any]:
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers = []
    for status, answer in call.get("responses", {}).items():
        content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
        answers.append({"status": status, "shape": shape_name(content.get("schema", {}))})
    return {"takes": shape_name(body.get("schema", {})), "answers": answers}


def shape_name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
