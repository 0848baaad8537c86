"""The record of decisions and the report on them; comments that are kept as evidence."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.public import Site
from comments.models import LegalHold
from comments.panel.decisions import wrong
from comments.panel.desk import at_desk
from comments.panel.files import as_file
from comments.panel.queue_page import around, comment_of
from comments.panel.words import STATUSES, words_for
from comments.reading.record import ACTORS, PAGE, Entry, Sought, entries, every
from comments.reading.transparency import transparency
from comments.roles import May, Role, may
from comments.services.hold_evidence import lay
from comments.services.lift_hold import lift
from newsroom.kernel.fields import FieldError

TEXTS = ("who", "actor", "after", "reason", "words")
KINDS = ("csv", "json")


@require_http_methods(["GET", "HEAD"])
@at_desk(May.DECIDE)
def record(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    sought = sought_of(request)
    found = entries(site.pk, sought)
    more, found = len(found) > PAGE, found[:PAGE]
    context = {
        "rows": [(entry, told(entry)) for entry in found],
        "sought": sought,
        "actors": ACTORS,
        "statuses": STATUSES.items(),
        "query": said(sought),
        "next": said(sought, before=found[-1].decision.pk) if more else "",
        "exports": may(role, May.CHANGE_PEOPLE),
    }
    return render(request, "panel/record.html", {**around(request, site, role), **context})


@require_http_methods(["GET", "HEAD"])
@at_desk(May.CHANGE_PEOPLE)
def record_file(request: HttpRequest, site: Site, role: Role, kind: str) -> HttpResponseBase:
    """All that the page would show, page after page."""
    if kind not in KINDS:
        raise Http404
    return as_file(every(site.pk, sought_of(request)), kind, f"{site.key}-record")


@require_http_methods(["GET", "HEAD"])
@at_desk(May.DECIDE)
def report_page(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    since, until = period(request)
    figures = transparency(site.pk, since, until)
    for one in figures["restrictions"]:
        one["words"] = words_for(one["reason"]) if one["reason"] else ""
    context = {"figures": figures, "since": since, "until": until}
    return render(request, "panel/transparency.html", {**around(request, site, role), **context})


@require_http_methods(["GET", "HEAD"])
@at_desk(May.DECIDE)
def report_file(request: HttpRequest, site: Site, role: Role, kind: str) -> HttpResponseBase:
    """Of JSON the whole report; CSV is the table of restrictions."""
    if kind not in KINDS:
        raise Http404
    figures = {"site": site.key, **transparency(site.pk, *period(request))}
    rows = [figures] if kind == "json" else figures["restrictions"]
    return as_file(rows, kind, f"{site.key}-transparency")


@require_http_methods(["GET", "HEAD"])
@at_desk(May.CHANGE_PEOPLE)
def holds(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    rows = LegalHold.objects.filter(comment__thread__site=site)
    rows = rows.select_related("comment", "by", "lifted_by").order_by("-id")
    context = {"standing": rows.filter(lifted=None)[:200], "lifted": rows.exclude(lifted=None)[:50]}
    return render(request, "panel/holds.html", {**around(request, site, role), **context})


@require_POST
@at_desk(May.CHANGE_PEOPLE)
def hold(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    """Lays a hold on a comment, or lifts the one that stands."""
    row, now, why = comment_of(site, comment), timezone.now(), request.POST.get("why", "")
    standing = LegalHold.objects.filter(comment=row, lifted=None).first()
    assert request.user.is_authenticated
    try:
        if request.POST.get("do") == "lift":
            if standing is not None:
                lift(standing, why, request.user, now)
        elif request.POST.get("do") == "lay":
            lay(row.pk, why, request.user, now)
    except FieldError as error:
        return wrong(request, f"Why: {error.text}")
    response = HttpResponseRedirect(f"/panel/{site.key}/comments/{row.pk}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def sought_of(request: HttpRequest) -> Sought:
    """What cannot be is as if it had not been said."""
    texts = {name: request.GET.get(name, "")[:200].strip() for name in TEXTS}
    return Sought(
        **texts,
        comment=number(request, "comment"),
        since=day(request.GET.get("since", "")),
        until=day(request.GET.get("until", "")),
        before=number(request, "before"),
    )


def number(request: HttpRequest, name: str) -> int | None:
    return number_of(request.GET.get(name, ""))


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def day(text: str) -> date | None:
    """Of this era: no database counts time before it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2200 else None


def period(request: HttpRequest) -> tuple[date, date]:
    """The last thirty days where nothing else is said."""
    today = timezone.now().date()
    until = day(request.GET.get("until", "")) or today
    since = day(request.GET.get("since", "")) or until - timedelta(days=30)
    return min(since, until), until


def said(sought: Sought, before: int | None = None) -> str:
    values: dict[str, Any] = {name: getattr(sought, name) for name in TEXTS}
    values |= {"comment": sought.comment, "since": sought.since, "until": sought.until}
    values["before"] = before
    return urlencode({name: value for name, value in values.items() if value})


def told(entry: Entry) -> dict[str, Any]:
    one = entry.decision
    return {
        "who": one.by.get_username() if one.by else one.actor,
        "why": "; ".join(words_for(reason) for reason in one.reasons),
        "score": "" if entry.score is None else f"{entry.score:.0%}",
        "before": STATUSES.get(one.before, one.before),
        "after": STATUSES.get(one.after, one.after),
    }
