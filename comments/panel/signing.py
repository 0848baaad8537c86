"""In and out, for whoever has a role anywhere: by name and password, or at the newsroom's own
provider."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comments.panel.desk import queue_url, sealed, to_sign_in
from comments.reading.access import sites_of
from comments.services.claim import release_all
from newsroom.kernel import limits
from newsroom.kernel.http import address_prefix

# By network, so that nobody can lock out somebody else by trying their name.
TRIES = limits.Limit("sign-in", 20, 900)


class SignIn(LoginView):
    template_name = "panel/sign_in.html"
    next_page = "/panel/"
    redirect_authenticated_user = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, elsewhere=bool(settings.OIDC_ISSUER))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        place = address_prefix(str(request.META.get("REMOTE_ADDR", "")))
        wait = limits.hit(TRIES, place, timezone.now())
        if wait is None:
            return super().post(request, *args, **kwargs)
        response = render(request, "panel/wait.html", {"minutes": wait // 60 + 1}, status=429)
        response["Retry-After"] = str(wait)
        return response

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(*args, **kwargs)
        assert isinstance(response, HttpResponse)
        return sealed(response)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        release_all(request.user)
    logout(request)
    return sealed(redirect("/panel/sign-in"))


@require_http_methods(["GET", "HEAD"])
def sites(request: HttpRequest) -> HttpResponse:
    """Where the account works; straight on where that is one place."""
    if not request.user.is_authenticated:
        return sealed(to_sign_in(request))
    found = sites_of(request.user)
    if len(found) == 1:
        return sealed(redirect(queue_url(found[0])))
    places = [(site.name, queue_url(site)) for site in found]
    return sealed(render(request, "panel/sites.html", {"places": places}))
