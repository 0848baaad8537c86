"""Articles over HTTP, for the publisher's own system."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api import shapes
from articles.api.site_key import site_for_writing
from articles.models import Article, Site
from articles.services.refused import Refused
from articles.services.register import Told, register, register_many
from articles.services.withdraw import withdraw
from newsroom.kernel.api import Problem
from newsroom.kernel.fields import FieldError, clean_line

MOST_AT_ONCE = 1000
# Articles a transaction: long enough to share what they have in common, short enough that on
# SQLite, which has one writer at a time, no comment waits for it.
BATCH = 50


class ArticleView(APIView):
    """One article, named by the publisher's id."""

    max_body = 2_000_000

    @extend_schema(
        request=shapes.ArticleIn, responses={200: shapes.ArticleOut, 201: shapes.ArticleOut}
    )
    def put(self, request: Request, site: str, article: str) -> Response:
        done = written(site_for_writing(request, site), article, request.data, partial=False)
        return Response(shapes.article_out(done.article), status=201 if done.created else 200)

    @extend_schema(request=shapes.ArticleIn, responses={200: shapes.ArticleOut})
    def patch(self, request: Request, site: str, article: str) -> Response:
        done = written(site_for_writing(request, site), article, request.data, partial=True)
        return Response(shapes.article_out(done.article))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, site: str, article: str) -> Response:
        row = site_for_writing(request, site)
        if withdraw(row, external_id(article), timezone.now()) is None:
            raise unknown()
        return Response(status=204)


def written(site: Site, article: str, data: Any, *, partial: bool) -> Any:
    if not isinstance(data, dict):
        raise Problem(400, "invalid", "The body must be a JSON object.")
    try:
        return register(site, external_id(article), data, timezone.now(), partial=partial)
    except Refused as refused:
        raise refusal(refused) from None
    except Article.DoesNotExist:
        raise unknown() from None


def external_id(value: object) -> str:
    try:
        return clean_line(value, max_length=200, required=True)
    except FieldError as error:
        raise Problem(422, "id_invalid", f"The id of an article: {error.text}") from None


def unknown() -> Problem:
    return Problem(404, "article_unknown", "This site has no such article.")


def refusal(refused: Refused) -> Problem:
    fields = problem_fields(refused)
    unknown_field = all(error.code == "unknown_field" for error in refused.fields.values())
    first = next(iter(fields.values()))[0]
    return Problem(400 if unknown_field else 422, first["code"], str(refused)[:500], fields=fields)


def problem_fields(refused: Refused) -> dict[str, list[dict[str, str]]]:
    return {
        name: [{"code": code_of(name, error), "text": error.text}]
        for name, error in refused.fields.items()
    }


def code_of(name: str, error: FieldError) -> str:
    return error.code if error.code == "unknown_field" else f"{name}_{error.code}"


class ArticlesView(APIView):
    """Many articles in one request, each with a result of its own."""

    max_body = 40_000_000

    @extend_schema(request=shapes.BulkIn, responses={200: shapes.BulkOut})
    def post(self, request: Request, site: str) -> Response:
        row, items = site_for_writing(request, site), many(request.data)
        batches = (items[start : start + BATCH] for start in range(0, len(items), BATCH))
        return Response({"results": [each for batch in batches for each in results(row, batch)]})


def many(data: Any) -> list[Any]:
    if (
        not isinstance(data, dict)
        or set(data) != {"articles"}
        or not isinstance(data["articles"], list)
    ):
        raise Problem(400, "invalid", 'The body must be {"articles": […]}.')
    if len(data["articles"]) > MOST_AT_ONCE:
        raise Problem(413, "too_many_articles", f"At most {MOST_AT_ONCE} articles in one request.")
    return data["articles"]


def results(site: Site, batch: list[Any]) -> list[dict[str, Any]]:
    """One result an item, in order; a bad item never stops the others."""
    named = [name_of(item) for item in batch]
    told = [(name, item) for name, item in zip(named, batch, strict=True) if isinstance(name, str)]
    outcomes = iter(register_many(site, told, timezone.now()))
    return [
        result(name, next(outcomes)) if isinstance(name, str) else without_id(name)
        for name in named
    ]


def name_of(item: Any) -> str | Problem:
    name = item.get("id") if isinstance(item, dict) else None
    if not isinstance(name, str):
        return Problem(422, "id_required", "An article is an object with an id.")
    try:
        return external_id(name)
    except Problem as problem:
        return problem


def result(name: str, outcome: Told | Refused) -> dict[str, Any]:
    if not isinstance(outcome, Refused):
        return {"id": name, "status": outcome}
    fields = problem_fields(outcome)
    code = next(iter(fields.values()))[0]["code"]
    return {"id": name, "status": "refused", "code": code, "fields": fields}


def without_id(problem: Problem) -> dict[str, Any]:
    return {"id": None, "status": "refused", "code": problem.code, "fields": {}}
