"""A site's scorer and its whole memory, in one process: the product's own path, for measuring it.

A running site keeps the same things in rows: a model, a calibration and a threshold, its decisions
as places, and the logits given before each decision.
"""

from collections.abc import Collection

from comments.learning.domains import REPUTABLE, DomainMemory
from comments.learning.facts import Facts
from comments.learning.links import part
from comments.learning.model import Model
from comments.learning.replay import Decision
from comments.learning.scorer import Judgement, Scorer, is_due, taught
from comments.learning.skeleton import skeleton


class Apprentice:
    """Judges each comment with what it has been taught so far."""

    def __init__(
        self,
        prior: Model,
        own_domains: Collection[str] = (),
        seed: int = 0,
        reputable: frozenset[str] = REPUTABLE,
    ) -> None:
        self._prior = prior
        self._own_domains = own_domains
        self._seed = seed
        self._domains = DomainMemory(reputable)
        self.scorer = Scorer(prior, allowed=self._domains.allowed(own_domains))
        self._decisions: list[Decision] = []
        self._approved_logits: list[float] = []
        self._stale = 0
        self.refused = 0

    @property
    def model(self) -> Model:
        return self.scorer.model

    def judge(self, text: str, facts: Facts) -> Judgement:
        """What the score says of a comment; teaches nothing."""
        return self.scorer.judge(text, facts)

    def learn(self, text: str, judgement: Judgement, label: bool) -> None:
        """A moderator's decision about a comment, with the judgement given before it."""
        self._decisions.append(Decision(judgement.example, label))
        if not label:
            self._approved_logits.append(judgement.logit)
        self._domains.learn({link.domain for link in part(skeleton(text)).links}, label)
        self._stale += 1
        if is_due(self._stale, len(self._decisions)):
            self.catch_up()

    def catch_up(self) -> None:
        """Rebuilds the model, if anything was learned since; a site does so hourly too."""
        if not self._stale:
            return
        self._stale = 0
        allowed = self._domains.allowed(self._own_domains)
        candidate = taught(
            self._prior, self._decisions, self._approved_logits, allowed, self.scorer, self._seed
        )
        if candidate.refused:
            self.refused += 1
        else:
            self.scorer = candidate.scorer
