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
from newsroom.embed.html import POLICY, plain_error
from newsroom.kernel.api import Problem
from newsroom.kernel.fields import FieldError


# No cookie takes part: whoever can make a reader's browser send this could send it themselves.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = named(request, site)
        error = reported(request, row) if request.method == "POST" else ""
    except Problem as refused:
        return plain_error(request, refused)
    thanks = request.method == "POST" and not error
    article = row.thread.article
    context: dict[str, Any] = {"row": row, "article": article, "site": article.site}
    context |= {"reasons": REASONS, "error": error, "thanks": thanks}
    context |= {"typed": request.POST if error else {}}
    response = render(request, "embed/report.html", context, status=422 if error else 200)
    response["Content-Security-Policy"] = POLICY + "; frame-ancestors 'none'"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


REASONS = {
    Report.Reason.SPAM: "Advertising or spam",
    Report.Reason.ABUSE: "Insult or hate",
    Report.Reason.OFF_TOPIC: "Off topic",
    Report.Reason.FALSE: "False claim",
    Report.Reason.PRIVACY: "Somebody’s private data",
    Report.Reason.OTHER: "Something else",
}


def named(request: HttpRequest, site: str) -> Comment:
    text = query(request, "comment", 19)
    row = visible_or_404(int(text) if text.isascii() and text.isdigit() else 0)
    if row.thread.site_id != site_or_404(site).pk:
        raise unknown()
    return row


def reported(request: HttpRequest, row: Comment) -> str:
    """'' when it is written down; else the sentence of what is wrong with the form."""
    refuse_too_many(row, None, request)
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    try:
        if not report(row, voters.voter_of(reader(request), row), reason, note, timezone.now()):
            raise unknown()
    except FieldError as error:
        return error.text
    return ""


def reader(request: HttpRequest) -> str:
    """Without a token of the browser's own: what tells readers apart well enough to count once."""
    agent = printable(request.headers.get("User-Agent", ""))
    return f"{client_ip(request)}\n{agent}"
