"""Where the statement of reasons leads: why a comment was refused, and the form to appeal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.api.requests import client_ip
from comments.models import Link
from comments.notify.letters.refused import PURPOSE
from comments.notify.words import words
from comments.services import links
from comments.services.appeals import NotAppealed, appeal
from comments.services.threads import policy_of
from newsroom.embed.mailed.private_page import over, private_page, sealed
from newsroom.embed.statement import shown
from newsroom.kernel.fields import FieldError


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(PURPOSE, token, timezone.now())
    if link is None or link.comment is None or link.comment.erased_at is not None:
        return over(request)
    if request.method == "POST" and request.POST.get("do") == "appeal":
        return answer(request, link)
    return show(request, link)


def show(request: HttpRequest, link: Link, error: str = "", status: int = 200) -> HttpResponse:
    comment = link.comment
    assert comment is not None
    article = comment.thread.article
    found = shown(comment, timezone.now())
    if found is None:
        return over(request, article.language)
    return private_page(
        request,
        "appeal",
        article.language,
        status=status,
        row=comment,
        article=article,
        statement=found,
        error=error,
        appeal_words=request.POST.get("text", "") if error else "",
    )


def answer(request: HttpRequest, link: Link) -> HttpResponse:
    comment = link.comment
    assert comment is not None
    policy, said = policy_of(link.site_id), request.POST.get("text", "")
    try:
        made = appeal(comment, said, policy, client_ip(request), timezone.now(), proven=True)
    except FieldError as error:
        return show(request, link, error.text, 422)
    if isinstance(made, NotAppealed):
        say = words(comment.thread.article.language)
        late = made.wait is not None
        return show(
            request,
            link,
            say.t("p_appeal_wait" if late else "appeal_over"),
            429 if late else 409,
        )
    response = redirect(request.path)
    response.status_code = 303
    return sealed(response)
