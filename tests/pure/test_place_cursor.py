"""Where a list of articles goes on."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.place_cursor import BadCursor, decode, encode

MOMENTS = st.datetimes(
    min_value=datetime(1800, 1, 1),  # noqa: DTZ001 (hypothesis wants it plain)
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(MOMENTS, st.integers(1, 10**17))
def test_a_place_comes_back_to_the_microsecond(moment: datetime, key: int) -> None:
    assert decode(encode(moment, key)) == (moment, key)


WRONG = [
    "", "1", "1.", ".1", "1.0", "01.1", "1.01", "-0.1", "1.1 ", "1.1\n", "١.1", "1.1.1", "1.-1",
    "+1.1", "9" * 18 + ".1", "-" + "9" * 18 + ".1", "1." + "9" * 40, "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_was_not_made_here_is_no_cursor(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text)
