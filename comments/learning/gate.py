"""Whether a rebuilt model may take over, and whether the ground has moved under the old one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comments.learning.model import Model
from comments.learning.replay import Decision
from comments.learning.thresholds import BUDGET, Calibration

LAST_DECISIONS = 500
MAX_RECALL_LOSS = 0.02
MAX_CALIBRATION_ERROR = 0.05
_MIN_LABELS = 20  # of each kind: fewer say nothing of recall
_BINS = 10
_EMPTY_SHARE = 1e-4


@dataclass(frozen=True, slots=True)
class Trial:
    """`recall`: of spam, at 1 % of good comments above it; `calibration_error` in 0–1.

    `recall` is None where there were too few comments of a kind.
    """

    recall: float | None
    calibration_error: float
    decisions: int


def trial(model: Model, calibration: Calibration, decisions: Sequence[Decision]) -> Trial:
    """How a model does on the last 500 decisions."""
    last = decisions[-LAST_DECISIONS:]
    logits = [model.logit(decision.example) for decision in last]
    labels = [decision.label for decision in last]
    enough = _MIN_LABELS <= sum(labels) <= len(labels) - _MIN_LABELS
    return Trial(
        recall_at(logits, labels) if enough else None,
        calibration_error([calibration.probability(logit) for logit in logits], labels),
        len(last),
    )


def refusal(live: Trial, candidate: Trial) -> str | None:
    """Why the candidate may not go live: `recall_fell` or `badly_calibrated`; None: it may.

    A live model that is itself calibrated no better is no reason to keep it.
    """
    if (
        live.recall is not None
        and candidate.recall is not None
        and candidate.recall < live.recall - MAX_RECALL_LOSS
    ):
        return "recall_fell"
    if MAX_CALIBRATION_ERROR < candidate.calibration_error >= live.calibration_error:
        return "badly_calibrated"
    return None


def recall_at(
    scores: Sequence[float], labels: Sequence[bool], false_positives: float = BUDGET
) -> float:
    """Share of spam that scores above all but `false_positives` of the good comments; 0–1."""
    points, spam = np.asarray(scores, np.float64), np.asarray(labels, bool)
    good = np.sort(points[~spam])[::-1]
    if not spam.any() or not len(good):
        return float("nan")
    limit = good[min(int(false_positives * len(good)), len(good) - 1)]
    return float((points[spam] > limit).mean())


def calibration_error(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean distance of said probability and found share, over ten bins; 0–1."""
    said, found = np.asarray(probabilities, np.float64), np.asarray(labels, np.float64)
    if not len(said):
        return 0.0
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    sizes = np.bincount(bins, minlength=_BINS)
    gaps = np.abs(np.bincount(bins, said - found, minlength=_BINS))
    return float(gaps[sizes > 0].sum() / len(said))


def stability_index(before: Sequence[float], now: Sequence[float]) -> float:
    """How far probabilities have drifted: under .1 steady, over .25 another public than before."""
    shares = [
        np.maximum(np.histogram(said, _BINS, (0.0, 1.0))[0] / max(1, len(said)), _EMPTY_SHARE)
        for said in (before, now)
    ]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
