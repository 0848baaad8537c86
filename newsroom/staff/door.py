"""The one way in, for panel and admin: by password and what else the account has, by a passkey, or
at the newsroom's own provider."""

import json
import logging
import secrets
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from comments.panel.desk import SIGN_IN, sealed
from newsroom.kernel import limits
from newsroom.kernel.http import address_prefix
from newsroom.staff import tries
from newsroom.staff.factors import has_factor
from newsroom.staff.services import code_app, passkeys, recovery_codes
from newsroom.staff.services.let_in import let_in

HALF_WAY = "half_way"
HALF_WAY_SECONDS = 600
CHALLENGE = "passkey_challenge"
log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request)
    name, now = request.POST.get("username", ""), timezone.now()
    wait = tries.wait_for_password(request, name, now)
    if wait is not None:
        return later(request, wait)
    form = AuthenticationForm(request, data=request.POST)
    if not form.is_valid():
        return page(request, wrong=True)
    user = form.get_user()
    if not has_factor(user):
        return entered(request, user, "password", wanted_page(request))
    request.session.cycle_key()
    request.session[HALF_WAY] = {
        "user": user.pk,
        "of": user.get_session_auth_hash(),
        "until": now.timestamp() + HALF_WAY_SECONDS,
        "next": wanted_page(request),
    }
    return sealed(HttpResponseRedirect(f"{SIGN_IN}/code"))


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step of whoever has shown the password."""
    begun: Any = request.session.get(HALF_WAY)
    user = half_way(begun)
    if user is None:
        return sealed(HttpResponseRedirect(SIGN_IN))
    if request.method != "POST":
        return asking(request, begun)
    now, said = timezone.now(), request.POST.get("code", "")[:40]
    wait = tries.wait_for_code(request, user, now)
    if wait is not None:
        return later(request, wait)
    how = "app" if code_app.accept(user, said, now) else ""
    how = how or ("recovery" if recovery_codes.accept(user, said, now) else "")
    if not how:
        return asking(request, begun, wrong=True)
    del request.session[HALF_WAY]
    return entered(request, user, how, begun["next"])


def asking(request: HttpRequest, begun: Any, *, wrong: bool = False) -> HttpResponse:
    context = {"wrong": wrong, "passkeys": passkeys.possible(), "next": begun["next"]}
    return sealed(render(request, "staff/code.html", context))


def half_way(begun: Any) -> Any:
    """The account that waits for its code; None where nobody does, or not any more."""
    if not begun or begun["until"] < timezone.now().timestamp():
        return None
    user = get_user_model().objects.filter(pk=begun["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == begun["of"] else None


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """JSON: an empty body asks for a challenge; the browser's answer to it opens the door."""
    now = timezone.now()
    place = address_prefix(str(request.META.get("REMOTE_ADDR", "")))
    try:
        said = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not passkeys.possible():
        return told("This is nothing that was asked for.", 422)
    if not said:
        options, request.session[CHALLENGE] = passkeys.asked_to_prove()
        return sealed(JsonResponse(options))
    if limits.hit(tries.NETWORK, f"passkey {place}", now) is not None:
        return told("Too many tries. Please wait some minutes.", 429)
    try:
        state = request.session.pop(CHALLENGE, None)  # each is good once
        user = passkeys.proven(state, said.get("answer", {}), now)
    except passkeys.NotAccepted as error:
        log.warning("a passkey was refused: %s", error)
        return told("This passkey is not known here. Please sign in another way.", 403)
    wanted = safe_page(str(said.get("next", "")))
    response = sealed(JsonResponse({"next": wanted}))
    let_in(request, user, "passkey", now)
    return remembered(request, user, response)


@require_http_methods(["GET", "HEAD", "POST"])
def admin_door(request: HttpRequest) -> HttpResponse:
    """The admin has no door of its own: it would be one without a second factor."""
    wanted = safe_page(request.GET.get("next", ""), otherwise="/admin/")
    return sealed(HttpResponseRedirect(f"{SIGN_IN}?next={quote(wanted)}"))


def entered(request: HttpRequest, user: Any, how: str, wanted: str) -> HttpResponse:
    let_in(request, user, how, timezone.now())
    return remembered(request, user, sealed(HttpResponseRedirect(wanted)))


def remembered(request: HttpRequest, user: Any, response: HttpResponse) -> HttpResponse:
    device = tries.device_of(request, user.get_username()) or secrets.token_urlsafe(16)
    tries.remember(response, user, device, secure=request.is_secure())
    return response


def page(request: HttpRequest, *, wrong: bool = False) -> HttpResponse:
    wanted = wanted_page(request)
    context = {
        "next": "" if wanted == "/panel/" else wanted,
        "wrong": wrong,
        "elsewhere": bool(settings.OIDC_ISSUER),
        "passkeys": passkeys.possible(),
        "closed": wanted.startswith("/admin/") and request.user.is_authenticated,
    }
    return sealed(render(request, "staff/sign_in.html", context))


def later(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(request, "staff/wait.html", {"minutes": wait // 60 + 1}, status=429)
    response["Retry-After"] = str(wait)
    return sealed(response)


def told(sentence: str, status: int) -> HttpResponse:
    return sealed(JsonResponse({"detail": sentence}, status=status))


def wanted_page(request: HttpRequest) -> str:
    return safe_page(request.POST.get("next", "") or request.GET.get("next", ""))


def safe_page(wanted: str, otherwise: str = "/panel/") -> str:
    """Only a page of ours."""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if ours and len(wanted) <= 2000 else otherwise
