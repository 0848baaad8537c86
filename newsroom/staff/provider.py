"""The identity provider over HTTP: what it says of itself, its keys, and a code for a token."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache

from newsroom.kernel.egress import NotFetched, fetch
from newsroom.staff.id_token import NotSignedIn

KEPT_SECONDS = 600
MOST_BYTES = 200_000
SECONDS = 8.0
PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def about() -> Mapping[str, Any]:
    """Its discovery document. Raises NotSignedIn where it speaks for another issuer, or leads from
    https to http."""
    issuer = settings.OIDC_ISSUER
    said = _kept(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise NotSignedIn("issuer_wrong")
    scheme = "https://" if issuer.startswith("https://") else "http"
    if not all(str(said.get(name, "")).startswith(scheme) for name in PLACES):
        raise NotSignedIn("provider_invalid")
    return said


def keys(kid: str) -> list[Mapping[str, Any]]:
    """Its keys; asked for anew where none has this name, as they change."""
    place = about()["jwks_uri"]
    found = _keys_of(_kept(place))
    if any(key.get("kid", "") == kid for key in found):
        return found
    return _keys_of(_kept(place, fresh=True))


def exchange(code: str, redirect_uri: str, verifier: str) -> str:
    """The identity token for a code, which is good once. Raises NotSignedIn."""
    secret = f"{quote(settings.OIDC_CLIENT_ID, '')}:{quote(settings.OIDC_CLIENT_SECRET, '')}"
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    said = _asked(
        about()["token_endpoint"],
        method="POST",
        headers={
            "Authorization": f"Basic {b64encode(secret.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        body=urlencode(form).encode(),
    )
    token = said.get("id_token")
    if not isinstance(token, str):
        raise NotSignedIn("token_missing")
    return token


def _kept(url: str, *, fresh: bool = False) -> Mapping[str, Any]:
    known = None if fresh else cache.get(_name(url))
    if known is None:
        known = _asked(url)
        cache.set(_name(url), known, KEPT_SECONDS)
    found: Mapping[str, Any] = known
    return found


def _name(url: str) -> str:
    return f"oidc:{quote(url, '')[:200]}"


def _asked(url: str, **more: Any) -> Mapping[str, Any]:
    answer = fetch(url, max_bytes=MOST_BYTES, seconds=SECONDS, **more)
    if isinstance(answer, NotFetched):
        raise NotSignedIn(f"provider_{answer.reason}")
    if answer.status != 200:
        raise NotSignedIn(f"provider_said_{answer.status}")
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise NotSignedIn("provider_invalid") from None
    if not isinstance(said, dict):
        raise NotSignedIn("provider_invalid")
    return said


def _keys_of(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = said.get("keys")
    if not isinstance(found, list):
        raise NotSignedIn("provider_invalid")
    return [key for key in found[:50] if isinstance(key, dict)]
