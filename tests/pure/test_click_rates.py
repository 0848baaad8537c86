"""What readers' clicks may do to a link, and what they may not."""

import random

import pytest

from articles.click_rates import AT_LEAST, AT_MOST, Count, factor, position_rates

EVEN = dict.fromkeys(range(5), 0.05)


def test_a_link_that_was_hardly_shown_keeps_its_score() -> None:
    assert factor([Count(0, 19, 19)], EVEN) == 1.0


def test_a_link_nobody_was_shown_keeps_its_score() -> None:
    assert factor([], EVEN) == 1.0


def test_a_link_clicked_as_often_as_others_at_its_place_keeps_its_score() -> None:
    assert factor([Count(0, 2000, 100)], EVEN) == pytest.approx(1.0)


def test_the_prior_is_five_of_a_hundred() -> None:
    """Beta(5, 95): twenty showings without a click are (5 + 0) / (100 + 20) against .05."""
    assert factor([Count(0, 20, 0)], EVEN) == pytest.approx((5 / 120) / 0.05)


def test_a_favourite_rises_by_a_quarter_at_most() -> None:
    assert factor([Count(0, 10_000, 9_000)], EVEN) == AT_MOST == 1.25


def test_what_nobody_wants_falls_by_a_fifth_at_most() -> None:
    assert factor([Count(0, 10_000, 0)], EVEN) == AT_LEAST == 0.8


def test_more_clicks_than_showings_are_taken_for_as_many() -> None:
    assert factor([Count(0, 20, 10**9)], EVEN) == factor([Count(0, 20, 20)], EVEN)


def test_a_place_low_on_the_page_is_forgiven() -> None:
    rates = {0: 0.10, 4: 0.02}
    assert factor([Count(4, 1000, 20)], rates) == pytest.approx(
        factor([Count(0, 1000, 100)], rates)
    )


def test_a_site_without_counts_is_measured_by_the_prior() -> None:
    assert factor([Count(0, 100, 5)], position_rates([])) == pytest.approx(1.0)


def test_of_two_links_the_better_liked_wins_whatever_the_place() -> None:
    """Readers look at place p with a chance that falls; one link pleases twice as often."""
    rng = random.Random(7)
    look, please = [1.0, 0.6, 0.4, 0.25, 0.15], {"liked": 0.12, "usual": 0.06}
    totals = [[0, 0] for _ in look]
    counts = {"liked": [0, 0, 4], "usual": [0, 0, 0]}
    for _ in range(4000):
        for name, count in counts.items():
            clicked = rng.random() < look[count[2]] * please[name]
            count[0] += 1
            count[1] += clicked
        for place, seen in enumerate(look):
            totals[place][0] += 1
            totals[place][1] += rng.random() < seen * 0.06
    rates = position_rates(Count(place, *total) for place, total in enumerate(totals))
    factors = {name: factor([Count(c[2], c[0], c[1])], rates) for name, c in counts.items()}
    assert factors["liked"] > 1.1 > factors["usual"]
