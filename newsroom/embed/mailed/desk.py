"""A moderator's link: shows what waits, and takes one decision."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Comment, Link
from comments.notify.words import words
from comments.services import links
from comments.services.desk_link import PURPOSE, Outcome, decide, on_the_desk, waiting
from comments.states import Status
from newsroom.embed.mailed.confirm import number
from newsroom.embed.mailed.private_page import done, over, private_page

VERBS = {"publish": Status.PUBLISHED, "reject": Status.REJECTED, "spam": Status.SPAM}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def desk_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(PURPOSE, token, timezone.now())
    if link is None or link.comment is None or not on_the_desk(link):
        return over(request)
    comment = waiting(link)
    if comment is None or link.used_at is not None:
        return decided(request, link)
    if request.method == "POST" and request.POST.get("do") in VERBS:
        return answer(request, link)
    return show(request, link, comment)


def show(
    request: HttpRequest, link: Link, comment: Comment, *, changed: bool = False
) -> HttpResponse:
    article = comment.thread.article
    decision = comment.decisions.first()
    return private_page(
        request,
        "desk",
        link.site.language,
        status=409 if changed else 200,
        said={"name": comment.name, "title": article.title},
        row=comment,
        article=article,
        reasons=decision.reasons if decision else [],
        changed=changed,
    )


def answer(request: HttpRequest, link: Link) -> HttpResponse:
    to = VERBS[request.POST["do"]]
    outcome = decide(link, to, number(request.POST.get("revision", "")), timezone.now())
    comment = waiting(link)
    if outcome is Outcome.CHANGED and comment is not None:
        return show(request, link, comment, changed=True)
    if outcome is not Outcome.DONE:
        return decided(request, link)
    return told(request, link, to.value, "p_desk_done")


def decided(request: HttpRequest, link: Link) -> HttpResponse:
    assert link.comment is not None
    link.comment.refresh_from_db()
    return told(request, link, link.comment.status, "p_desk_over")


def told(request: HttpRequest, link: Link, status: str, sentence: str) -> HttpResponse:
    language = link.site.language
    said = {"status": words(language).t(f"s_{status}")}
    return done(request, language, "p_desk_done_title", sentence, said=said)
