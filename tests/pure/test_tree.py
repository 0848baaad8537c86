"""Depth, cursors and ranking."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.tree import CursorError, decode, encode, shown_depth, wilson

bounded = settings(max_examples=200, derandomize=True, deadline=None)
NOON = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)


def packed(json: str) -> str:
    return base64.urlsafe_b64encode(json.encode()).decode().rstrip("=")


@pytest.mark.parametrize(("depth", "shown"), [(0, 0), (3, 3), (4, 4), (5, 4), (900, 4), (-1, 0)])
def test_deep_replies_are_shown_at_the_deepest_level(depth: int, shown: int) -> None:
    assert shown_depth(depth, 4) == shown


def test_a_cursor_gives_back_what_it_was_given() -> None:
    parts = (NOON, 17, 0.25, "pinned")
    assert decode(encode(*parts), (datetime, int, float, str)) == parts


def test_a_cursor_keeps_a_moment_of_another_zone() -> None:
    moment = NOON.astimezone(timezone(timedelta(hours=3)))
    assert decode(encode(moment), (datetime,)) == (moment,)


def test_a_cursor_needs_no_escaping_in_an_address() -> None:
    assert encode("???>>>", 2**62).replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "x",
        "a" * 257,
        "é" * 8,
        "W10=",
        "\ud800\ud800",
        encode(1)[:-1],
        encode(1) + "=",
        encode(1) + "\n",
        packed("[1,2]"),
        packed("[]"),
        packed("1"),
        packed("{}"),
        packed("[ 1]"),
        packed("[1.0]"),
        packed("[true]"),
        packed("[null]"),
        packed('["1"]'),
        packed("[9223372036854775808]"),
        packed("[NaN]"),
        packed("[" * 180),
        packed("[[[[1]]]]"),
    ],
)
def test_what_is_no_cursor_is_refused_as_one(text: object) -> None:
    with pytest.raises(CursorError):
        decode(text, (int,))


@pytest.mark.parametrize("text", ["[Infinity]", "[NaN]", "[1e999]", "[1]"])
def test_a_number_must_be_finite_and_as_written(text: str) -> None:
    with pytest.raises(CursorError):
        decode(packed(text), (float,))


@pytest.mark.parametrize("text", ['["2026-05-01T12:00:00"]', '["yesterday"]', "[0]"])
def test_a_moment_must_be_one_with_a_zone(text: str) -> None:
    with pytest.raises(CursorError):
        decode(packed(text), (datetime,))


@pytest.mark.parametrize("text", ['["a\\u0000b"]', '["\\ud800"]'])
def test_a_word_must_be_printable(text: str) -> None:
    with pytest.raises(CursorError):
        decode(packed(text), (str,))


def test_a_cursor_too_long_to_read_is_not_written() -> None:
    with pytest.raises(CursorError):
        encode("x" * 300)


@bounded
@given(
    st.text(max_size=60)
    | st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode())
)
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        parts = decode(text, (int, int))
    except CursorError:
        return
    assert encode(*parts) == text


@bounded
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_bound_lies_between_zero_and_the_share(up: int, down: int) -> None:
    assert 0 <= wilson(up, down) <= (up / (up + down) if up else 0)


def test_many_votes_prove_more_than_few() -> None:
    assert wilson(1, 0) < wilson(10, 1) < wilson(100, 10)


def test_the_bound_is_the_known_one() -> None:
    assert wilson(8, 2) == pytest.approx(0.4902, abs=1e-4)


@pytest.mark.parametrize(("up", "down"), [(0, 0), (0, 9), (-1, 1), (3, -3)])
def test_no_votes_prove_nothing(up: int, down: int) -> None:
    assert wilson(up, down) == 0
