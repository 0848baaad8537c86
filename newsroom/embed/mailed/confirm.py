"""Is this comment yours? Asked of the owner of the address it was written with."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Link
from comments.notify.words import words
from comments.services import links
from comments.services.confirm import OVER, PURPOSE, Answer, confirm, deny
from comments.services.follow import asked_with
from newsroom.embed.mailed.private_page import done, over, paces, private_page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(PURPOSE, token, timezone.now())
    if link is None or link.comment is None or link.used_at is not None:
        return over(request)
    if link.comment.status in OVER:
        return over(request, link.comment.thread.article.language)
    return answer(request, link) if request.method == "POST" else show(request, link)


def show(request: HttpRequest, link: Link, *, changed: bool = False) -> HttpResponse:
    comment = link.comment
    assert comment is not None
    article = comment.thread.article
    return private_page(
        request,
        "confirm",
        article.language,
        status=409 if changed else 200,
        said={"site": link.site.name, "title": article.title},
        row=comment,
        follows=list(asked_with(comment)),
        paces=paces(words(article.language)),
        changed=changed,
    )


def answer(request: HttpRequest, link: Link) -> HttpResponse:
    assert link.comment is not None
    article = link.comment.thread.article
    said = request.POST.get("do", "")
    if said in ("no", "stop"):
        outcome = deny(link, timezone.now(), stop=said == "stop")
    elif said == "yes":
        following = request.POST.get("follow") == "yes"
        revision = number(request.POST.get("revision", ""))
        pace = request.POST.get("pace", "")
        outcome = confirm(link, revision, timezone.now(), following=following, pace=pace)
    else:  # a scanner that sends forms without knowing what is in them
        return show(request, link)
    if outcome is Answer.CHANGED:
        link.comment.refresh_from_db()
        return show(request, link, changed=True)
    if outcome is Answer.OVER:
        return over(request, article.language)
    if outcome is Answer.CONFIRMED:
        return done(request, article.language, "p_confirmed_title", "p_confirmed", article=article)
    sentence = "p_stopped" if said == "stop" else "p_denied"
    return done(request, article.language, "p_denied_title", sentence)


def number(text: str) -> int:
    """A form's number; -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
