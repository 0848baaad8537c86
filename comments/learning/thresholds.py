"""What a score means at one site: its own threshold, and probabilities that hold.

Thresholds do not travel: what one site's threshold lets through one time in a hundred, it flags
twenty times in a hundred at another.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from comments.learning.model import probability

BUDGET = 0.01  # of good comments, that may be called spam
MIN_APPROVALS = 100
LAST_APPROVALS = 500
HOLD_FROM = 0.5

Line = npt.NDArray[np.float64]

_STEPS = 20
_START = np.array([1.0, 0.0])
_PULL = np.array([10.0, 1.0])
_MIN_SLOPE = 0.05  # whatever the labels say, a higher logit stays a higher probability


class Word(StrEnum):
    """The learned score's worst word, for a policy to weigh."""

    PUBLISH = "publish"
    HOLD = "hold"
    SPAM = "spam"


def own_threshold(approved: Sequence[float], budget: float = BUDGET) -> float | None:
    """The logit that a share of `budget` of this site's approved comments exceeds, or None.

    `approved`: logits given *before* each comment was learned, oldest first; after learning they
    would all look better than the next one will. None before 100 approvals: until then nothing is
    called spam by its score.
    """
    last = sorted(approved[-LAST_APPROVALS:], reverse=True)
    rank = math.floor(budget * (len(last) + 1))
    if len(last) < MIN_APPROVALS or rank < 1:
        return None
    return last[rank - 1]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Makes a logit a probability that holds: of what scores 0.7, seven in ten are spam."""

    slope: float = 1.0
    offset: float = 0.0

    def probability(self, logit: float) -> float:
        """Between 0 and 1; rises with the logit."""
        return probability(self.slope * logit + self.offset)

    def verdict(self, logit: float, threshold: float | None) -> Word:
        """Spam only above the site's own threshold, and never what is likelier good than not."""
        if self.probability(logit) < HOLD_FROM:
            return Word.PUBLISH
        return Word.SPAM if threshold is not None and logit > threshold else Word.HOLD


def calibrate(logits: Sequence[float], labels: Sequence[bool]) -> Calibration:
    """Platt's line through logits that were given without knowing these labels.

    Held near (1, 0) by as much as a few labels say, so that it moves only for a reason.
    """
    raw = np.array(logits, np.float64).clip(-30, 30)
    design = np.column_stack((raw, np.ones_like(raw)))
    truth = np.array(labels, np.float64)
    line = _START
    for _ in range(_STEPS):
        p = _probabilities(design, line)
        slope = design.T @ (p - truth) + _PULL * (line - _START)
        curve = (design.T * (p * (1 - p))) @ design + np.diag(_PULL)
        line = _downhill(design, truth, line, np.linalg.solve(curve, slope))
    return Calibration(max(_MIN_SLOPE, float(line[0])), float(line[1]))


def _downhill(design: Line, truth: Line, line: Line, step: Line) -> Line:
    """Newton's step, halved until it does not lead up: far from the goal it leaps too far."""
    here = _loss(design, truth, line)
    for _ in range(_STEPS):
        if _loss(design, truth, line - step) <= here:
            return line - step
        step = step / 2
    return line


def _loss(design: Line, truth: Line, line: Line) -> float:
    logits = design @ line
    fit = np.logaddexp(0, logits) - truth * logits
    return float(fit.sum() + (_PULL * (line - _START) ** 2).sum() / 2)


def _probabilities(design: Line, line: Line) -> Line:
    return np.asarray(1 / (1 + np.exp(-(design @ line).clip(-30, 30))))
