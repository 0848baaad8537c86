"""One's own account: the second factors, the codes for an emergency, the browsers signed in."""

import json
from datetime import datetime
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from comments.panel.desk import SIGN_IN, sealed, to_sign_in, wants_json
from newsroom.kernel.fields import FieldError
from newsroom.staff.factors import has_app, has_factor, must_have_factor
from newsroom.staff.services import code_app, passkeys, recovery_codes
from newsroom.staff.services.let_in import AT, HOW, end, is_strong, open_ones
from newsroom.staff.totp import address_of

PAGE = "/panel/account"
FRESH_SECONDS = 1800
CHALLENGE = "passkey_new"
CODES = "recovery_codes_once"


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return sealed(to_sign_in(request))
    now = timezone.now()
    if not is_fresh(request, now):
        return sealed(again(request))
    if request.method != "POST":
        return sealed(shown(request, now))
    if wants_json(request):
        return sealed(made_passkey(request, now))
    return sealed(acted(request, now))


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    """Signed in just now, and with the second factor where there is one: whoever finds a browser
    open, or has a session from before there was one, changes nothing here."""
    at = request.session.get(AT, 0)
    young = 0 <= now.timestamp() - at < FRESH_SECONDS
    return young and (is_strong(request) or not has_factor(request.user))


def again(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": "Please sign in again first."}, status=401)
    return HttpResponseRedirect(f"{SIGN_IN}?next={PAGE}")


def shown(request: HttpRequest, now: datetime, **more: Any) -> HttpResponse:
    user: Any = request.user
    secret = None if has_app(user) else code_app.waiting_secret(user)
    context = {
        "user_name": user.get_username(),
        "app": has_app(user),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        if secret
        else "",
        "picture": picture(secret, user) if secret else "",
        "passkeys": user.passkeys.all(),
        "passkeys_possible": passkeys.possible(),
        "codes": request.session.pop(CODES, []),
        "codes_left": recovery_codes.left(user),
        "sessions": open_ones(user, now),
        "here": request.session.session_key,
        "needed": must_have_factor(user) and not is_strong(request),
        **more,
    }
    status = 422 if "wrong" in more else 200
    return render(request, "staff/account.html", context, status=status)


def picture(secret: str, user: Any) -> str:
    """A QR code, drawn here: nobody else sees the secret."""
    code = segno.make(address_of(secret, user.get_username(), "Newsroom"), error="m")
    svg = code.svg_inline(scale=5, border=4, light="#fff", dark="#000", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - made of squares alone


def acted(request: HttpRequest, now: datetime) -> HttpResponse:
    user: Any = request.user
    verb, _, named = request.POST.get("do", "").partition(" ")
    pk = int(named) if named.isascii() and named.isdigit() and len(named) < 19 else 0
    if verb == "app" and not has_app(user):
        code_app.set_up(user, now)
    elif verb == "confirm":
        if not code_app.confirm(user, request.POST.get("code", "")[:40], now):
            return shown(request, now, wrong="This is not the code that the app shows now.")
        strengthened(request, user)
    elif verb == "no-app":
        code_app.take_away(user)
    elif verb == "codes":
        request.session[CODES] = recovery_codes.make(user)
    elif verb == "no-passkey":
        passkeys.take_away(user, pk)
    elif verb == "end":
        end(user, [pk])
    elif verb == "end-others":
        here = request.session.session_key
        end(user, [row.pk for row in open_ones(user, now) if row.session_key != here])
    else:
        return shown(request, now, wrong="The form names nothing that can be done.")
    return HttpResponseRedirect(PAGE)


def made_passkey(request: HttpRequest, now: datetime) -> HttpResponse:
    """An empty body asks what to make it by; the browser's answer adds it."""
    user: Any = request.user
    try:
        said = json.loads(request.body or b"{}")
        if not said and passkeys.possible():
            options, request.session[CHALLENGE] = passkeys.asked_to_make(user)
            return JsonResponse(options)
        state = request.session.pop(CHALLENGE, None)
        passkeys.add(user, state, said["answer"], said.get("name", ""), now)
    except (passkeys.NotAccepted, FieldError, ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"detail": "This passkey could not be added."}, status=422)
    strengthened(request, user)
    return JsonResponse({"next": PAGE})


def strengthened(request: HttpRequest, user: Any) -> None:
    """The factor was just shown here, and whoever has one wants codes for the day it is lost."""
    request.session[HOW] = "app" if has_app(user) else "passkey"
    if not recovery_codes.left(user):
        request.session[CODES] = recovery_codes.make(user)
