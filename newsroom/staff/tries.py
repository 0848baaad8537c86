"""How often somebody may try. Nobody can lock anybody else out: strangers are slowed down by where
they try from, and a browser in which the account was signed in before has tries of its own."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse

from newsroom.kernel import limits
from newsroom.kernel.http import address_prefix

NETWORK = limits.Limit("sign-in", 20, 900)
ACCOUNT_THERE = limits.Limit("sign-in-account", 10, 900)
DEVICE = limits.Limit("sign-in-device", 10, 900)
# Whoever is asked for a code has shown the password.
CODES = limits.Limit("sign-in-code", 10, 900)

COOKIE = "newsroom_device"
SALT = "newsroom.staff.device"
DAYS = 180


def wait_for_password(request: HttpRequest, name: str, now: datetime) -> int | None:
    """Counts a try; seconds to wait, or None."""
    if device := device_of(request, name):
        return limits.hit(DEVICE, device, now)
    place = address_prefix(str(request.META.get("REMOTE_ADDR", "")))
    there = limits.hit(ACCOUNT_THERE, f"{place} {name.casefold()}", now)
    return there or limits.hit(NETWORK, place, now)


def wait_for_code(request: HttpRequest, user: Any, now: datetime) -> int | None:
    device = device_of(request, user.get_username())
    return limits.hit(CODES, device or f"account {user.pk}", now)


def device_of(request: HttpRequest, name: str) -> str:
    """What this browser is called, where that account has been signed in in it; else ''."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return ""
    if not name or "\0" in name or said["name"] != name:
        return ""
    user = get_user_model().objects.filter(username=name).first()
    # A new password makes a browser unknown again: the old one may have been in wrong hands.
    known = user is not None and said["of"] == _mark(user)
    return str(said["device"]) if known else ""


def remember(response: HttpResponse, user: Any, device: str, *, secure: bool) -> None:
    said = {"name": user.get_username(), "of": _mark(user), "device": device}
    response.set_cookie(
        COOKIE,
        signing.dumps(said, salt=SALT),
        max_age=DAYS * 86_400,
        path="/panel/sign-in",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def _mark(user: Any) -> str:
    return str(user.get_session_auth_hash())[:16]
