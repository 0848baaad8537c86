"""What drove a score, as pieces of the text and named marks with their weights.

The logit is a sum: bias, and a weight for every place. Here each place's share goes back to the
words that it was read from, so that a moderator sees "link to x.example +1.9" and never a hash.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comments.learning import features
from comments.learning.disguises import readings
from comments.learning.facts import Facts
from comments.learning.features import Example, example
from comments.learning.links import Parted, part
from comments.learning.marks import Mark, marks
from comments.learning.model import Model
from comments.learning.skeleton import Skeleton, skeleton

TOP = 8

Shares = npt.NDArray[np.float64]

_COUNTED = {
    "author:approved": "author approved before",
    "author:removed": "author's comments removed before",
    "write": "time taken to write",
    "article": "age of the article",
    "links": "number of links",
    "length": "length of the text",
    "capitals": "share of capital letters",
    "exclamations": "exclamation marks",
    "emoji": "emoji",
    "lines": "line breaks",
    "name:words": "words in the author's name",
    "reply": "a reply or not",
}
_NAMED = {
    "domain": "link to {}",
    "ending": "link to a domain in .{}",
    "author:site": "author's website {}",
    "author:mail": "author's mail at {}",
}
_TOPICS = {
    "visit": "asks to visit something",
    "follow": "asks to be followed",
    "buy": "about buying",
    "gain": "about winning or earning",
    "finance": "about loans or investments",
    "pills": "about medicines",
    "gambling": "about gambling",
    "adult": "about sex for sale",
    "market": "about promotion",
    "contact": "ways to get in touch",
    "own": "a page or channel",
    "praise": "praise in general words",
    "urge": "urges to be quick",
}
_PLAIN = {
    "link": "has links",
    "link:url": "a full address",
    "link:bare": "a domain without https://",
    "link:spaced": "a domain written apart",
    "link:path": "a link to a page, not to a home page",
    "link:html": "links in HTML",
    "link:bbcode": "links in BBCode",
    "link:alone": "hardly a word beside the link",
    "link:allowed": "link to an allowed domain",
    "question": "asks something",
    "money": "sums of money",
    "phone": "a telephone number",
    "stretched": "stretched letters",
    "mail": "a mail address",
    "disguised": "letters in disguise",
    "author:website": "author gives a website",
    "name:long": "a long name",
    "name:link": "a link as the author's name",
    "name:digits": "digits in the author's name",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`text` is a piece of the source at `span`, or says what a mark means.

    `weight` is its part of the logit: above 0 it speaks for spam.
    """

    code: str  # "text", or the mark's name
    text: str
    span: tuple[int, int] | None
    weight: float


def explain(
    model: Model,
    source: str,
    facts: Facts | None = None,
    allowed: Collection[str] = frozenset(),
    top: int = TOP,
) -> list[Reason]:
    """The `top` strongest reasons, strongest first; neighbouring words are one reason."""
    found = sorted(reasons(model, source, facts or Facts(), allowed), key=_strength, reverse=True)[
        :top
    ]
    return sorted(_with_neighbours(found, source), key=_strength, reverse=True)


def reasons(model: Model, source: str, facts: Facts, allowed: Collection[str]) -> Iterator[Reason]:
    """Every share in the logit of the highest reading: with the bias, they sum up to it."""
    reading, places = max(
        ((one, example(source, one, facts, allowed)) for one in readings(skeleton(source))),
        key=lambda pair: model.logit(pair[1]),
    )
    parted = part(reading)
    yield from _word_reasons(model, source, parted, places)
    yield from _mark_reasons(model, source, reading, parted, places, facts, allowed)


def _word_reasons(model: Model, source: str, parted: Parted, places: Example) -> Iterator[Reason]:
    texts = features.texts(parted)
    owners = _owners(texts)
    shares = np.zeros(len(texts))
    text = features.char_text(texts)
    chars_gain, words_gain, _ = places.gains()
    ngrams = {size: features.ngram_places(text, size) for size in features.NGRAMS}
    centres = [owners[size // 2 : size // 2 + len(found)] for size, found in ngrams.items()]
    occurrences = np.concatenate([*ngrams.values()])
    _share_out(shares, model, occurrences, np.concatenate(centres), chars_gain)
    _share_out(shares, model, *_term_owners(texts), words_gain)
    for word, share in zip(parted.words, shares, strict=True):
        yield Reason("text", source[word.start : word.end], (word.start, word.end), float(share))


def _share_out(
    shares: Shares,
    model: Model,
    occurrences: npt.NDArray[np.uint16],
    owners: npt.NDArray[np.intp],
    gain: float,
) -> None:
    """Gives each word its part of what a place weighs; a place counts once, however often seen."""
    if not len(shares):
        return
    _, kinds, counts = np.unique(occurrences, return_inverse=True, return_counts=True)
    weights = model.weights[occurrences].astype(np.float64) * gain / counts[kinds]
    np.add.at(shares, owners, weights)


def _owners(texts: Sequence[str]) -> npt.NDArray[np.intp]:
    """For each character of the text that is cut into groups, the word it belongs to."""
    lengths = [len(text) + 1 for text in texts]  # the space before it, too
    owners = np.repeat(np.arange(len(lengths)), lengths)
    return np.append(owners, max(0, len(lengths) - 1))


def _term_owners(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.intp]]:
    """(places of terms and pairs, the word each ends in)."""
    owners: list[int] = []
    for at, text in enumerate(texts):
        for _ in features.terms(text):
            owners += [at, at] if owners else [at]
    found = list(features.term_places(features.terms(" ".join(texts))))
    return np.array(found, np.uint16), np.array(owners, np.intp)


def _mark_reasons(
    model: Model,
    source: str,
    reading: Skeleton,
    parted: Parted,
    places: Example,
    facts: Facts,
    allowed: Collection[str],
) -> Iterator[Reason]:
    gain = places.gains()[2]
    seen: set[int] = set()
    for mark in marks(source, reading, parted, facts, allowed):
        place = features.mark_place(mark.name)
        if place not in seen:
            seen.add(place)
            weight = float(model.weights[place]) * gain
            yield Reason(mark.name, _said(mark), mark.span, weight)


def _said(mark: Mark) -> str:
    if mark.name in _PLAIN:
        return _PLAIN[mark.name]
    kind, _, value = mark.name.rpartition(":")
    if kind == "topic":
        return _TOPICS[value]
    if kind in _NAMED:
        return _NAMED[kind].format(value)
    return _COUNTED.get(kind, mark.name)


def _strength(reason: Reason) -> float:
    return abs(reason.weight)


def _with_neighbours(found: Sequence[Reason], source: str) -> Iterator[Reason]:
    """Joins words that stand next to one another and pull the same way into one phrase."""
    words = sorted(
        (r for r in found if r.code == "text" and r.span), key=lambda r: r.span or (0, 0)
    )
    yield from (reason for reason in found if reason.code != "text")
    phrase: Reason | None = None
    for word in words:
        joined = phrase and _joined(phrase, word, source)
        if phrase and not joined:
            yield phrase
        phrase = joined or word
    if phrase:
        yield phrase


def _joined(before: Reason, after: Reason, source: str) -> Reason | None:
    if not before.span or not after.span or (before.weight > 0) != (after.weight > 0):
        return None
    start, end = before.span[0], after.span[1]
    if source[before.span[1] : after.span[0]].strip():
        return None
    return Reason("text", source[start:end], (start, end), before.weight + after.weight)
