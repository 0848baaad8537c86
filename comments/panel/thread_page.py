"""A conversation in the panel, as readers see it, with the keys of the queue on every comment: what
the publisher's page cannot offer, where we have no session (docs/decisions/0042)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.models import Thread
from comments.panel.desk import at_desk, queue_url
from comments.panel.queue_page import answering, around, just_decided
from comments.panel.record import number
from comments.panel.words import shown_card
from comments.reading.cards import cards
from comments.reading.in_context import Conversation, conversation, root_above
from comments.roles import May, Role, may
from comments.services.desk_notes import named_desk

NOTHING = Conversation([], None, cut=False)


@require_http_methods(["GET", "HEAD"])
@at_desk(May.READ_QUEUE)
def thread(request: HttpRequest, site: Site, role: Role, story: int) -> HttpResponse:
    """``story``: the article's number; ``at``: the comment it shall begin with. Where nobody has
    written looks like what is not there."""
    rows = Thread.objects.select_related("article").filter(site=site, article=story)
    found = rows.first() if story < 2**63 else None
    before, at = number(request, "before"), number(request, "at")
    if found and at and (root := root_above(found, at)):
        before = root + 1
    told = conversation(found, before) if found else NOTHING
    shown = [shown_card(card) for card in cards(told.comments, viewer_of(request), timezone.now())]
    here = f"{queue_url(site)}threads/{story}"
    context = {
        "thread": found,
        "cards": list(zip(shown, [min(one.depth, 5) for one in told.comments], strict=True)),
        "cut": told.cut,
        "next": f"{here}?before={told.next}" if told.next else "",
        "here": f"{here}?before={before}" if before else here,
        "undo": just_decided(request, site),
        "desk": named_desk(site.pk),
        "senior": may(role, May.CHANGE_PEOPLE),
        **answering(request, site, role),
    }
    return render(request, "panel/thread.html", {**around(request, site, role), **context})


def viewer_of(request: HttpRequest) -> int:
    return request.user.pk or 0
