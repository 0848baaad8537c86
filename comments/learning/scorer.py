"""What judges at a site: a model, what its scores mean here, and the domains that are known here.

An apprentice in memory and a site's rows hold the same thing: what is measured is what runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from comments.learning.domains import REPUTABLE
from comments.learning.explain import Reason, explain
from comments.learning.facts import Facts
from comments.learning.features import Example, examples
from comments.learning.gate import Trial, refusal, trial
from comments.learning.model import Model, blank
from comments.learning.prior import prior
from comments.learning.replay import MAX_DECISIONS, Decision, held_out_logits, rebuild
from comments.learning.thresholds import Calibration, Word, calibrate, own_threshold

REBUILD_EVERY = 25
REBUILD_SHARE = 20  # and no more often than after a twentieth more: it takes a second by then
CALIBRATED_ON = 1_000


class Kind(StrEnum):
    """What a model has learned to tell from what was approved."""

    SPAM = "spam"
    REMOVED = "removed"
    """Taken out for any other reason: it orders the queue and informs, and says no word."""

    def prior(self) -> Model:
        """Where this kind starts; nothing is known of why newsrooms remove what is no spam."""
        return prior() if self is Kind.SPAM else blank()


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability` in 0–1, the worst `word` the score may say, and what it was made of."""

    logit: float
    probability: float
    word: Word
    example: Example


@dataclass(frozen=True, slots=True)
class Scorer:
    """`threshold` is None until a site has approved enough; `allowed` are domains; `own` where it
    was made of a site's decisions."""

    model: Model
    calibration: Calibration = field(default_factory=Calibration)
    threshold: float | None = None
    allowed: frozenset[str] = REPUTABLE
    own: bool = False

    def judge(self, text: str, facts: Facts) -> Judgement:
        """What the score says of a comment; teaches nothing."""
        readings = examples(text, facts, self.allowed)
        logit = self.model.highest(readings)
        probability = self.calibration.probability(logit)
        word = self.calibration.verdict(logit, self.threshold)
        return Judgement(logit, probability, word, readings[0])

    def explain(self, text: str, facts: Facts) -> list[Reason]:
        """The strongest reasons for its score, as pieces of the text and named marks."""
        return explain(self.model, text, facts, self.allowed)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rebuilt scorer, how it did on the last decisions, and why it may not go live, if so."""

    scorer: Scorer
    trial: Trial
    refused: str | None


def taught(
    start: Model,
    decisions: Sequence[Decision],
    approved_logits: Sequence[float],
    allowed: frozenset[str],
    live: Scorer,
    seed: int = 0,
) -> Candidate:
    """What these decisions, oldest first, make of `start`, and whether it may follow `live`.

    `approved_logits`: of approved comments, as given before each was learned, oldest first.
    """
    model = rebuild(start, decisions[-MAX_DECISIONS:], seed)
    last = decisions[-CALIBRATED_ON:]
    calibration = calibrate(held_out_logits(start, last, seed), [one.label for one in last])
    scorer = Scorer(model, calibration, own_threshold(approved_logits), allowed, own=True)
    found, before = (
        trial(model, calibration, decisions),
        trial(live.model, live.calibration, decisions),
    )
    if not live.own:  # how sure a prior is of itself is no reason to keep it
        before = replace(before, calibration_error=1.0)
    return Candidate(scorer, found, refusal(before, found))


def is_due(new_lessons: int, lessons: int) -> bool:
    """Whether so many lessons since the last rebuild, from `lessons`, are worth another."""
    return new_lessons >= max(REBUILD_EVERY, lessons // REBUILD_SHARE)
