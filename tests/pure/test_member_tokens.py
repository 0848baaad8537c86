"""Tokens of a publisher: what is believed of one, and each way in which one is refused."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.member_tokens import MOST_BYTES, Member, TokenProblem, read_token
from tests.publisher import AUDIENCE, ISSUER, a_key, a_token, claims, private, public

pytestmark = pytest.mark.pure

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ALGORITHMS = ("HS256", "RS256", "ES256")


def read(token: str, now: datetime = NOON) -> Member:
    return read_token(token, [a_key(algorithm) for algorithm in ALGORITHMS], now)


def refusal(token: str, now: datetime = NOON) -> str:
    with pytest.raises(TokenProblem) as refused:
        read(token, now)
    return refused.value.code


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_hand(header: dict[str, Any], payload: object, secret: bytes) -> str:
    """A token as no library would make it, with an HMAC that is right for the secret."""
    signed = f"{part(header)}.{part(payload)}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_tells_who_is_signed_in(algorithm: str) -> None:
    member = read(a_token(NOON, algorithm))
    assert (member.issuer, member.subject, member.name) == (ISSUER, "reader-1", "Ada Member")


def test_an_address_counts_only_where_the_publisher_has_verified_it() -> None:
    email = "ada@example.org"
    said = [read(a_token(NOON, email=email, email_verified=v)) for v in (True, False, None, "true")]
    assert [member.vouched for member in said] == [True, False, False, False]


def test_no_address_is_vouched_for_without_one() -> None:
    assert not read(a_token(NOON, email_verified=True)).vouched


def test_the_highest_role_that_is_known_here_counts() -> None:
    roles: list[Any] = [None, ["subscriber"], ["trusted"], ["trusted", "staff", "x"], "staff"]
    assert [read(a_token(NOON, roles=r)).role for r in roles] == [
        *("", "", "trusted", "staff", "staff"),
    ]


def test_badges_stand_in_one_line() -> None:
    assert read(a_token(NOON, badges=["Subscriber", "Expert"])).badge == "Subscriber · Expert"


def test_an_audience_may_be_one_of_several() -> None:
    assert read(a_token(NOON, aud=["https://other.example", AUDIENCE])).name == "Ada Member"


def test_a_public_key_is_no_shared_secret() -> None:
    """Algorithm confusion: whoever knows the public key signs with it as if it were a secret."""
    header = {"alg": "HS256", "typ": "JWT", "kid": "RS256"}
    forged = by_hand(header, claims(NOON), public("RS256").encode())
    assert refusal(forged) == "token_algorithm"


def test_a_token_cannot_choose_another_algorithm_than_its_key() -> None:
    token = jwt.encode(claims(NOON), private("ES256"), "ES256", headers={"kid": "RS256"})
    assert refusal(token) == "token_algorithm"


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "", "HS512"])
def test_an_unsigned_token_says_nothing(name: str) -> None:
    bare = f"{part({'alg': name, 'kid': 'HS256'})}.{part(claims(NOON))}."
    assert refusal(bare) in ("token_algorithm", "token_invalid")


def test_a_key_of_an_unknown_algorithm_opens_nothing() -> None:
    token = jwt.encode(claims(NOON), private("HS256"), "HS512", headers={"kid": "HS256"})
    with pytest.raises(TokenProblem) as refused:
        read_token(token, [replace(a_key("HS256"), algorithm="HS512")], NOON)
    assert refused.value.code == "token_algorithm"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_changed_word_breaks_the_signature(algorithm: str) -> None:
    header, _, signature = a_token(NOON, algorithm).split(".")
    forged = f"{header}.{part(claims(NOON, sub='reader-2'))}.{signature}"
    assert refusal(forged) == "token_invalid"


def test_a_signature_by_another_secret_is_none() -> None:
    header = {"alg": "HS256", "kid": "HS256"}
    assert refusal(by_hand(header, claims(NOON), b"x" * 64)) == "token_invalid"


def test_what_a_token_says_of_its_own_key_is_not_used() -> None:
    """`jwk`, `jku` and `x5u` let a forger bring the key along."""
    own = {"kty": "oct", "k": part(b"x" * 64)}
    header = {"alg": "HS256", "kid": "HS256", "jwk": own, "jku": "https://evil.example/keys"}
    assert refusal(by_hand(header, claims(NOON), b"x" * 64)) == "token_invalid"


def test_an_extension_that_must_be_understood_is_refused() -> None:
    header = {"alg": "HS256", "kid": "HS256", "crit": ["b64"], "b64": False}
    assert refusal(by_hand(header, claims(NOON), private("HS256").encode())) == "token_invalid"


@pytest.mark.parametrize("header", [{}, {"kid": "other"}, {"kid": ""}, {"kid": ["HS256"]}])
def test_a_key_that_is_not_known_opens_nothing(header: dict[str, Any]) -> None:
    token = by_hand({"alg": "HS256", **header}, claims(NOON), private("HS256").encode())
    assert refusal(token) in ("token_key_unknown", "token_invalid")


def test_a_token_without_an_end_is_refused() -> None:
    assert refusal(a_token(NOON, exp=None)) == "token_no_expiry"


def test_a_token_that_has_run_out_is_refused() -> None:
    assert refusal(a_token(NOON), NOON + timedelta(minutes=11, seconds=1)) == "token_expired"


def test_clocks_may_differ_by_a_minute() -> None:
    token = a_token(NOON)
    times = (NOON - timedelta(seconds=59), NOON + timedelta(minutes=10, seconds=59))
    assert [read(token, now).name for now in times] == ["Ada Member"] * 2


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_token_from_the_future_is_refused(claim: str) -> None:
    later = int((NOON + timedelta(seconds=61)).timestamp())
    assert refusal(a_token(NOON, **{claim: later})) == "token_early"


def test_a_token_is_good_for_a_day_at_most() -> None:
    ends = int((NOON + timedelta(hours=24, seconds=1)).timestamp())
    assert refusal(a_token(NOON, exp=ends)) == "token_lifetime"


def test_a_long_life_cannot_be_hidden_by_leaving_its_beginning_out() -> None:
    ends = int((NOON + timedelta(days=3650)).timestamp())
    assert refusal(a_token(NOON, exp=ends, iat=None)) == "token_lifetime"


@pytest.mark.parametrize("time", ["1777895000", True, [1], {"at": 1}])
def test_a_time_that_is_no_number_is_refused(time: Any) -> None:
    assert refusal(a_token(NOON, exp=time)) == "token_claims"


@pytest.mark.parametrize("time", ["NaN", "Infinity", "1e999"])
def test_a_time_that_never_comes_is_refused(time: str) -> None:
    said = json.dumps(claims(NOON)).replace(str(claims(NOON)["exp"]), time).encode()
    token = by_hand({"alg": "HS256", "kid": "HS256"}, said, private("HS256").encode())
    assert refusal(token) in ("token_claims", "token_invalid")


@pytest.mark.parametrize("audience", ["https://other.example", None, [], 7, f"{AUDIENCE}/x"])
def test_a_token_for_somebody_else_is_refused(audience: Any) -> None:
    assert refusal(a_token(NOON, aud=audience)) in ("token_audience", "token_invalid")


@pytest.mark.parametrize("issuer", ["https://evil.example", None])
def test_a_token_by_somebody_else_is_refused(issuer: str | None) -> None:
    assert refusal(a_token(NOON, iss=issuer)) == "token_issuer"


@pytest.mark.parametrize(
    "said",
    [
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"name": None},
        {"name": " "},
        {"name": ["Ada"]},
        {"name": "x" * 246},
        {"email": "no address"},
        {"email": "ada@example.org\nBcc: eve@example.org"},
        {"email": ["ada@example.org"]},
        {"badges": ["x" * 61]},
        {"badges": ["x" * 40, "y" * 40]},
        {"badges": ["a", "b", "c", "d"]},
        {"badges": {"a": 1}},
        {"badges": [1]},
        {"roles": [None]},
        {"roles": 7},
    ],
    ids=str,
)
def test_what_a_token_says_of_its_bearer_must_be_usable(said: dict[str, Any]) -> None:
    assert refusal(a_token(NOON, **said)) == "token_claims"


def test_a_huge_token_is_refused_before_it_is_looked_at() -> None:
    assert refusal(a_token(NOON, more="x" * MOST_BYTES)) == "token_too_long"


def test_a_deep_token_is_refused() -> None:
    nested = b"[" * 4000 + b"]" * 4000
    token = f"{part(nested[:5000])}.{part(b'{}')}.{part(b'x')}"
    assert refusal(token) == "token_invalid"


@given(st.text(max_size=300))
def test_nothing_else_passes_for_a_token(text: str) -> None:
    assert refusal(text).startswith("token_")


@given(st.lists(st.binary(max_size=60), min_size=3, max_size=3))
def test_three_parts_of_anything_do_not_either(parts: list[bytes]) -> None:
    assert refusal(".".join(part(one) for one in parts)).startswith("token_")
