"""The form's timed token, and the receipt of a comment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.form_token import age, check, issue
from comments.receipts import receipt_check, receipt_issue

bounded = settings(max_examples=100, derandomize=True, deadline=None)
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
KEY, OLD_KEY = b"k" * 32, b"o" * 32
TOKEN = issue("demo", "story-42", NOON, KEY)
RECEIPT = receipt_issue(42, KEY)


def checked(
    token: object, *, after: float = 60, site: str = "demo", article: str = "story-42"
) -> str | None:
    return check(token, site, article, NOON + timedelta(seconds=after), KEY)


@pytest.mark.parametrize("after", [2, 60, 24 * 3600])
def test_a_token_is_good_from_two_seconds_to_a_day(after: float) -> None:
    assert checked(TOKEN, after=after) is None


@pytest.mark.parametrize("after", [0, 1.9, -3600])
def test_a_form_filled_faster_than_a_person_can_is_too_fast(after: float) -> None:
    assert checked(TOKEN, after=after) == "too_fast"


def test_a_token_of_yesterday_is_expired() -> None:
    assert checked(TOKEN, after=24 * 3600 + 1) == "form_expired"


def test_everyone_who_got_the_same_page_has_the_same_token() -> None:
    assert issue("demo", "story-42", NOON, KEY) == TOKEN


def test_a_token_of_another_article_is_invalid() -> None:
    assert checked(TOKEN, article="story-43") == "form_invalid"


def test_a_token_of_another_site_is_invalid() -> None:
    assert checked(TOKEN, site="other") == "form_invalid"


def test_a_token_signed_with_another_key_is_invalid() -> None:
    assert checked(issue("demo", "story-42", NOON, OLD_KEY)) == "form_invalid"


def test_the_borders_between_fields_are_signed() -> None:
    assert check(issue("a", "bc", NOON, KEY), "ab", "c", NOON, KEY) == "form_invalid"


def test_a_token_with_another_time_is_invalid() -> None:
    assert checked(TOKEN.replace("f1.1", "f1.2")) == "form_invalid"


def test_an_article_id_of_any_characters_is_signed() -> None:
    odd = "é\ud800\0👍"
    assert (
        check(issue("demo", odd, NOON, KEY), "demo", odd, NOON + timedelta(minutes=1), KEY) is None
    )


@pytest.mark.parametrize(
    "token",
    [
        *[None, 7, [], "", "f1", "f1..", TOKEN + "\n", " " + TOKEN, TOKEN.upper(), "\ud800"],
        *["f1." + "9" * 5000, f"f1.{'9' * 12}.é", "f1.١٢٣." + "0" * 64],
    ],
)
def test_odd_input_is_an_invalid_token(token: object) -> None:
    assert checked(token) == "form_invalid"


@bounded
@given(st.text(max_size=120))
def test_no_guessed_text_is_a_token(token: str) -> None:
    assert checked(token) == "form_invalid"


def test_the_age_of_a_token_is_told_in_seconds() -> None:
    assert age(TOKEN, NOON + timedelta(seconds=90)) == 90


def test_what_is_no_token_has_no_age() -> None:
    assert age("f1.x.y", NOON) is None


def test_a_receipt_opens_its_comment() -> None:
    assert receipt_check(RECEIPT, 42, KEY)


def test_a_receipt_opens_no_other_comment() -> None:
    assert not receipt_check(RECEIPT, 43, KEY)


def test_a_receipt_outlives_a_change_of_keys() -> None:
    assert receipt_check(receipt_issue(42, OLD_KEY), 42, (KEY, OLD_KEY))


def test_a_receipt_is_signed_with_the_newest_key() -> None:
    assert receipt_issue(42, (KEY, OLD_KEY)) == RECEIPT


def test_a_receipt_of_a_dropped_key_opens_nothing() -> None:
    assert not receipt_check(receipt_issue(42, OLD_KEY), 42, (KEY,))


def test_a_form_token_is_no_receipt() -> None:
    assert not receipt_check(TOKEN, 42, KEY)


@pytest.mark.parametrize("token", [None, 7, "", "r1.", RECEIPT + "\n", RECEIPT[:-1], "r1.é.\ud800"])
def test_odd_input_is_no_receipt(token: object) -> None:
    assert not receipt_check(token, 42, KEY)
