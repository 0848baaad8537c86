"""Reporting a comment with JavaScript off: the page shows it and asks why, and only a POST acts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.api.posting import printable
from comments.api.reader_actions import refuse_too_many, unknown, visible_or_404
from comments.api.requests import client_ip, query, site_or_404
from comments.models import Comment, Report
from comments.services import voters
from comments.services.report import report
from newsroom.embed.html import POLICY, plain_error, words_of
from newsroom.embed.said import Said
from newsroom.kernel.api import Problem
from newsroom.kernel.fields import FieldError


# No cookie takes part: whoever can make a reader's browser send this could send it themselves.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = named(request, site)
    except Problem as refused:
        return plain_error(request, refused)
    say = words_of(row.thread.article)
    try:
        error = reported(request, row, say) if request.method == "POST" else ""
    except Problem as refused:
        return plain_error(request, refused, say)
    context: dict[str, Any] = {
        "reasons": {reason: say[f"report_{reason}"] for reason in Report.Reason.values},
        "error": error,
        "thanks": request.method == "POST" and not error,
        "typed": request.POST if error else {},
    }
    return about(request, "report", row, say, context, status=422 if error else 200)


def about(
    request: HttpRequest,
    template: str,
    row: Comment,
    say: Said,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of its own about one comment."""
    article = row.thread.article
    context |= {"row": row, "article": article, "site": article.site, "say": say}
    context |= {"lang": say.language, "direction": say.direction}
    response = render(request, f"embed/{template}.html", context, status=status)
    response["Content-Security-Policy"] = POLICY + "; frame-ancestors 'none'"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def named(request: HttpRequest, site: str) -> Comment:
    text = query(request, "comment", 19)
    row = visible_or_404(int(text) if text.isascii() and text.isdigit() else 0)
    if row.thread.site_id != site_or_404(site).pk:
        raise unknown()
    return row


def reported(request: HttpRequest, row: Comment, say: Said) -> str:
    """'' when it is written down; else the sentence of what is wrong with the form."""
    refuse_too_many(row, None, request)
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    try:
        if not report(row, voters.voter_of(reader(request), row), reason, note, timezone.now()):
            raise unknown()
    except FieldError as error:
        return say.refusal(f"note_{error.code}", error.text)
    return ""


def reader(request: HttpRequest) -> str:
    """Without a token of the browser's own: what tells readers apart well enough to count once."""
    agent = printable(request.headers.get("User-Agent", ""))
    return f"{client_ip(request)}\n{agent}"
