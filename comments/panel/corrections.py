"""Corrections: what readers say of articles, for those who answer for them; and the mark on a card
that brings it there."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.public import Site
from comments.models import Correction
from comments.panel.answers import SENTENCES
from comments.panel.colleagues import answered
from comments.panel.decisions import wrong
from comments.panel.desk import at_desk, queue_url, wants_json
from comments.panel.people import onward
from comments.panel.queue_page import around, comment_of
from comments.panel.record import number
from comments.panel.words import STATUSES
from comments.roles import May, Role
from comments.services.canned import canned_of
from comments.services.corrections import (
    OPEN,
    Answer,
    NotClosed,
    answer,
    dismiss,
    give_back,
    line_of,
    mark,
    open_at,
    proven,
    seen_of,
    take,
    unmark,
)
from comments.services.staff_reply import voice_of
from newsroom.kernel.fields import FieldError

PAGE = 25
CLOSED = (Correction.State.ANSWERED, Correction.State.DISMISSED)
MEANWHILE = "A colleague was quicker: {what}."
GONE = "Nothing is left of this comment."
UNPROVEN = "Nobody has confirmed the address: a mail might go to a stranger."


@require_POST
@at_desk(May.DECIDE)
def correct_card(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    """``kind``: error, tip or question; '' takes back one's own mark."""
    row, now = comment_of(site, comment), timezone.now()
    kind, user = request.POST.get("kind", ""), request.user
    assert user.is_authenticated
    if not kind:
        if not unmark(row, user, now):
            return wrong(request, "There is no mark of yours that nobody has taken up.")
        return answered(request, site, row.pk)
    try:
        made = mark(row, kind, request.POST.get("note", ""), user, now)
    except FieldError as error:
        return wrong(request, error.text)
    if made is None:
        known = open_at(row)
        return wrong(request, f"It is there already: {line_of(known)}." if known else GONE)
    if wants_json(request):
        return JsonResponse({"detail": "To the newsroom.", "line": line_of(made)})
    return onward(f"{queue_url(site)}comments/{row.pk}")


@require_http_methods(["GET", "HEAD"])
@at_desk(May.CHANGE_ARTICLES)
def corrections(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    return shown(request, site, role)


@require_POST
@at_desk(May.CHANGE_ARTICLES)
def step_correction(request: HttpRequest, site: Site, role: Role, correction: int) -> HttpResponse:
    rows = rows_of(site)
    row = rows.filter(pk=correction).first() if correction < 2**63 else None
    if row is None:
        raise Http404
    try:
        refused = stepped(request, row)
    except FieldError as error:
        return shown(request, site, role, wrong=f"The answer: {error.text}", at=row.pk, status=422)
    if refused is None:
        return onward(f"{queue_url(site)}corrections")
    sentences = {**SENTENCES, "address_not_proven": UNPROVEN}
    sentences["meanwhile"] = MEANWHILE.format(what=line_of(rows.get(pk=row.pk)))
    status = 409 if refused.why == "meanwhile" else 422
    return shown(request, site, role, wrong=sentences[refused.why], at=row.pk, status=status)


def stepped(request: HttpRequest, row: Correction) -> NotClosed | None:
    """Raises FieldError."""
    said, user, now = request.POST, request.user, timezone.now()
    assert user.is_authenticated
    seen, verb, text = said.get("seen", ""), said.get("do", ""), said.get("text", "")
    if verb == "take":
        return None if take(row, seen, user, now) else NotClosed("meanwhile")
    if verb == "give_back":
        return None if give_back(row, seen, user, now) else NotClosed("meanwhile")
    if verb == "dismiss":
        return dismiss(row, seen, text, user, now)
    if verb == "answer":
        wanted = Answer(text, said.get("told", ""), said.get("once", ""))
        return answer(row, seen, wanted, user, now)
    raise FieldError("invalid", "The form names nothing to do.")


def shown(
    request: HttpRequest,
    site: Site,
    role: Role,
    *,
    wrong: str = "",
    at: int = 0,
    status: int = 200,
) -> HttpResponse:
    """``at``: whose form keeps the words that were refused."""
    over, before = request.GET.get("over") == "1", number(request, "before")
    rows = rows_of(site).filter(state__in=CLOSED if over else OPEN)
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows[: PAGE + 1])
    context = {
        "rows": [told(row, request.user.pk) for row in found[:PAGE]],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "over": over,
        "wrong": wrong,
        "at": at,
        "typed": request.POST.get("text", "") if wrong else "",
        "canned": canned_of(site.pk),
        "voice": voice_of(request.user, site, ""),
        "once": uuid.uuid4().hex,
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/corrections.html", page, status=status)


def rows_of(site: Site) -> Any:
    joined = ("comment__thread__article__site", "comment__commenter", "by", "editor")
    return Correction.objects.filter(site=site).select_related(*joined)


def told(row: Correction, viewer: int | None) -> dict[str, Any]:
    return {
        "row": row,
        "line": line_of(row),
        "seen": seen_of(row),
        "yours": row.editor_id == viewer,
        "public": row.comment.status == "published",
        "proven": proven(row.comment),
        "status": STATUSES[row.comment.status],
    }
