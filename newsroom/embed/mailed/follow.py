"""Do you want mail about this conversation? The second yes of two, by the owner of the address."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Link
from comments.notify.words import words
from comments.services import links
from comments.services.agree import PURPOSE, agree, decline
from comments.services.follow import asked_with
from newsroom.embed.mailed.private_page import done, over, paces, private_page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(PURPOSE, token, timezone.now())
    if link is None or link.comment is None or link.used_at is not None:
        return over(request)
    return answer(request, link) if request.method == "POST" else show(request, link)


def show(request: HttpRequest, link: Link) -> HttpResponse:
    assert link.comment is not None
    article = link.comment.thread.article
    return private_page(
        request,
        "follow",
        article.language,
        said={"site": link.site.name, "title": article.title},
        follows=list(asked_with(link.comment)),
        paces=paces(words(article.language)),
    )


def answer(request: HttpRequest, link: Link) -> HttpResponse:
    assert link.comment is not None
    article, now = link.comment.thread.article, timezone.now()
    said = request.POST.get("do", "")
    if said == "yes":
        if not agree(link, now, request.POST.get("pace", "")):
            return over(request, article.language)
        return done(request, article.language, "p_followed_title", "p_followed", article=article)
    if said not in ("no", "stop"):
        return show(request, link)
    if not decline(link, now, stop=said == "stop"):
        return over(request, article.language)
    sentence = "p_stopped" if said == "stop" else ""
    return done(request, article.language, "p_not_followed_title", sentence)
