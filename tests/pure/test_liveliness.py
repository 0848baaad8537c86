"""How lively a conversation is."""

import pytest

from comments.liveliness import liveliness


def test_a_silent_thread_is_not_lively() -> None:
    assert liveliness(0) == 0.0


def test_ten_comments_a_day_are_half_of_what_can_be() -> None:
    assert liveliness(10) == pytest.approx(0.5)


def test_it_rises_with_every_comment_and_stays_below_one() -> None:
    steps = [liveliness(n) for n in range(40)]
    assert steps == sorted(set(steps)) and steps[-1] < 1


def test_a_storm_of_comments_is_no_more_than_one() -> None:
    assert liveliness(10**6) <= 1.0
