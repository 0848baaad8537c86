"""Which model may take over, and when the public has changed."""

import pytest

from comments.learning.features import examples
from comments.learning.gate import (
    Trial,
    calibration_error,
    recall_at,
    refusal,
    stability_index,
    trial,
)
from comments.learning.model import blank
from comments.learning.replay import Decision
from comments.learning.thresholds import Calibration

LIVE = Trial(recall=0.90, calibration_error=0.02, decisions=500)


def test_a_better_model_may_take_over() -> None:
    assert refusal(LIVE, Trial(0.95, 0.03, 500)) is None


def test_a_loss_of_two_points_is_allowed() -> None:
    assert refusal(LIVE, Trial(0.885, 0.02, 500)) is None


def test_a_loss_of_more_is_not() -> None:
    assert refusal(LIVE, Trial(0.87, 0.02, 500)) == "recall_fell"


def test_a_badly_calibrated_model_is_refused() -> None:
    assert refusal(LIVE, Trial(0.95, 0.06, 500)) == "badly_calibrated"


def test_a_badly_calibrated_model_may_replace_a_worse_one() -> None:
    assert refusal(Trial(0.9, 0.2, 500), Trial(0.9, 0.06, 500)) is None


def test_too_few_decisions_say_nothing_of_recall() -> None:
    some = [Decision(examples("A good comment")[0], False)] * 30
    assert trial(blank(), Calibration(), some).recall is None


def test_a_trial_looks_at_the_last_five_hundred() -> None:
    some = [Decision(examples("A good comment")[0], number % 2 == 0) for number in range(600)]
    assert trial(blank(), Calibration(), some).decisions == 500


def test_recall_counts_spam_above_the_good_comments_allowed_to_exceed() -> None:
    good, spam = [float(n) for n in range(100)], [98.5, 99.5, 50.0, 98.0]
    assert recall_at([*good, *spam], [False] * 100 + [True] * 4) == pytest.approx(0.5)


def test_equal_scores_find_no_spam() -> None:
    assert recall_at([0.5] * 20, [True, False] * 10) == 0.0


def test_a_share_that_is_said_is_a_share_that_is_found() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0.0


def test_a_confident_mistake_is_the_whole_error() -> None:
    assert calibration_error([1.0, 1.0], [False, False]) == 1.0


def test_the_same_public_is_steady() -> None:
    assert stability_index([0.1, 0.2, 0.9], [0.1, 0.2, 0.9]) == 0.0


def test_another_public_is_noticed() -> None:
    assert stability_index([0.1] * 90 + [0.9] * 10, [0.1] * 50 + [0.9] * 50) > 0.25
