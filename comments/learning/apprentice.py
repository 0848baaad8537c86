"""A site's scorer and its whole memory, in one process: the product's own path, for measuring it.

A running site keeps the same things in rows: a model, a calibration and a threshold, its decisions
as places, and the logits given before each decision.
"""

from collections.abc import Collection
from dataclasses import dataclass

from comments.learning.domains import REPUTABLE, DomainMemory
from comments.learning.facts import Facts
from comments.learning.features import Example, examples
from comments.learning.links import part
from comments.learning.model import Model
from comments.learning.replay import Decision, held_out_logits, rebuild
from comments.learning.skeleton import skeleton
from comments.learning.thresholds import Calibration, Word, calibrate, own_threshold

REBUILD_EVERY = 25
REBUILD_SHARE = 20  # and no more often than after a twentieth more: it takes a second by then
CALIBRATED_ON = 1_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability` of spam in 0–1, the worst `word` the score may say, and what it was made of."""

    logit: float
    probability: float
    word: Word
    example: Example


class Apprentice:
    """Judges each comment with what it has been taught so far."""

    def __init__(
        self,
        prior: Model,
        own_domains: Collection[str] = (),
        seed: int = 0,
        reputable: frozenset[str] = REPUTABLE,
    ) -> None:
        self._prior = self.model = prior
        self._own_domains = own_domains
        self._seed = seed
        self._domains = DomainMemory(reputable)
        self._allowed = self._domains.allowed(own_domains)
        self._calibration = Calibration()
        self._threshold: float | None = None
        self._decisions: list[Decision] = []
        self._approved_logits: list[float] = []
        self._stale = 0

    def judge(self, text: str, facts: Facts) -> Judgement:
        """What the score says of a comment; teaches nothing."""
        readings = examples(text, facts, self._allowed)
        logit = self.model.highest(readings)
        probability = self._calibration.probability(logit)
        word = self._calibration.verdict(logit, self._threshold)
        return Judgement(logit, probability, word, readings[0])

    def learn(self, text: str, judgement: Judgement, label: bool) -> None:
        """A moderator's decision about a comment, with the judgement given before it."""
        self._decisions.append(Decision(judgement.example, label))
        if not label:
            self._approved_logits.append(judgement.logit)
        self._domains.learn({link.domain for link in part(skeleton(text)).links}, label)
        self._stale += 1
        if self._stale >= max(REBUILD_EVERY, len(self._decisions) // REBUILD_SHARE):
            self.catch_up()

    def catch_up(self) -> None:
        """Rebuilds the model, if anything was learned since; a site does so hourly too."""
        if not self._stale:
            return
        self._stale = 0
        self.model = rebuild(self._prior, self._decisions, self._seed)
        last = self._decisions[-CALIBRATED_ON:]
        self._calibration = calibrate(
            held_out_logits(self._prior, last, self._seed), [one.label for one in last]
        )
        self._threshold = own_threshold(self._approved_logits)
        self._allowed = self._domains.allowed(self._own_domains)
