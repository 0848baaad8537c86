"""The door of every page of the panel: who you are, what you may do at this site, and what stands
around the answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from articles.public import Site
from comments.reading.access import site_for
from comments.roles import May, may

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SIGN_IN = "/panel/sign-in"
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]


def at_desk(verb: May) -> Callable[[View], View]:
    """A view of one site, ``view(request, site, role, …)``, for roles that may ``verb``.

    A site where the account is nobody is told apart from no site by nothing: 404.
    """

    def around(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, site: str, **named: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sealed(to_sign_in(request))
            found = site_for(request.user, site, May.READ_QUEUE)
            if found is None:
                raise Http404
            if not may(found[1], verb):
                raise PermissionDenied
            return sealed(view(request, *found, **named))

        entered.verb = verb  # type: ignore[attr-defined]
        return entered

    return around


def to_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": "signed_out", "detail": "Please sign in again."}, status=401)
    if request.method not in ("GET", "HEAD"):
        return redirect(SIGN_IN)
    return redirect(f"{SIGN_IN}?next={quote(request.get_full_path())}")


def wants_json(request: HttpRequest) -> bool:
    """The page's own script asks so; a form does not."""
    return request.headers.get("Accept", "") == "application/json"


def sealed(response: R) -> R:
    """Kept by nobody, framed by nobody, and no script but ours."""
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def queue_url(site: Site) -> str:
    return f"/panel/{quote(site.key)}/"
