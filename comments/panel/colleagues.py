"""What moderators tell each other at a card: for whom it is, and notes. Forms that work by
themselves, and answer JSON to the page's own script."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.public import Site
from comments.panel.decisions import wrong
from comments.panel.desk import at_desk, queue_url, wants_json
from comments.panel.people import onward
from comments.panel.queue_page import comment_of
from comments.roles import May, Role
from comments.services.desk_notes import assign, note_on
from newsroom.kernel.fields import FieldError


@require_POST
@at_desk(May.DECIDE)
def assign_card(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    """``to``: an account's number; '' takes it from whom it was meant for."""
    row, said = comment_of(site, comment), request.POST.get("to", "")
    known = said.isascii() and said.isdigit() and len(said) < 19
    if said and not (known and assign(row, int(said), timezone.now())):
        return wrong(request, "Nobody of that number decides here.")
    if not said:
        assign(row, None, timezone.now())
    return answered(request, site, row.pk)


@require_POST
@at_desk(May.DECIDE)
def note_card(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    row = comment_of(site, comment)
    assert request.user.is_authenticated
    try:
        note_on(row, request.POST.get("text", ""), request.user, timezone.now())
    except FieldError as error:
        return wrong(request, f"The note: {error.text}")
    return answered(request, site, row.pk)


def answered(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": "Kept."})
    return onward(f"{queue_url(site)}comments/{pk}")
