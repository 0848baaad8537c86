"""A model made anew from the prior and a site's past decisions.

The prior is where a site starts, not what holds it: its weights are halved, all step sizes start
afresh, and the decisions are gone through five times. The same decisions, prior and seed give the
same model, bit for bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from comments.learning.domains import CITED
from comments.learning.features import Example, mark_place
from comments.learning.marks import one_link_marks
from comments.learning.model import Learner, Model

PASSES = 5
KEPT_OF_PRIOR = 0.5
# Good comments flagged for a source on no list, at worst: one in seven with 30 %, one in nine with
# 60 %, one in eleven with 80 %.
CITING_SHARE = 0.8
MAX_DECISIONS = 5_000


@dataclass(frozen=True, slots=True)
class Decision:
    """A comment's plain reading, and whether a moderator took the comment out."""

    example: Example
    label: bool


def rebuild(prior: Model, decisions: Sequence[Decision], seed: int = 0) -> Model:
    """The model that these decisions, oldest first, make of the prior; the last 5,000 count."""
    random = Random(seed)  # noqa: S311  # an order, not a secret
    learner = Learner(Model(prior.weights * np.float32(KEPT_OF_PRIOR), prior.bias * KEPT_OF_PRIOR))
    lessons = with_citations(decisions[-MAX_DECISIONS:], random, CITING_SHARE)
    for _ in range(PASSES):
        random.shuffle(lessons)
        for lesson in lessons:
            learner.learn(lesson.example, lesson.label)
    return learner.model()


def held_out_logits(prior: Model, decisions: Sequence[Decision], seed: int = 0) -> list[float]:
    """For each decision the logit of a model made of that half of them which it is not in.

    For calibration: a model is surer of what it has learned than it will be of the next comment.
    """
    # By lot: a desk that decides in turns would else leave each half with one kind alone.
    half = [place % 2 for place in Random(seed).sample(range(len(decisions)), len(decisions))]  # noqa: S311
    models = [
        rebuild(
            prior, [one for one, side in zip(decisions, half, strict=True) if side != out], seed
        )
        for out in (0, 1)
    ]
    return [models[side].logit(one.example) for one, side in zip(decisions, half, strict=True)]


def with_citations(decisions: Sequence[Decision], random: Random, share: float) -> list[Decision]:
    """The decisions, and for a share of the approved a copy that links to a well-known place.

    Spam is full of links and most good comments have none; a naive learner then takes everybody who
    cites a source for a spammer.
    """
    copies = [
        Decision(citing(decision.example, random.choice(CITED)), False)
        for decision in decisions
        if not decision.label and random.random() < share
    ]
    return [*decisions, *copies]


def citing(example: Example, domain: str) -> Example:
    """The same comment with one link to this domain."""
    places = [mark_place(name) for name in one_link_marks(domain)]
    marks = np.union1d(example.marks, np.array(places, np.uint16))
    return Example(example.chars, example.words, marks)
