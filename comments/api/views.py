"""The conversation over HTTP: each endpoint translates, calls one verb or read, translates back."""

import re
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.public import basis, refs
from comments import modes
from comments.api import outputs
from comments.api.appeal_shape import stated
from comments.api.bearer import member_or_guest
from comments.api.inputs import EditInput, PostInput
from comments.api.posting import check_fields, draft, signed
from comments.api.refusals import SENTENCES, problem
from comments.api.requests import (
    article_of_query,
    article_or_404,
    query,
    reader_of,
    site_or_404,
    whole_number,
)
from comments.models import Comment, Policy, Thread
from comments.reading import thread as reading
from comments.reading.basis import basis_of
from comments.reading.counts import counts
from comments.reading.own import own, own_at_first
from comments.receipts import receipt_check, receipt_issue
from comments.services import keys
from comments.services.apply import Applied
from comments.services.asking import suggestion
from comments.services.confirm import proof_of
from comments.services.edit import edit
from comments.services.members import is_by
from comments.services.submit import Accepted, Refused, submit
from comments.services.threads import for_reading, policy_of
from comments.services.withdraw import withdraw
from comments.states import Status
from newsroom.kernel.api import Problem
from newsroom.kernel.http import bytes_response

MOST_COUNTS = 100

ARTICLE = OpenApiParameter("article", str, description="The publisher's id of the article.")
URL = OpenApiParameter("url", str, description="Its URL, where it has no id here.")
RECEIPT = OpenApiParameter(
    "receipt", str, description="The author's private key; not needed by who is signed in."
)
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Makes a repeated post one comment.",
)


class ThreadView(APIView):
    """One page of a thread, and posting to it."""

    @extend_schema(
        operation_id="comments_list",
        parameters=[
            ARTICLE,
            URL,
            OpenApiParameter("sort", str, enum=list(reading.SORTS)),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description="1 to 100."),
            OpenApiParameter("parent", int, description="Only replies to this comment."),
            OpenApiParameter("around", int, description="The page that holds this comment."),
        ],
        responses={200: outputs.ThreadPage, 404: outputs.Problem},
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        row = site_or_404(site)
        article = article_of_query(row, request)
        thread, policy = for_reading(article)
        now = timezone.now()
        head = reading.head(thread, article, policy, now)
        page = read_page(request, thread, policy.sort, head["mode"])
        body = orjson.dumps({"thread": with_reason(head), **page})
        return bytes_response(request, body, basis=basis_of(row, article, thread, policy, now))

    @extend_schema(
        operation_id="comments_post",
        parameters=[IDEMPOTENCY],
        request=PostInput,
        responses={
            201: outputs.Own,
            202: outputs.Own,
            401: outputs.Problem,
            422: outputs.Problem,
            429: outputs.Problem,
        },
    )
    def post(self, request: Request, site: str) -> Response:
        row = site_or_404(site)
        data = PostInput(data=request.data)
        data.is_valid(raise_exception=True)
        member = member_or_guest(request, row.pk)
        fields = signed(data.validated_data, member)
        article = article_or_404(
            row, article=fields["article"], url=fields["url"], seen_by=reader_of(request)
        )
        policy = policy_of(row.pk)
        check_fields(fields, policy, member)
        now = timezone.now()
        outcome = submit(article, draft(request, fields, member), policy, now)
        if isinstance(outcome, Refused):
            raise problem(outcome)
        return accepted(outcome, policy, now)


def with_reason(head: dict[str, Any]) -> dict[str, Any]:
    """The refusal as code and sentence."""
    code = head["refusal"]
    return {**head, "refusal": {"code": code, "text": SENTENCES[code][1]} if code else None}


def read_page(request: HttpRequest, thread: Any, default_sort: str, mode: str) -> dict[str, Any]:
    """The page that the query asks for; a Problem for what no page can be."""
    sort = query(request, "sort") or default_sort
    if sort not in reading.SORTS:
        raise Problem(400, "invalid", f"sort is one of {', '.join(reading.SORTS)}.")
    limit = whole_number(request, "limit", reading.PAGE, 1, reading.MOST)
    parent = whole_number(request, "parent", 0, 0, 2**62) or None
    cursor = query(request, "cursor")
    if mode == modes.OFF:
        return reading.NOTHING
    if around := whole_number(request, "around", 0, 0, 2**62):
        return page_around(thread, around, limit)
    try:
        return reading.page(thread, sort=sort, cursor=cursor, limit=limit, parent=parent)
    except reading.BadCursor:
        raise Problem(
            400, "cursor_invalid", "This cursor does not belong to this thread and order."
        ) from None


def page_around(thread: Thread, comment: int, limit: int) -> dict[str, Any]:
    found = reading.around(thread, comment, limit=limit)
    if found is None:
        raise Problem(404, "comment_unknown", "There is no such comment in this thread.")
    return found


def accepted(outcome: Accepted, policy: Policy, now: datetime) -> Response:
    comment = outcome.comment
    if outcome.repeated:
        status = 201 if comment.status == Status.PUBLISHED else 202
        return Response(with_receipt(comment), status=status)
    proof = proof_of(comment)
    shown = {**own_at_first(comment, policy, now), **receipt_of(comment)}
    return Response({**shown, "proof": proof} if proof else shown, status=202)


def receipt_of(comment: Comment) -> dict[str, str]:
    """The key that opens the author's view, and the page that it opens."""
    receipt = receipt_issue(comment.pk, keys.purpose_key("receipt"))
    url = f"{settings.PUBLIC_URL}/receipts/{comment.pk}?receipt={receipt}"
    return {"receipt": receipt, "receipt_url": url}


def with_receipt(comment: Comment) -> dict[str, Any]:
    """The author's view of their comment, with the key that opens it again."""
    policy = policy_of(comment.thread.site_id)
    shown = {**own(comment, policy, timezone.now()), **receipt_of(comment)}
    extra: dict[str, Any] = {"suggestion": suggestion(comment), "proof": proof_of(comment)}
    extra["statement"] = stated(comment, policy, timezone.now())
    return {**shown, **{name: value for name, value in extra.items() if value}}


class CommentView(APIView):
    """The author's own comment, in any state, by receipt or signed in."""

    @extend_schema(parameters=[RECEIPT], responses={200: outputs.Own, 403: outputs.Problem})
    def get(self, request: Request, comment: int) -> Response:
        return private(Response(with_receipt(own_comment(request, comment))))

    @extend_schema(parameters=[RECEIPT], request=EditInput, responses={200: outputs.Own})
    def patch(self, request: Request, comment: int) -> Response:
        row = own_comment(request, comment)
        change_own(row, request.data)
        return private(Response(with_receipt(row)))

    @extend_schema(parameters=[RECEIPT], responses={204: None})
    def delete(self, request: Request, comment: int) -> Response:
        take_back_own(own_comment(request, comment))
        return private(Response(status=204))


def own_comment(request: HttpRequest, pk: int) -> Comment:
    """Deny first: an unknown comment and a wrong receipt look the same. Who has no receipt may be
    signed in."""
    receipt = query(request, "receipt", 400)
    if not receipt and "Authorization" in request.headers:
        return comment_of_member(request, pk)
    if not 0 < pk < 2**63 or not receipt_check(receipt, pk, keys.purpose_keys("receipt")):
        raise problem(Refused("not_yours"))
    row = comment_with_author(pk)
    if row is None:
        raise problem(Refused("not_yours"))
    return row


def comment_of_member(request: HttpRequest, pk: int) -> Comment:
    """A good token is asked for first: without one nobody learns which comments there are."""
    row = comment_with_author(pk)
    site = row.commenter.site_id if row else None
    member = member_or_guest(request, site)
    if row is None or member is None or not is_by(row, member):
        raise problem(Refused("not_yours"))
    return row


def comment_with_author(pk: int) -> Comment | None:
    rows = Comment.objects.select_related("thread", "commenter")
    return rows.filter(pk=pk).first() if 0 < pk < 2**63 else None


def change_own(row: Comment, data: Any) -> None:
    """The author's new words: ``{"body": …}``. Raises ValidationError or Problem."""
    checked = EditInput(data=data)
    checked.is_valid(raise_exception=True)
    policy = policy_of(row.thread.site_id)
    check_fields({"name": "-", "email": "-", **checked.validated_data}, policy)
    said, mentions = checked.validated_data["body"], checked.validated_data.get("mentions", ())
    reason = edit(row, said, policy, timezone.now(), mentions=mentions)
    if reason is not None:
        raise problem(Refused(reason))


def take_back_own(row: Comment) -> None:
    """Twice is the same as once; a Problem where the desk has refused it already."""
    if row.status != Status.WITHDRAWN and not isinstance(withdraw(row, timezone.now()), Applied):
        raise problem(Refused("conflict"))


def private(response: Response) -> Response:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


class CountsView(APIView):
    """Counts for an index page, in one cacheable request."""

    @extend_schema(
        operation_id="counts",
        parameters=[
            OpenApiParameter("articles", str, description="Ids, with commas; at most 100."),
            OpenApiParameter("urls", str, description="URLs, with commas between; at most 100."),
        ],
        responses={200: outputs.Counts},
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        row = site_or_404(site)
        by = "id" if "articles" in request.GET else "url"
        names, now = listed(request, "articles" if by == "id" else "urls"), timezone.now()
        pks = refs(row, names, by, now)
        found = counts(pks.values())
        body = {"counts": {name: found.get(pks.get(name, 0), 0) for name in names}}
        made_from = basis(row, now, counts=found)
        return bytes_response(
            request, orjson.dumps(body, option=orjson.OPT_SORT_KEYS), basis=made_from
        )


def listed(request: HttpRequest, name: str) -> list[str]:
    # A URL may hold commas of its own: only one before the next URL divides.
    comma = r",(?=https?://)" if name == "urls" else ","
    names = [part for part in re.split(comma, query(request, name, 60_000)) if part]
    if len(names) > MOST_COUNTS:
        raise Problem(400, "too_many_ids", f"At most {MOST_COUNTS} in one request.")
    return list(dict.fromkeys(names))
