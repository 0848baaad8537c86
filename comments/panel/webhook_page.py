"""Where the desk is told what happens: an address, a secret, what of, and whether it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.models import DeskNews, Webhook
from comments.notify.webhook import Sent, send_test
from comments.panel.desk import at_desk
from comments.panel.queue_page import around
from comments.roles import May, Role
from comments.services.webhooks import (
    MOST_EXCERPT,
    MOST_WAITING,
    Wanted,
    keep,
    remove,
    renew_secret,
    shown_address,
    webhook_of,
)
from newsroom.kernel import limits
from newsroom.kernel.fields import FieldError

TESTS = limits.Limit("webhook-test", 20, 3600)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.CHANGE_RULES)
def webhook(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    if request.method != "POST":
        return shown(request, site, role)
    try:
        return done(request, site, role, request.POST.get("do", ""))
    except FieldError as error:
        return shown(request, site, role, wrong=error.text, typed=wanted_of(request), status=422)


def done(request: HttpRequest, site: Site, role: Role, verb: str) -> HttpResponse:
    """Raises FieldError. The answer is the page itself: a secret stands in no address."""
    if verb == "keep":
        return shown(request, site, role, secret=keep(site.pk, wanted_of(request)), told="Kept.")
    if verb == "renew":
        return shown(request, site, role, secret=renew_secret(site.pk))
    if verb == "remove":
        remove(site.pk)
        return shown(request, site, role, told="Removed: nobody is told any more.")
    if verb == "test":
        return tested(request, site, role)
    raise FieldError("invalid", "The form names nothing to do.")


def tested(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    row, now = webhook_of(site.pk), timezone.now()
    if row is None:
        raise FieldError("invalid", "There is no address yet.")
    if limits.hit(TESTS, str(site.pk), now) is not None:
        raise FieldError("rate_limited", "Enough tests for an hour.")
    answer = send_test(row, now)
    if isinstance(answer, Sent):
        return shown(request, site, role, told=f"The test arrived: answer {answer.status}.")
    return shown(request, site, role, wrong=f"The test did not arrive: {answer.reason}")


def wanted_of(request: HttpRequest) -> Wanted:
    said = request.POST
    return Wanted(
        url=said.get("url", "").strip(),
        on=said.get("on") == "1",
        style=said.get("style", ""),
        kinds=said.getlist("kinds"),
        waiting=said.get("waiting", ""),
        excerpt=said.get("excerpt", ""),
    )


def shown(
    request: HttpRequest,
    site: Site,
    role: Role,
    *,
    secret: str = "",
    told: str = "",
    wrong: str = "",
    typed: Wanted | None = None,
    status: int = 200,
) -> HttpResponse:
    row = webhook_of(site.pk)
    context = {
        "row": row,
        "address": shown_address(row.url) if row else "",
        "filled": typed or row or Webhook(kinds=DeskNews.Kind.values),
        "kinds": DeskNews.Kind.choices,
        "styles": Webhook.Style.choices,
        "most_waiting": MOST_WAITING,
        "most_excerpt": MOST_EXCERPT,
        "secret": secret,
        "told": told,
        "wrong": wrong,
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/webhook.html", page, status=status)
