"""What a score means at one site."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.learning.gate import calibration_error
from comments.learning.model import probability
from comments.learning.thresholds import Calibration, Word, calibrate, own_threshold


def test_a_site_without_a_hundred_approvals_has_no_threshold() -> None:
    assert own_threshold([float(n) for n in range(99)]) is None


def test_with_a_hundred_the_highest_approved_score_is_the_threshold() -> None:
    assert own_threshold([float(n) for n in range(100)]) == 99.0


def test_with_five_hundred_the_fifth_highest_is() -> None:
    assert own_threshold([float(n) for n in range(500)]) == 495.0


def test_old_approvals_are_forgotten() -> None:
    assert own_threshold([1_000.0] * 50 + [1.0] * 500) == 1.0


@given(st.integers(0, 2**32))
def test_about_one_good_comment_in_a_hundred_exceeds_it(seed: int) -> None:
    random = Random(seed)
    threshold = own_threshold([random.gauss(0, 1) for _ in range(500)])
    above = sum(random.gauss(0, 1) > threshold for _ in range(2_000))  # type: ignore[operator]
    assert above <= 2_000 * 0.04


def test_before_a_threshold_the_worst_word_is_hold() -> None:
    assert Calibration().verdict(12.0, None) is Word.HOLD


def test_above_the_threshold_it_is_spam() -> None:
    assert Calibration().verdict(2.0, 1.5) is Word.SPAM


def test_at_the_threshold_it_is_not_yet_spam() -> None:
    assert Calibration().verdict(1.5, 1.5) is Word.HOLD


def test_what_is_likelier_good_is_published_whatever_the_threshold() -> None:
    assert Calibration().verdict(-1.0, -3.0) is Word.PUBLISH


def test_without_labels_the_score_is_taken_as_it_is() -> None:
    line = calibrate([], [])
    assert (line.slope, line.offset) == pytest.approx((1.0, 0.0))


def test_scores_that_shout_are_calmed() -> None:
    random = Random(3)
    true = [random.gauss(0, 1.5) for _ in range(800)]
    labels = [random.random() < probability(logit) for logit in true]
    shouted = [3 * logit + 2 for logit in true]
    line = calibrate(shouted, labels)
    error = calibration_error([line.probability(logit) for logit in shouted], labels)
    assert error < 0.05 < calibration_error([probability(logit) for logit in shouted], labels)


@given(st.lists(st.tuples(st.floats(-30, 30), st.booleans()), max_size=60))
def test_a_calibrated_score_still_rises_with_the_logit(seen: list[tuple[float, bool]]) -> None:
    line = calibrate([logit for logit, _ in seen], [label for _, label in seen])
    assert line.slope > 0


def test_a_probability_is_never_quite_certain() -> None:
    assert 0 < probability(-1e9) < probability(1e9) < 1
