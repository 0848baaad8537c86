#!/usr/bin/env python3
"""Train the prior that ships with Newsroom, from the three sets named in docs/model-card.md and
from sentences of our own, which name what spam of many kinds says and what people say instead.

    benchmarks/train_prior.py FOLDER [--out comments/learning/prior.bin]

FOLDER holds youtube_psy.jsonl.gz, sms.jsonl.gz and blog_train.jsonl.gz. The same files give the
same prior, byte for byte.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from judging.own import own_sentences
from judging.streams import SETS, Comment, load

from comments.learning.features import PLACES, Example, examples, mark_place
from comments.learning.model import Learner, Model, blank
from comments.learning.prior import PATH
from comments.learning.replay import Decision, with_citations

MAX_BYTES = 40_000
PASSES = 3
# Each set and each label of it counts as this many comments at most: the largest set is all
# messages by telephone, and the smallest the only one from a blog.
PER_LABEL = 1_000
# A group of letters or a word that stood in fewer comments says more of them than of spam.
LEAST_COMMENTS = 3
# Less than a site's own rebuild: where no decision is known, a link must still mean something.
CITING_SHARE = 0.3
# How long a text is and how it is written tells one genre from another, more than spam from good.
KEPT_OF_SHAPE = 0.5
COUNTED = ("length", "capitals", "exclamations", "emoji", "lines")
SHAPE = (
    *(f"{name}:{step}" for name in COUNTED for step in range(16)),
    *("question", "money", "phone", "stretched", "mail"),
)


# One of our own sentences says as much as so many comments of a set.
OWN_SAY = 3.0
NUMBERED_SHARE = 0.3
NUMBERS = (
    "1994", "in 2007", "on 03.09.2016", "at 07:15", "20095", "0171 5550134", "040 227110",
    "6,500,000", "4 billion", "2,780 euros", "5:1", "17.8 %", "41 to 19", "69002", "118 000",
    "number 417", "number 40213", "87654321",
)  # fmt: skip


def prior_from(sets: Sequence[Sequence[Comment]]) -> Model:
    """As a byte a weight will keep it."""
    numbers = Random(1)
    lessons = [lessons_of([*comments, *with_numbers(comments, numbers)]) for comments in sets]
    return fitted(train(lessons, lessons_of(own_sentences())))


def with_numbers(comments: Sequence[Comment], random: Random) -> list[Comment]:
    """Copies of some good comments that have a number more: a newsroom's are full of dates, sums,
    postcodes and telephones, where a set of private messages has them in spam alone."""
    return [
        Comment(f"{comment.text} {random.choice(NUMBERS)}", False)
        for comment in comments
        if not comment.spam and random.random() < NUMBERED_SHARE
    ]


def lessons_of(comments: Sequence[Comment]) -> list[Decision]:
    """Comments as plain readings with labels."""
    return [Decision(examples(comment.text)[0], comment.spam) for comment in comments]


def train(sets: Sequence[Sequence[Decision]], own: Sequence[Decision], seed: int = 0) -> Model:
    """A prior from our own sentences and these sets, each label of each set with a like say."""
    random = Random(seed)
    lessons = [
        (lesson, min(1.0, PER_LABEL / len(alike)))
        for decisions in sets
        for alike in by_label(decisions).values()
        for lesson in with_citations(alike, random, CITING_SHARE)
    ]
    lessons += [(one, OWN_SAY) for one in with_citations(own, random, CITING_SHARE)]
    learner = Learner(blank())
    for _ in range(PASSES):
        random.shuffle(lessons)
        for lesson, weight in lessons:
            learner.learn(lesson.example, lesson.label, weight)
    every = [one for decisions in (*sets, own) for one in decisions]
    return with_less_shape(without_rare(learner.model(), every))


def with_less_shape(model: Model) -> Model:
    weights = model.weights.copy()
    weights[[mark_place(name) for name in SHAPE]] *= np.float32(KEPT_OF_SHAPE)
    return Model(weights, model.bias)


def by_label(decisions: Sequence[Decision]) -> Mapping[bool, list[Decision]]:
    found: dict[bool, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.label, []).append(decision)
    return found


def without_rare(model: Model, decisions: Sequence[Decision]) -> Model:
    seen = np.zeros(PLACES, np.int64)
    for decision in decisions:
        seen[places_of(decision.example)] += 1
    return Model(np.where(seen >= LEAST_COMMENTS, model.weights, np.float32(0)), model.bias)


def places_of(example: Example) -> np.ndarray:
    return np.unique(example.flat()[0])


def fitted(model: Model, limit: int = MAX_BYTES) -> Model:
    """Drops the smallest weights until the packed model is no larger than `limit` bytes."""
    sizes = np.abs(model.weights)
    for share in range(100):
        floor = np.quantile(sizes, share / 100)
        smaller = Model(np.where(sizes >= floor, model.weights, np.float32(0)), model.bias)
        if len(smaller.pack()) <= limit:
            return smaller
    raise SystemExit(f"No prior of {limit} bytes can be made of this.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=PATH)
    given = parser.parse_args()
    sets = load(given.folder)
    model = prior_from([sets[name] for name in SETS])
    packed = model.pack()
    given.out.write_bytes(packed)
    print(f"{given.out}: {len(packed)} bytes, {np.count_nonzero(model.weights)} weights")


if __name__ == "__main__":
    main()
