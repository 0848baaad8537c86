"""People at the desk: an author's page, their state and notes about them, and blocks."""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import make_aware
from django.views.decorators.http import require_http_methods, require_POST

from articles.public import Site
from comments.identity import AddressError, clean_email
from comments.models import Block, Commenter
from comments.panel.desk import at_desk, queue_url, wants_json
from comments.panel.queue_page import around
from comments.panel.record import day, number
from comments.panel.words import STATUSES, words_for
from comments.reading.person import people, person
from comments.roles import May, Role, may
from comments.services.addresses import addresses_of, networks_of
from comments.services.blocks import block, named, unblock
from comments.services.mails import recipient
from comments.services.people import note, seen_of, set_state
from newsroom.kernel.fields import FieldError

MEANWHILE = "A colleague has changed it meanwhile."
STATES = {
    "new": "New: nothing is known",
    "trusted": "Trusted: does not wait as a newcomer",
    "watched": "Watched: every comment waits for a person",
    "suspended": "Suspended: rejected until a day",
    "banned": "Banned: rejected",
    "shadowed": "Shadowed: goes to Spam, and is told no more than that",
}


@require_http_methods(["GET", "HEAD"])
@at_desk(May.DECIDE)
def people_page(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    """Found by name and state; by whole address, straight to the person, for who may see such."""
    words = request.GET.get("words", "")[:254].strip()
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    if "@" in words and may(role, May.CHANGE_PEOPLE):
        found = by_address(site, words)
        if found is not None:
            return HttpResponseRedirect(person_url(site, found))
    context = {
        "rows": people(site.pk, words, state),
        "words": words,
        "state": state,
        "states": STATES.items(),
        "senior": may(role, May.CHANGE_PEOPLE),
    }
    return render(request, "panel/people.html", {**around(request, site, role), **context})


def by_address(site: Site, text: str) -> Commenter | None:
    try:
        address = clean_email(text, max_length=254, smtputf8=True)
    except AddressError:
        return None
    return Commenter.objects.filter(site=site, identity=recipient(address)).first()


@require_http_methods(["GET", "HEAD"])
@at_desk(May.DECIDE)
def person_page(request: HttpRequest, site: Site, role: Role, person: int) -> HttpResponse:
    return show(request, site, role, author_of(site, person))


def show(
    request: HttpRequest,
    site: Site,
    role: Role,
    author: Commenter,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    found = person(author, number(request, "before"), timezone.now())
    pks, senior = [one.pk for one in found.same], may(role, May.CHANGE_PEOPLE)
    context = {
        "person": found,
        "state_words": STATES[found.state],
        "states": STATES.items(),
        "senior": senior,
        "addresses": addresses_of(pks) if senior else [],
        "networks": networks_of(pks) if senior else [],
        "effects": Block.Effect.choices,
        "rows": [(row, STATUSES.get(row.status, row.status)) for row in found.comments],
        "decided": [(one, "; ".join(map(words_for, one.reasons))) for one in found.decisions],
        "seen": seen_of(author),
        "told": told,
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/person.html", page, status=status)


@require_POST
@at_desk(May.CHANGE_PEOPLE)
def person_state(request: HttpRequest, site: Site, role: Role, person: int) -> HttpResponse:
    author, now = author_of(site, person), timezone.now()
    assert request.user.is_authenticated
    if request.POST.get("seen", "").strip() != seen_of(author):
        return said(request, site, role, author, MEANWHILE, 409)
    try:
        to, reason = request.POST.get("state", ""), request.POST.get("reason", "")
        done = set_state(author, to, reason, until_of(request, now), request.user, now)
    except FieldError as error:
        return said(request, site, role, author, error.text, 422)
    if not done:
        author.refresh_from_db()
        return said(request, site, role, author, MEANWHILE, 409)
    if wants_json(request):
        return JsonResponse({"detail": f"{author.name}: {to}."})
    return onward(person_url(site, author))


def said(
    request: HttpRequest, site: Site, role: Role, author: Commenter, told: str, status: int
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": told}, status=status)
    return show(request, site, role, author, told, status)


@require_POST
@at_desk(May.DECIDE)
def person_note(request: HttpRequest, site: Site, role: Role, person: int) -> HttpResponse:
    author = author_of(site, person)
    assert request.user.is_authenticated
    try:
        note(author, request.POST.get("text", ""), request.user, timezone.now())
    except FieldError as error:
        return show(request, site, role, author, error.text, 422)
    return onward(person_url(site, author))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.CHANGE_PEOPLE)
def blocks(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    if request.method != "POST":
        return show_blocks(request, site, role)
    asked, now = request.POST, timezone.now()
    assert request.user.is_authenticated
    if asked.get("do") == "lift":
        text = asked.get("block", "")
        if text.isascii() and text.isdigit() and len(text) < 19:
            unblock(site.pk, int(text))
        return onward(f"{queue_url(site)}blocks")
    try:
        what = named(asked.get("kind", ""), asked.get("value", ""))
        effect, reason = asked.get("effect", ""), asked.get("reason", "")
        block(site.pk, what, effect, reason, until_of(request, now), request.user, now)
    except FieldError as error:
        return show_blocks(request, site, role, error.text, 422)
    return onward(f"{queue_url(site)}blocks")


def show_blocks(
    request: HttpRequest, site: Site, role: Role, told: str = "", status: int = 200
) -> HttpResponse:
    typed = request.POST if told else request.GET
    context = {
        "rows": Block.objects.filter(site=site).select_related("by")[:500],
        "kinds": Block.Kind.choices,
        "effects": Block.Effect.choices,
        "typed": {name: typed.get(name, "")[:254] for name in ("kind", "value", "reason")},
        "now": timezone.now(),
        "told": told,
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/blocks.html", page, status=status)


def until_of(request: HttpRequest, now: datetime) -> datetime | None:
    """By a number of days, or to the end of a day. Raises FieldError for what is neither."""
    text = request.POST.get("days", "")
    if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= 3650 and len(text) < 5:
        return now + timedelta(days=int(text))
    text = request.POST.get("until", "")
    if not text:
        return None
    last = day(text)
    if last is None:
        raise FieldError("invalid", "Until when: a day such as 2027-01-31.")
    return make_aware(datetime.combine(last, datetime.min.time())) + timedelta(days=1)


def author_of(site: Site, pk: int) -> Commenter:
    found = Commenter.objects.filter(pk=pk, site=site).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def person_url(site: Site, author: Commenter) -> str:
    return f"{queue_url(site)}people/{author.pk}"


def onward(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = HTTPStatus.SEE_OTHER
    return response
