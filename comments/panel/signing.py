"""Out again, and on to where the account works. The way in is newsroom.staff's."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comments.panel.desk import SIGN_IN, queue_url, sealed, to_sign_in
from comments.reading.access import sites_of
from comments.services.claim import release_all


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        release_all(request.user)
    logout(request)
    return sealed(redirect(SIGN_IN))


@require_http_methods(["GET", "HEAD"])
def sites(request: HttpRequest) -> HttpResponse:
    """Where the account works; straight on where that is one place."""
    if not request.user.is_authenticated:
        return sealed(to_sign_in(request))
    found = sites_of(request.user)
    if len(found) == 1:
        return sealed(redirect(queue_url(found[0])))
    places = [(site.name, queue_url(site)) for site in found]
    return sealed(
        render(
            request, "panel/sites.html", {"sites": places, "user_name": request.user.get_username()}
        )
    )
