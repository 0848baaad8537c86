"""What the desk says to readers at a card: an answer as the newsroom, an editor's pick. Forms that
work by themselves, and answer JSON to the page's own script."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.public import Site
from comments.panel.colleagues import answered
from comments.panel.decisions import wrong
from comments.panel.desk import at_desk, queue_url, wants_json
from comments.panel.people import onward
from comments.panel.queue_page import comment_of
from comments.panel.record import number_of
from comments.roles import May, Role
from comments.services.canned import count_use
from comments.services.pick import pick
from comments.services.staff_reply import NotAnswered, staff_reply, take_back
from newsroom.kernel.fields import FieldError

SENTENCES = {
    "not_published": "Readers do not see this comment: publish it first.",
    "thread_frozen": "Nothing can be written in this conversation: it is off or read-only.",
}


@require_POST
@at_desk(May.DECIDE)
def answer_card(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    row, said = comment_of(site, comment), request.POST
    assert request.user.is_authenticated
    try:
        once = said.get("once", "")
        outcome = staff_reply(row, said.get("body", ""), once, request.user, timezone.now())
    except FieldError as error:
        return wrong(request, f"The answer: {error.text}")
    if isinstance(outcome, NotAnswered):
        return wrong(request, SENTENCES[outcome.why])
    if used := number_of(said.get("canned", "")):
        count_use(site.pk, used)
    if wants_json(request):
        return JsonResponse({"detail": "Answered.", "reply": outcome.reply.pk})
    return onward(f"{queue_url(site)}comments/{outcome.reply.pk}")


@require_POST
@at_desk(May.DECIDE)
def take_back_answer(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    row = comment_of(site, comment)
    assert request.user.is_authenticated
    if not take_back(row, request.user, timezone.now()):
        return wrong(request, "This is no answer of yours that readers see.")
    return answered(request, site, row.pk)


@require_POST
@at_desk(May.CHANGE_THREADS)
def pick_card(request: HttpRequest, site: Site, role: Role, comment: int) -> HttpResponse:
    """``on``: 1 or nothing."""
    row, on = comment_of(site, comment), request.POST.get("on") == "1"
    assert request.user.is_authenticated
    if not pick(row, on, request.user, timezone.now()):
        return wrong(request, SENTENCES["not_published"])
    if wants_json(request):
        return JsonResponse({"detail": "Picked." if on else "Picked no longer."})
    return onward(f"{queue_url(site)}comments/{row.pk}")
