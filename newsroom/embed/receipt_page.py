"""One's own comment with JavaScript off: how it stands, and the forms to confirm it, change it,
take it back, and appeal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from comments.api.appealing import appeal_own
from comments.api.confirming import confirm_own
from comments.api.views import change_own, own_comment, take_back_own, with_receipt
from comments.models import Comment
from comments.states import Status, legal
from newsroom.embed.html import POLICY, plain_error, words_of
from newsroom.embed.said import Said
from newsroom.embed.statement import shown
from newsroom.kernel.api import Problem, field_problem


@csrf_exempt  # the receipt in the address is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_page(request: HttpRequest, comment: int) -> HttpResponse:
    """The author's own comment: how it stands and why, with the forms to change or withdraw it."""
    try:
        row = own_comment(request, comment)
    except Problem as refused:
        return plain_error(request, refused)
    say = words_of(row.thread.article)
    error = acted(request, row, say) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        response: HttpResponse = redirect(request.get_full_path())
        response.status_code = 303
    else:
        response = show_own(request, row, say, error)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def show_own(request: HttpRequest, row: Comment, say: Said, error: str) -> HttpResponse:
    data, article = with_receipt(row), row.thread.article
    meant = data.get("suggestion")
    context = {
        **data,
        "row": row,
        "article": article,
        "site": article.site,
        "say": say,
        "lang": say.language,
        "direction": say.direction,
        "standing": say.standing(data["status"], data["reason"]),
        "meant": say.t("meant", address=meant) if meant else "",
        "may_withdraw": legal(row.status, Status.WITHDRAWN, "author"),
        "statement": shown(row, timezone.now()),
        "error": error,
        "words": request.POST.get("body", "") if error else row.body,
    }
    response = render(request, "embed/receipt.html", context, status=422 if error else 200)
    response["Content-Security-Policy"] = POLICY + "; frame-ancestors 'none'"
    return response


def acted(request: HttpRequest, row: Comment, say: Said) -> str:
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
        return say.problem(field_problem(error))
    except Problem as refused:
        return say.problem(refused)
    return ""
