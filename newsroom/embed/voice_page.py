"""Votes and reactions with JavaScript off: the page shows a comment and its buttons, and only a
POST acts; then one is back in the conversation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.api.reader_actions import VALUES, refuse_unknown, refuse_voice, unknown
from comments.models import Comment, Reaction, Thread
from comments.services import voters
from comments.services.react import react
from comments.services.threads import policy_of
from comments.services.vote import vote
from newsroom.embed.html import plain_error, thread_url, words_of
from newsroom.embed.report_page import about, named, reader
from newsroom.kernel.api import Problem

REACT = "react:"


@csrf_exempt  # as with a report: no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def voice_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = named(request, site)
    except Problem as refused:
        return plain_error(request, refused)
    article = row.thread.article
    say = words_of(article)
    if request.method == "POST" and (said := request.POST.get("do", "")):
        try:
            speak(request, row, said)
        except Problem as refused:
            return plain_error(request, refused, say)
        response: HttpResponse = redirect(back_to(row))
        response.status_code = 303
        response["Cache-Control"] = "no-store"
        return response
    context: dict[str, Any] = {
        "back": back_to(row),
        "reactions": policy_of(article.site_id).reactions,
    }
    return about(request, "voice", row, say, context)


def back_to(row: Comment) -> str:
    """An address that changes with what stands there: no browser shows an older copy."""
    version = Thread.objects.values_list("version", flat=True).get(pk=row.thread_id)
    base = thread_url(row.thread.article, absolute=False)
    return f"{base}&around={row.pk}&v={version}#comment-{row.pk}"


def speak(request: HttpRequest, row: Comment, said: str) -> None:
    """``said``: a word for a vote, or ``react:`` and an emoji, which takes back what stands."""
    voter = voters.voter_of(reader(request), row)
    if said in VALUES:
        refuse_voice(row, None, request)
        done = vote(row, voter, VALUES[said], timezone.now())
    elif said.startswith(REACT):
        kind = said.removeprefix(REACT)
        refuse_unknown(row, kind)
        refuse_voice(row, None, request, voters.wait_to_react)
        stands = Reaction.objects.filter(comment=row, voter=voter, kind=kind).exists()
        done = react(row, voter, kind, timezone.now(), on=not stands)
    else:
        raise Problem(400, "invalid", "That is no vote.")
    if not done:
        raise unknown()
