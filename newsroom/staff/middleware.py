"""Whoever has to have a second factor comes no further than to where they set one up."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from comments.panel.desk import sealed, wants_json
from newsroom.kernel.api import problem_response
from newsroom.staff.factors import must_have_factor
from newsroom.staff.services.let_in import is_strong

BEHIND = ("/panel/", "/admin/", "/api/v1/moderation/")
# Whole addresses: a site may be called "accounts".
FREE = {
    "/panel/sign-in",
    "/panel/sign-in/code",
    "/panel/sign-in/passkey",
    "/panel/sign-out",
    "/panel/account",
    "/admin/login/",
    "/admin/logout/",
}


class SecondFactor:
    """A session that is strong already costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        guarded = request.path.startswith(BEHIND) and request.path not in FREE
        if guarded and _is_weak(request) and must_have_factor(request.user):
            return sealed(_to_account(request))
        return self.get_response(request)


def _is_weak(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not is_strong(request)


def _to_account(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(403, "second_factor", "Please set up a second factor.")
    if wants_json(request):
        said = {"code": "second_factor", "detail": "Please set up a second factor."}
        return JsonResponse(said, status=403)
    return redirect("/panel/account")
