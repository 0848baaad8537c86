"""Staff sign in at their own identity provider: the code flow of OpenID Connect, with PKCE."""

import hashlib
import hmac
import logging
import secrets
from base64 import urlsafe_b64encode
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from newsroom.staff import provider
from newsroom.staff.id_token import NotSignedIn, kid_of, read_id_token
from newsroom.staff.services.let_in import let_in
from newsroom.staff.services.sign_in import account_of

BEGUN = "oidc"
# Whoever was asked to leave is gone by the next day.
SESSION_SECONDS = 12 * 3600
log = logging.getLogger(__name__)


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the provider, with what its answer must bring back."""
    _only_where_configured()
    try:
        place = provider.about()["authorization_endpoint"]
    except NotSignedIn as error:
        return refused(request, error, 503)
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    request.session[BEGUN] = {**begun, "next": _next(request)}
    digest = hashlib.sha256(begun["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri(),
        "scope": settings.OIDC_SCOPE,
        "state": begun["state"],
        "nonce": begun["nonce"],
        "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return HttpResponseRedirect(f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}")


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """The provider's answer; each sign-in that was begun takes one."""
    _only_where_configured()
    begun = request.session.pop(BEGUN, None)
    try:
        user = account_of(_claims(request, begun), timezone.now())
    except NotSignedIn as error:
        return refused(request, error, 403)
    let_in(request, user, "provider", timezone.now())
    request.session.set_expiry(SESSION_SECONDS)
    return HttpResponseRedirect(begun["next"])


def _claims(request: HttpRequest, begun: dict[str, str] | None) -> dict[str, object]:
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if begun is None or not hmac.compare_digest(begun["state"].encode(), state.encode()):
        raise NotSignedIn("state_wrong")
    # RFC 9207: an answer that another provider was tricked into giving.
    if request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
        raise NotSignedIn("issuer_wrong")
    if not 0 < len(code) <= 2000:
        raise NotSignedIn("code_missing")
    token = provider.exchange(code, redirect_uri(), begun["verifier"])
    claims = read_id_token(
        token,
        provider.keys(kid_of(token)),
        issuer=settings.OIDC_ISSUER,
        client=settings.OIDC_CLIENT_ID,
        nonce=begun["nonce"],
        now=timezone.now(),
    )
    return dict(claims)


def redirect_uri() -> str:
    return f"{settings.PUBLIC_URL}/sign-in/callback"


def refused(request: HttpRequest, error: NotSignedIn, status: int) -> HttpResponse:
    """The reason is for whoever runs the place; a stranger learns that it did not work."""
    log.warning("a sign-in by the provider was refused: %s", error.code)
    sentence = "You could not be signed in. Please try again, or ask whoever runs this newsroom."
    response: HttpResponse = render(
        request, "error.html", {"status": status, "sentence": sentence}, status=status
    )
    return response


def _next(request: HttpRequest) -> str:
    """Only to a page of ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if ours and len(wanted) <= 2000 else "/admin/"


def _only_where_configured() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404
