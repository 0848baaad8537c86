"""Codes of an app: as RFC 6238 has them, and each near enough to now."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from newsroom.staff.totp import address_of, code_of, new_secret, step_at, step_of

pytestmark = pytest.mark.pure

SECRET = base64.b32encode(b"12345678901234567890").decode()  # of the RFC's appendix B


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_the_standards(second: int, code: str) -> None:
    assert code_of(SECRET, step_at(datetime.fromtimestamp(second, UTC))) == code


@pytest.mark.parametrize(("seconds", "known"), [(-90, False), (-30, True), (30, True), (90, False)])
def test_clocks_may_differ_by_a_step(seconds: int, known: bool) -> None:
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    code = code_of(SECRET, step_at(now + timedelta(seconds=seconds)))
    assert (step_of(SECRET, code, now) is not None) is known


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert step_of(SECRET, typed, datetime(2026, 5, 4, tzinfo=UTC)) is None


def test_a_secret_is_new_each_time_and_an_app_can_read_it() -> None:
    one, other = new_secret(), new_secret()
    assert one != other and len(base64.b32decode(one)) == 20
    place = urlsplit(address_of(one, "nora@daily: & Co", "Newsroom"))
    assert (place.scheme, place.netloc) == ("otpauth", "totp")
    assert parse_qs(place.query) == {"secret": [one], "issuer": ["Newsroom"]}
