"""A publisher's signed word on who is reading: a JWT, checked, and read into a member.

What is believed of a token is only what its key's own row says: the algorithm is the row's and
never the token's, and nothing that a token names (`jku`, `jwk`, `x5u`) is ever fetched or used.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from jwt.types import Options

from comments.identity import AddressError, clean_email

ALGORITHMS = ("HS256", "RS256", "ES256")
MOST_BYTES = 8_192
# Longer than that a token is a password: who copies one from a page keeps the account.
LONGEST = timedelta(hours=24)
SKEW = timedelta(seconds=60)
MOST_BADGES = 3
BADGE_LETTERS = 60
ROLES = ("trusted", "staff")  # of rising standing
# The times and the subject are checked below: by our clock, where the library asks the machine's.
_OPTIONS: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_sub": False,
    "verify_jti": False,
}
SENTENCES = {
    "token_invalid": "This is no token, or its signature is not by the key that it names.",
    "token_too_long": f"A token has at most {MOST_BYTES} bytes.",
    "token_key_unknown": "The token names no key that this site knows.",
    "token_algorithm": "The token is not signed as its key demands.",
    "token_no_expiry": "The token does not say when it ends.",
    "token_expired": "The sign-in has run out. Please sign in again.",
    "token_early": "The token is not good yet: is the clock of its maker right?",
    "token_lifetime": "The token is good for more than a day.",
    "token_audience": "The token is meant for somebody else.",
    "token_issuer": "The token is not by the issuer of its key.",
    "token_claims": "What the token says of its bearer cannot be used.",
}


class TokenProblem(ValueError):
    """A refused token. ``code`` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code


@dataclass(frozen=True)
class TokenKey:
    """``material``: the shared secret of HS256, else a public key as PEM."""

    kid: str
    algorithm: str
    issuer: str
    audience: str
    material: str


@dataclass(frozen=True)
class Member:
    """Whoever the token speaks of. ``issuer`` and ``subject`` together are one person;
    ``vouched``: the issuer says that the address is theirs; ``role``: "", or one of ROLES."""

    issuer: str
    subject: str
    name: str
    email: str = ""
    vouched: bool = False
    role: str = ""
    badge: str = ""


def kid_of(token: str) -> str:
    """The key that a token says it is signed with; not checked. Raises TokenProblem."""
    if len(token) > MOST_BYTES:
        raise TokenProblem("token_too_long")
    kid = _header(token).get("kid")
    if not isinstance(kid, str) or not kid:
        raise TokenProblem("token_key_unknown")
    return kid


def read_token(token: str, keys: Sequence[TokenKey], now: datetime) -> Member:
    """The member, where one of the keys made the token, for us, and for now. Raises TokenProblem
    with the most telling reason."""
    kid = kid_of(token)
    named = [key for key in keys if key.kid == kid]
    if not named:
        raise TokenProblem("token_key_unknown")
    return _member(_claims(token, named[0], now), named[0])


def _header(token: str) -> Mapping[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenProblem("token_invalid") from None
    if "crit" in header:  # demands that we understand what we do not
        raise TokenProblem("token_invalid")
    return header


def _claims(token: str, key: TokenKey, now: datetime) -> Mapping[str, Any]:
    if key.algorithm not in ALGORITHMS or _header(token).get("alg") != key.algorithm:
        raise TokenProblem("token_algorithm")
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key.material,
            algorithms=[key.algorithm],
            audience=key.audience,
            issuer=key.issuer,
            options=_OPTIONS,
        )
    except (jwt.InvalidAudienceError, jwt.InvalidIssuerError, jwt.MissingRequiredClaimError) as e:
        raise TokenProblem(_said(e)) from None
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenProblem("token_invalid") from None
    _check_times(claims, now)
    return claims


def _said(error: Exception) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        named = {"aud": "token_audience", "iss": "token_issuer"}
        return named.get(str(error.claim), "token_claims")
    wrong_audience = isinstance(error, jwt.InvalidAudienceError)
    return "token_audience" if wrong_audience else "token_issuer"


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    skew, clock = SKEW.total_seconds(), now.timestamp()
    ends = _moment(claims, "exp")
    if ends is None:
        raise TokenProblem("token_no_expiry")
    if ends + skew <= clock:
        raise TokenProblem("token_expired")
    begins = [at for name in ("iat", "nbf") if (at := _moment(claims, name)) is not None]
    if any(at - skew > clock for at in begins):
        raise TokenProblem("token_early")
    made = _moment(claims, "iat")
    longest = LONGEST.total_seconds()
    if ends > clock + longest + skew or (made is not None and ends - made > longest):
        raise TokenProblem("token_lifetime")


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TokenProblem("token_claims")
    return float(min(max(value, 0), 2**40))


def _member(claims: Mapping[str, Any], key: TokenKey) -> Member:
    email = _email(claims)
    return Member(
        issuer=key.issuer,
        subject=_line(claims.get("sub"), 255),
        name=_line(claims.get("name"), 245),
        email=email,
        vouched=bool(email) and claims.get("email_verified") is True,
        role=_role(claims),
        badge=_badge(claims),
    )


def _line(value: object, most: int) -> str:
    """Some text. Its letters are looked at where every name's are, before it is kept."""
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise TokenProblem("token_claims")
    return value.strip()


def _email(claims: Mapping[str, Any]) -> str:
    value = claims.get("email")
    if value is None or value == "":
        return ""
    try:
        return clean_email(value)
    except AddressError:
        raise TokenProblem("token_claims") from None


def _role(claims: Mapping[str, Any]) -> str:
    """The highest that we know; a publisher may well have others of its own."""
    roles = _texts(claims, "roles", 100)
    return next((role for role in reversed(ROLES) if role in roles), "")


def _badge(claims: Mapping[str, Any]) -> str:
    badges = [_line(badge, BADGE_LETTERS) for badge in _texts(claims, "badges", MOST_BADGES)]
    shown = " · ".join(badges)
    if len(shown) > BADGE_LETTERS:
        raise TokenProblem("token_claims")
    return shown


def _texts(claims: Mapping[str, Any], name: str, most: int) -> list[str]:
    value = claims.get(name)
    if value is None:
        return []
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or len(texts) > most:
        raise TokenProblem("token_claims")
    if not all(isinstance(text, str) for text in texts):
        raise TokenProblem("token_claims")
    return texts
