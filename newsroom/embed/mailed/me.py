"""One's own page: asked for by address, opened by the link in the mail, without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Site
from comments.api.requests import client_ip, site_or_404
from comments.identity import AddressError, clean_email
from comments.models import Comment, Link, Subscription
from comments.notify.letter import day_and_hour
from comments.notify.words import Words, words
from comments.reading.mine import PAGE, Mine, my_comments, my_subscriptions
from comments.services import follow, links
from comments.services.ask_for_data import KINDS, ask_for_data
from comments.services.ask_for_page import ask_for_page
from comments.services.feed_links import feed_token
from comments.services.mails import recipient
from comments.services.open_page import ASKED, OPEN, open_page
from newsroom.embed.html import plain_error
from newsroom.embed.mailed.confirm import number
from newsroom.embed.mailed.private_page import done, over, paces, private_page, sealed
from newsroom.kernel.api import Problem


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = site_or_404(site)
    except Problem as error:
        return plain_error(request, error)
    if request.method == "POST":
        return asked(request, row)
    return private_page(request, "me_ask", row.language, said={"site": row.name})


def asked(request: HttpRequest, row: Site) -> HttpResponse:
    typed = request.POST.get("email", "")
    try:
        address = clean_email(typed)
    except AddressError as error:
        said = {"site": row.name}
        return private_page(
            request, "me_ask", row.language, status=422, said=said, error=error.text, typed=typed
        )
    wait = ask_for_page(row.pk, address, row.language, client_ip(request), timezone.now())
    if wait is None:
        return done(request, row.language, "p_ask_sent_title", "p_ask_sent")
    response = done(request, row.language, "p_ask_title", "p_ask_wait")
    response.status_code = 429
    response["Retry-After"] = str(wait)
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def open_me(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(ASKED, token, timezone.now())
    if link is None or link.used_at is not None:
        return over(request)
    if request.method != "POST" or request.POST.get("do") != "open":
        return private_page(request, "me_open", link.site.language)
    page = open_page(link, timezone.now())
    if page is None:
        return over(request, link.site.language)
    response = redirect(f"/me/{page}")
    response.status_code = 303
    return sealed(response)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def my_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(OPEN, token, timezone.now())
    if link is None:
        return over(request)
    if request.method == "POST" and (kind := request.POST.get("do")) in KINDS:
        taken = ask_for_data(kind, link, link.site.language, client_ip(request), timezone.now())
        return shown(request, link, saved=False, asked="p_data_sent" if taken else "p_data_wait")
    saved = request.method == "POST" and changed(request, link)
    return shown(request, link, saved=saved)


def changed(request: HttpRequest, link: Link) -> bool:
    box = follow.box_of(link.address)
    subscription = number(request.POST.get("subscription", ""))
    if request.POST.get("do") == "end":
        return follow.end_own(link.site_id, box, subscription, timezone.now())
    pace = request.POST.get("pace", "")
    return follow.set_pace(link.site_id, box, subscription, pace)


def shown(request: HttpRequest, link: Link, *, saved: bool, asked: str = "") -> HttpResponse:
    language = link.site.language
    said = words(language)
    before = number(request.GET.get("before", ""))
    person = recipient(link.address)
    mine = my_comments(link.site_id, person, link.address, before if before > 0 else None)
    feed = feed_token(link.site_id, person, link.address)
    followed = my_subscriptions(link.site_id, follow.box_of(link.address))
    return private_page(
        request,
        "me",
        language,
        said={"site": link.site.name},
        saved=saved,
        asked=said.t(asked) if asked else "",
        comments=[comment_shape(one, said) for one in mine],
        older=mine[-1].comment.pk if len(mine) == PAGE else None,
        follows=[follow_shape(one, said) for one in followed],
        feed=f"{settings.PUBLIC_URL}/feeds/{link.site.key}/replies/{feed}.atom" if feed else "",
        paces=paces(said),
    )


def comment_shape(one: Mine, said: Words) -> dict[str, Any]:
    comment, article = one.comment, one.comment.thread.article
    return {
        "title": article.title,
        "url": address_of(comment, article.url),
        "when": day_and_hour(comment.created_at),
        "status": said.t(f"s_{comment.status}"),
        "html": comment.html,
        "counted": said.t("p_me_replies", n=one.count),
        "replies": [reply_shape(reply, article.url) for reply in one.replies],
    }


def reply_shape(reply: Comment, url: str) -> dict[str, Any]:
    when = day_and_hour(reply.created_at)
    return {"name": reply.name, "html": reply.html, "when": when, "url": address_of(reply, url)}


def follow_shape(one: Subscription, said: Words) -> dict[str, Any]:
    sentence = "follow_thread" if one.kind == Subscription.Kind.THREAD else "follow_replies"
    text = said.t(sentence, title=one.thread.article.title)
    return {"pk": one.pk, "pace": one.pace, "text": text}


def address_of(comment: Comment, article_url: str) -> str:
    return f"{article_url}#comment-{comment.pk}"
