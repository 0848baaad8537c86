"""Experiments by article: halves that stay, and intervals that are honest."""

import pytest

from articles.arms import arm_of, wilson


def test_an_article_stays_in_its_half() -> None:
    assert len({arm_of(7, 1) for _ in range(10)}) == 1


def test_the_halves_are_halves() -> None:
    assert sum(arm_of(pk, 3) == "b" for pk in range(10_000)) == pytest.approx(5000, abs=200)


def test_two_experiments_halve_the_articles_in_different_ways() -> None:
    same = sum(arm_of(pk, 1) == arm_of(pk, 2) for pk in range(10_000))
    assert same == pytest.approx(5000, abs=200)


def test_an_interval_as_the_textbook_has_it() -> None:
    """10 of 100 at 95 %: 0.0552 to 0.1744."""
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)


def test_nothing_shown_tells_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("clicked", "shown"), [(0, 1), (1, 1), (0, 10**9), (5, 3), (-1, 10)])
def test_an_interval_stays_within_bounds(clicked: int, shown: int) -> None:
    low, high = wilson(clicked, shown)
    assert 0.0 <= low <= high <= 1.0
