"""What moderators do: decide, undo, hold a card open. Each is a form that works by itself, and
answers JSON to the page's own script."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.public import Site
from comments.desk_reasons import REFUSAL_REASONS
from comments.models import Decision
from comments.panel.desk import at_desk, queue_url, wants_json
from comments.panel.queue_page import comment_of, counted, show_comment
from comments.panel.words import STATUSES
from comments.reading.cards import cards
from comments.reading.claims import open_at_others
from comments.reading.queue import counts
from comments.roles import May, Role, may
from comments.services.claim import claim, release_all
from comments.services.decide_seen import Conflict, Decided, NotYours, Wish, decide_seen
from comments.services.undo import SHOWN, NotUndone, undo
from comments.states import Status
from newsroom.kernel.fields import FieldError

VERBS = {
    "publish": Status.PUBLISHED,
    "hold": Status.HELD,
    "reject": Status.REJECTED,
    "spam": Status.SPAM,
    "remove": Status.REMOVED,
}
WITH_REASON = (Status.REJECTED, Status.REMOVED)
MOST_SEEN = 200
ANOTHER = "You refused it yourself: somebody else decides on the appeal. You may still publish it."
UNDO_SENTENCES = {
    "not_yours": "Only whoever decided can undo it.",
    "too_late": "It is too late to undo this. Decide anew instead.",
    "decided_since": "Somebody has decided on this comment since.",
}


@require_POST
@at_desk(May.DECIDE)
def decide(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    row = comment_of(site, comment)
    wish = wish_of(request)
    if wish is None:
        return wrong(request, "The form names no decision, or no reason from the list.")
    now = timezone.now()
    assert request.user.is_authenticated
    try:
        outcome = decide_seen(row, wish, request.user, now)
    except FieldError as error:
        return wrong(request, f"The note: {error.text}")
    if wants_json(request):
        return JsonResponse(told(outcome), status=200 if isinstance(outcome, Decided) else 409)
    if not isinstance(outcome, Decided):
        [card] = cards([comment_of(site, comment)], request.user.pk, now)
        said = told(outcome)["detail"]
        return show_comment(request, site, role, card, told=said, status=409)
    return onward(request, site, outcome.decision)


def wish_of(request: HttpRequest) -> Wish | None:
    to, reason = VERBS.get(request.POST.get("do", "")), request.POST.get("reason", "")
    if to is None or (reason and reason not in REFUSAL_REASONS):
        return None
    said = reason if to in WITH_REASON else ""
    seen, note = request.POST.get("seen", ""), request.POST.get("note", "")
    return Wish(to, seen, said, note, request.POST.get("said", ""))


def told(outcome: Decided | Conflict | NotYours) -> dict[str, Any]:
    if isinstance(outcome, NotYours):
        return {"code": "another_person", "by": "", "detail": ANOTHER}
    if isinstance(outcome, Decided):
        decision = outcome.decision
        return {"decision": decision.pk, "status": decision.after, "undo": SHOWN.seconds}
    latest = outcome.latest
    status = STATUSES[outcome.status]
    who = latest.by.get_username() if latest and latest.by else ""
    by = {"author": "its author", "machine": "the machine"}.get(latest.actor if latest else "")
    name = who or by or "a colleague"
    verb = "Changed" if by and not who else "Already decided"
    return {
        "code": "already_decided",
        "status": outcome.status.value,
        "by": name,
        "detail": f"{verb} by {name}: {status}.",
    }


def onward(request: HttpRequest, site: Site, decision: Decision) -> HttpResponse:
    """Back to where the form stood, with the decision that may still be undone."""
    back = request.POST.get("back", "")
    ours = back.startswith("/panel/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    back = back if ours else queue_url(site)
    response = HttpResponseRedirect(f"{back}{'&' if '?' in back else '?'}decided={decision.pk}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@require_POST
@at_desk(May.DECIDE)
def take_back(request: HttpRequest, site: Site, role: Role, decision: int) -> HttpResponse:
    rows = Decision.objects.filter(pk=decision, comment__thread__site=site)
    row = rows.first() if decision < 2**63 else None
    if row is None:
        raise Http404
    assert request.user.is_authenticated
    outcome = undo(row, request.user, timezone.now())
    late = isinstance(outcome, NotUndone)
    said = UNDO_SENTENCES[outcome.why] if isinstance(outcome, NotUndone) else "Undone."
    [card] = cards([comment_of(site, row.comment_id)], request.user.pk, timezone.now())
    if wants_json(request):
        body = {"detail": said, "status": card.status, "seen": card.mark}
        return JsonResponse(body, status=409 if late else 200)
    return show_comment(request, site, role, card, told=said, status=409 if late else 200)


@require_POST
@at_desk(May.READ_QUEUE)
def pulse(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    """Says which card is open here, and asks what is open at others and how much waits."""
    now, user = timezone.now(), request.user
    assert user.is_authenticated
    seen = numbers(request.POST.getlist("seen"))
    opened = numbers(request.POST.getlist("open"))[:1] if may(role, May.DECIDE) else []
    for pk in opened:
        claim(comment_of(site, pk).pk, user, now)
    if request.POST.get("open") == "":
        release_all(user)
    found = {tab: counted(count) for tab, count in counts(site.pk).items()}
    return JsonResponse({"open": open_at_others(site.pk, seen, user.pk, now), "counts": found})


def numbers(said: list[str]) -> list[int]:
    found = (one for one in said[:MOST_SEEN] if one.isascii() and one.isdigit())
    return [int(one) for one in found if len(one) < 19]


def wrong(request: HttpRequest, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": "invalid", "detail": sentence}, status=422)
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=422)
