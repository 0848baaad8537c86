"""Ready-made answers: a page for who may write them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.panel.desk import at_desk, queue_url
from comments.panel.people import onward
from comments.panel.queue_page import around
from comments.panel.record import number_of
from comments.roles import May, Role
from comments.services.canned import PLACEHOLDERS, Text, canned_of, remove, write
from newsroom.kernel.fields import FieldError


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.CHANGE_RULES)
def canned(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    if request.method != "POST":
        return shown(request, site, role)
    said = request.POST
    pk, typed = number_of(said.get("canned", "")), Text(said.get("title", ""), said.get("text", ""))
    assert request.user.is_authenticated
    if said.get("do") == "remove" and pk is not None:
        remove(site.pk, pk)
        return onward(f"{queue_url(site)}answers")
    try:
        if write(site.pk, pk, typed, request.user, timezone.now()) is None:
            return shown(request, site, role, "A colleague has removed it meanwhile.", typed, 409)
    except FieldError as error:
        return shown(request, site, role, error.text, typed, 422)
    return onward(f"{queue_url(site)}answers")


def shown(
    request: HttpRequest,
    site: Site,
    role: Role,
    wrong: str = "",
    typed: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "rows": canned_of(site.pk),
        "placeholders": PLACEHOLDERS,
        "wrong": wrong,
        "typed": typed or Text("", ""),
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/canned.html", page, status=status)
