"""The provider's signed word on who has just signed in: OpenID Connect Core, section 3.1.3.7."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import jwt
from jwt.types import Options

ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
MOST_BYTES = 32_768
SKEW_SECONDS = 60
# The times are checked below, by our clock.
_OPTIONS: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}


class NotSignedIn(Exception):
    """``code`` names the reason in the log; the person is told less."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kid_of(token: str) -> str:
    if len(token) > MOST_BYTES:
        raise NotSignedIn("token_too_long")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise NotSignedIn("token_invalid") from None
    if "crit" in header:
        raise NotSignedIn("token_invalid")
    return str(header.get("kid", ""))


def read_id_token(
    token: str,
    keys: Sequence[Mapping[str, Any]],
    *,
    issuer: str,
    client: str,
    nonce: str,
    now: datetime,
) -> Mapping[str, Any]:
    """The claims, where one of the provider's keys (JWKs) signed them, for this client and this
    very sign-in. Raises NotSignedIn."""
    key, algorithm = _key(kid_of(token), keys)
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=client,
            issuer=issuer,
            options=_OPTIONS,
        )
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise NotSignedIn(f"token_{type(error).__name__}") from None
    _check(claims, client, nonce, now)
    return claims


def _key(kid: str, keys: Sequence[Mapping[str, Any]]) -> tuple[Any, str]:
    """By the key's own kind: a token that says HS256 is checked as RS256 all the same."""
    named = [key for key in keys if key.get("kid", "") == kid and key.get("use", "sig") == "sig"]
    if not named or named[0].get("kty") not in ALGORITHMS:
        raise NotSignedIn("key_unknown")
    algorithm = ALGORITHMS[named[0]["kty"]]
    try:
        return jwt.PyJWK(dict(named[0]), algorithm=algorithm).key, algorithm
    except Exception:  # the libraries below have many errors
        raise NotSignedIn("key_invalid") from None


def _check(claims: Mapping[str, Any], client: str, nonce: str, now: datetime) -> None:
    ends, made = _time(claims, "exp"), _time(claims, "iat")
    if ends + SKEW_SECONDS <= now.timestamp() or made - SKEW_SECONDS > now.timestamp():
        raise NotSignedIn("token_times")
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise NotSignedIn("nonce_wrong")
    if claims.get("azp", client) != client or (
        isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1 and "azp" not in claims
    ):
        raise NotSignedIn("audience_wrong")
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
        raise NotSignedIn("subject_missing")


def _time(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**40:
        raise NotSignedIn("token_times")
    return float(value)
