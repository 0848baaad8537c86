"""The conversation as plain HTML: read, post, see one's own comment, change it, take it back —
with JavaScript off. Every link shows; only a POST acts."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from articles.models import Article
from articles.public import ref
from comments.api.appealing import appeal_own
from comments.api.confirming import confirm_own
from comments.api.inputs import PostInput
from comments.api.posting import check_fields, draft
from comments.api.preview import PreviewInput, preview
from comments.api.refusals import problem
from comments.api.requests import reader_of
from comments.api.views import change_own, own_comment, take_back_own, with_receipt
from comments.models import Comment
from comments.services.submit import Accepted, Refused, submit
from comments.services.threads import policy_of
from newsroom.embed.api import page_row
from newsroom.embed.comment_feeds import article_feed_path
from newsroom.embed.page import page
from newsroom.embed.statement import shown
from newsroom.kernel.api import Problem, StrictSerializer, field_problem

FIELDS = ("article", "parent", "name", "email", "website", "body", "form", "hp", "subscribe")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'self'"
)


# A guest's post carries no cookie, so there is no session to forge a request with; the signed
# form token is what ties a post to a form of ours.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def thread_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = page_row(request, site, seen_by=reader_of(request))
        if request.method == "POST":
            return posted(request, row)
        return show(request, row)
    except Problem as error:
        return plain_error(request, error)


def show(
    request: HttpRequest,
    row: Article,
    *,
    status: int = 200,
    typed: Any = None,
    errors: Any = None,
    drawn: str = "",
) -> HttpResponse:
    now = timezone.now()
    data = page(request, row, now)
    parent = parent_of(request, row.pk)
    fragment = request.GET.get("fragment") == "1"
    base = thread_url(row, absolute=fragment)
    context = {
        "site": row.site,
        "article": row,
        "self_url": base,
        "feed_url": article_feed_path(row.site.key, row.external_id),
        "next_url": next_url(request, base, data["thread"]["next"]),
        **data,
        "typed": typed or {},
        "errors": errors or {},
        "parent": parent,
        "preview": drawn,
        "report_url": report_url(row, absolute=fragment),
    }
    template = "embed/thread_fragment.html" if fragment else "embed/thread_page.html"
    response = render(request, template, context, status=status)
    response["Content-Security-Policy"] = POLICY
    # A publisher's page may frame it: there is nothing here that a click could give away.
    response.xframe_options_exempt = True
    response["Cache-Control"] = "public, max-age=5" if status == 200 and not typed else "no-store"
    return response


def thread_url(row: Article, *, absolute: bool) -> str:
    """With our host where it stands in a page of the publisher's: a form that posts to theirs is
    a comment that nobody gets."""
    path = f"/sites/{row.site.key}/comments?{urlencode({'article': row.external_id})}"
    return f"{settings.PUBLIC_URL}{path}" if absolute else path


def report_url(row: Article, *, absolute: bool) -> str:
    return f"{settings.PUBLIC_URL if absolute else ''}/sites/{row.site.key}/report"


def next_url(request: HttpRequest, base: str, cursor: str | None) -> str:
    """The next page of this same list; '' after the last."""
    if cursor is None:
        return ""
    kept = {name: request.GET[name] for name in ("parent", "sort", "limit") if name in request.GET}
    return f"{base}&{urlencode({**kept, 'cursor': cursor})}"


def parent_of(request: HttpRequest, article: int) -> Comment | None:
    text = request.GET.get("reply", "") or request.POST.get("parent", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Comment.objects.visible().filter(thread__article=article, pk=int(text)).first()


def posted(request: HttpRequest, row: Article) -> HttpResponse:
    """303 to the receipt, or the form again with what was typed and what is wrong with it."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        if request.POST.get("do") == "preview":
            drawn = preview(request, row.site, said(PreviewInput, {"body": typed["body"]}))
            return show(request, row, typed=typed, drawn=drawn)
        fields = checked(typed)
        check_fields(fields, policy_of(row.site_id))
        outcome = submit(ref(row, row.site, timezone.now()), draft(request, fields), timezone.now())
        if isinstance(outcome, Refused):
            raise problem(outcome)
    except Problem as error:
        errors = {name: lines[0]["text"] for name, lines in (error.fields or {}).items()}
        errors.setdefault("all", error.text)
        response = show(request, row, status=error.status_code, typed=typed, errors=errors)
        return waits(response, error)
    return see_own(outcome)


def waits(response: HttpResponse, error: Problem) -> HttpResponse:
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def checked(typed: dict[str, str]) -> dict[str, Any]:
    return said(PostInput, {name: v for name, v in typed.items() if v or name != "parent"})


def said(shape: type[StrictSerializer], typed: dict[str, str]) -> dict[str, Any]:
    """What a form sent, as the API would take it."""
    data = shape(data=typed)
    try:
        data.is_valid(raise_exception=True)
    except ValidationError as error:
        raise field_problem(error) from None
    fields: dict[str, Any] = data.validated_data
    return fields


def see_own(outcome: Accepted) -> HttpResponseRedirect:
    # By the path alone: a content policy that lets forms go to this host ends a redirect to any
    # other name of it.
    url: str = with_receipt(outcome.comment)["receipt_url"]
    response = redirect(url.removeprefix(settings.PUBLIC_URL))
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt  # the receipt in the address is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_page(request: HttpRequest, comment: int) -> HttpResponse:
    """The author's own comment: how it stands and why, with the forms to change or withdraw it."""
    try:
        row = own_comment(request, comment)
        error = acted(request, row) if request.method == "POST" else ""
    except Problem as refused:
        return plain_error(request, refused)
    if request.method == "POST" and not error:
        response: HttpResponse = redirect(request.get_full_path())
        response.status_code = 303
    else:
        data = with_receipt(row)
        article = row.thread.article
        words = request.POST.get("body", "") if error else row.body
        context = {**data, "row": row, "article": article, "site": article.site}
        context |= {"error": error, "words": words}
        context["statement"] = shown(row, timezone.now())
        response = render(request, "embed/receipt.html", context, status=422 if error else 200)
        response["Content-Security-Policy"] = POLICY + "; frame-ancestors 'none'"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def acted(request: HttpRequest, row: Comment) -> str:
    """Does what the form asks; the sentence of what went wrong, or ''."""
    try:
        if request.POST.get("do") == "withdraw":
            take_back_own(row)
        elif request.POST.get("do") == "appeal":
            appeal_own(request, row, {"text": request.POST.get("text", "")})
        elif request.POST.get("do") in ("code", "again"):
            again = request.POST.get("do") == "again"
            confirm_own(row, {"code": request.POST.get("code", ""), "again": again})
        else:
            change_own(row, {"body": request.POST.get("body", "")})
    except ValidationError as error:
        return field_problem(error).text
    except Problem as refused:
        return refused.text
    return ""


def plain_error(request: HttpRequest, error: Problem) -> HttpResponse:
    context = {"status": error.status_code, "sentence": error.text}
    response = render(request, "error.html", context, status=error.status_code)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return waits(response, error)


def front_door(request: HttpRequest) -> HttpResponse:
    if request.path != "/":
        raise Http404
    return redirect("/demo/")
