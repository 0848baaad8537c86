"""The queue and a comment's own page. Reads; whatever acts is a form that ``decisions`` takes."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.desk_reasons import REFUSAL_REASONS
from comments.models import Appeal, CardEntry, Comment, Decision, LegalHold, Tab
from comments.panel.desk import at_desk, queue_url
from comments.panel.places import places
from comments.panel.words import FINDINGS, shown_card, words_for
from comments.reading.cards import Card, cards, cards_of, row_at
from comments.reading.queue import COUNTED, ORDERS, WALK, Asked, BadCursor, counts, page
from comments.roles import May, Role, may
from comments.services.canned import canned_of
from comments.services.desk_notes import named_desk
from comments.services.staff_reply import voice_of
from comments.services.undo import SHOWN

ORDER_NAMES = {"worst": "Worst first", "newest": "Newest first", "oldest": "Oldest first"}
FILTERS = ("section", "article", "reason", "language", "words")
LONGEST = 200


@require_http_methods(["GET", "HEAD"])
@at_desk(May.READ_QUEUE)
def queue(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    asked = asked_of(request)
    try:
        found = page(site.pk, asked)
    except BadCursor:
        return HttpResponseBadRequest("This cursor is of another order.", "text/plain")
    viewer = request.user.pk or 0
    shown = [shown_card(card) for card in cards_of(found.entries, viewer, timezone.now())]
    context = {
        "cards": shown,
        "tabs": tabs(site, asked),
        "orders": ORDER_NAMES.items(),
        "known_reasons": sorted(FINDINGS.items(), key=lambda item: item[1]),
        "asked": asked,
        "filtered": any(getattr(asked, name) for name in (*FILTERS, "link", "newcomer", "mine")),
        "next": link(site, asked, cursor=found.next) if found.next else "",
        "cut": found.cut,
        "walk": f"{WALK:,}",
        "here": link(site, asked, cursor=asked.cursor),
        "undo": just_decided(request, site),
        "desk": named_desk(site.pk),
        "senior": may(role, May.CHANGE_PEOPLE),
        **answering(request, site, role),
        "bulk_query": link(site, asked, order="").partition("?")[2],
    }
    return render(request, "panel/queue.html", {**around(request, site, role), **context})


def just_decided(request: HttpRequest, site: Site) -> Decision | None:
    """The decision that the form before this page made, while it can be undone."""
    said = request.GET.get("decided", "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        return None
    rows = Decision.objects.filter(pk=int(said), by=request.user.pk, comment__thread__site=site)
    return rows.filter(created__gte=timezone.now() - SHOWN).first()


@require_http_methods(["GET", "HEAD"])
@at_desk(May.READ_QUEUE)
def comment_page(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    """One card with all that was ever decided on it."""
    row = comment_of(site, comment)
    [card] = cards([row], request.user.pk or 0, timezone.now())
    return show_comment(request, site, role, card)


def show_comment(
    request: HttpRequest,
    site: Site,
    role: Role,
    card: Card,
    *,
    told: str = "",
    undo: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    """``told``: a sentence on what has just happened; ``undo``: the decision to take back."""
    rows = Decision.objects.filter(comment=card.pk).select_related("by").order_by("id")
    context = {
        "card": shown_card(card),
        "history": [(one, "; ".join(map(words_for, one.reasons))) for one in rows],
        "told": told,
        "undo": undo,
        "here": queue_url(site),
        "hold": LegalHold.objects.select_related("by").filter(comment=card.pk, lifted=None).first(),
        "desk": named_desk(site.pk),
        "holds": may(role, May.CHANGE_PEOPLE),
        "entries": CardEntry.objects.select_related("by").filter(comment=card.pk),
        **answering(request, site, role),
        "appeals": Appeal.objects.select_related("by").filter(comment=card.pk),
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/comment.html", page, status=status)


def comment_of(site: Site, pk: int) -> Comment:
    """Of this site, or nothing."""
    row = row_at(site.pk, pk)
    if row is None:
        raise Http404
    return row


def around(request: HttpRequest, site: Site, role: Role) -> dict[str, Any]:
    return {
        "site": site,
        "base": queue_url(site),
        "places": places(site, role, request.path),
        "user_name": request.user.get_username(),
        "decides": may(role, May.DECIDE),
        "refusals": list(REFUSAL_REASONS.items()),
    }


def answering(request: HttpRequest, site: Site, role: Role) -> dict[str, Any]:
    """What the forms need by which the desk speaks to readers. ``once``: a word of this page's
    own, which tells a second click from a second answer."""
    return {
        "picks": may(role, May.CHANGE_THREADS),
        "canned": canned_of(site.pk),
        "voice": voice_of(request.user, site, ""),
        "once": uuid.uuid4().hex,
    }


def asked_of(request: HttpRequest) -> Asked:
    """What nobody offers is as if it had not been said: a link from a mail still opens."""

    def said(name: str) -> str:
        return request.GET.get(name, "")[:LONGEST].strip()

    return Asked(
        tab=said("tab") if said("tab") in Tab.values else Tab.WAITING.value,
        order=said("order") if said("order") in ORDERS else "worst",
        link=said("link") == "1",
        newcomer=said("newcomer") == "1",
        mine=(request.user.pk or 0) if said("mine") else 0,
        cursor=said("cursor"),
        **{name: said(name) for name in FILTERS},
    )


def link(site: Site, asked: Asked, **changed: str) -> str:
    said = {name: getattr(asked, name) for name in ("tab", "order", *FILTERS)}
    said |= {"link": "1" * asked.link, "newcomer": "1" * asked.newcomer}
    said |= {"mine": "1" if asked.mine else "", **changed}
    return f"{queue_url(site)}?{urlencode({name: value for name, value in said.items() if value})}"


def tabs(site: Site, asked: Asked) -> list[dict[str, Any]]:
    found = counts(site.pk)
    return [
        {
            "key": tab.value,
            "name": tab.label,
            "count": counted(found[tab.value]),
            "url": link(site, Asked(tab=tab.value, order=asked.order)),
            "here": tab.value == asked.tab,
        }
        for tab in Tab
    ]


def counted(count: int) -> str:
    return f"{count:,}+" if count >= COUNTED else f"{count:,}"
