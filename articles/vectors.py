"""Counted terms -> a weighted vector, the few terms it is found by, and its bytes in a row.

Weights are of one idf epoch: the frequencies are counted now and then over a sample of the
articles, not at each publication, so publishing writes no shared row and stored vectors compare
without being weighed again.
"""

import functools
import heapq
import math
import struct
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from articles.terms import TermCounts, word_number

VECTOR_WORDS, VECTOR_PAIRS = 300, 200
SIGNATURE_TERMS, FRESH_TERMS = 96, 24
PROBED_ROWS = 20_000
# Terms whose spelling is kept, to say why: the rest weigh too little, or are too common to tell.
LABELS, NAMED, NAMED_IN_PAIR = 64, 0.1, 0.25
# A word or pair in so large a part of the articles is grammar or boilerplate. The least number
# keeps a young site, where everything is frequent, from losing its words.
COMMON_WORDS, COMMON_PAIRS, COMMON_AT_LEAST = 0.3, 0.05, 20
SELECTIVE_SHARE, SELECTIVE_AT_LEAST = 0.02, 60
# Below this many articles a term's frequency is chance: all such terms weigh the same, and the
# table of frequencies need not hold them.
RARE_WORD, RARE_PAIR = 2, 4
# Overlapping characters tell each thing twice: 関税 is one word and, as 関, 関税, 税, three terms.
DENSE_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of `documents` articles of one language each term stands (`df`).

    A term that `df` does not hold is rare or not seen before.
    """

    documents: int
    df: Mapping[int, int] = field(default_factory=dict)

    def idf(self, n: int, rare: int) -> float:
        """What a term of `n` articles weighs, where all under `rare` weigh the same."""
        n = min(max(n, rare), self.documents)
        return math.log(1 + (self.documents - n + 0.5) / (n + 0.5))


class FrequencyCounter:
    """Counts a sample of articles into `Frequencies` in bounded memory (lossy counting)."""

    def __init__(self, most_terms: int = 2_000_000) -> None:
        self._most = most_terms
        self._documents = 0
        self._words: Counter[int] = Counter()
        self._pairs: Counter[int] = Counter()

    def add(self, counts: TermCounts) -> None:
        self._documents += 1
        self._words.update(counts.words.keys())
        self._pairs.update(counts.pairs.keys())
        for counter in (self._words, self._pairs):
            if len(counter) > self._most:
                _forget_once_seen(counter)

    def frequencies(self) -> Frequencies:
        words = {term: n for term, n in self._words.items() if n >= RARE_WORD}
        pairs = {term: n for term, n in self._pairs.items() if n >= RARE_PAIR}
        return Frequencies(self._documents, words | pairs)


def _forget_once_seen(counter: Counter[int]) -> None:
    for term in [term for term, n in counter.items() if n == 1]:
        del counter[term]


@dataclass(frozen=True)
class Vector:
    """The heaviest terms of one article; `words` and `pairs` are each of length one.

    `labels` gives the article's own spelling of the terms that may be named as a reason.
    """

    language: str
    words: Mapping[int, float]
    pairs: Mapping[int, float]
    labels: Mapping[int, str] = field(default_factory=dict)

    @functools.cached_property
    def pair_count(self) -> int:
        """How many word pairs it has."""
        return len(self.pairs)


def weigh(counts: TermCounts, frequencies: Frequencies) -> Vector:
    """The vector of an article, by the frequencies of its language on its site."""
    words = _weights(counts, counts.words, frequencies, RARE_WORD, COMMON_WORDS)
    pairs = _weights(counts, counts.pairs, frequencies, RARE_PAIR, COMMON_PAIRS)
    vector = Vector(counts.language, _unit(words, VECTOR_WORDS), _unit(pairs, VECTOR_PAIRS))
    return Vector(vector.language, vector.words, vector.pairs, _labels(vector, counts, frequencies))


def _labels(vector: Vector, counts: TermCounts, frequencies: Frequencies) -> dict[int, str]:
    labels: dict[int, str] = {}
    for _, term in sorted(_terms(vector), reverse=True):
        label = counts.spelling.get(term)
        if label is not None and _can_be_named(term, label, frequencies, vector.language):
            labels[term] = label
            if len(labels) == LABELS:
                break
    return labels


def _can_be_named(term: int, label: str, frequencies: Frequencies, language: str) -> bool:
    def in_at_most(number: int, share: float) -> bool:
        most = max(COMMON_AT_LEAST, share * frequencies.documents)
        return frequencies.df.get(number, 0) <= most

    return in_at_most(term, NAMED) and all(
        in_at_most(word_number(part, language), NAMED_IN_PAIR) for part in label.split()
    )


def _terms(vector: Vector) -> Iterable[tuple[float, int]]:
    for part in (vector.words, vector.pairs):
        yield from ((weight, term) for term, weight in part.items())


def _weights(
    counts: TermCounts,
    terms: Mapping[int, int],
    frequencies: Frequencies,
    rare: int,
    common: float,
) -> dict[int, float]:
    too_many = max(COMMON_AT_LEAST, common * frequencies.documents)
    df, dense, idf = frequencies.df, counts.dense, functools.cache(frequencies.idf)
    weights = {}
    for term, count in terms.items():
        if (n := df.get(term, 0)) <= too_many:
            share = DENSE_WEIGHT if term in dense else 1.0
            weights[term] = share * (1 + math.log2(count)) * idf(n, rare)
    return weights


def _unit(weights: dict[int, float], most: int) -> dict[int, float]:
    # The term itself breaks ties, so that one text has one vector whatever the order of its words.
    kept = heapq.nlargest(most, weights.items(), key=lambda item: (item[1], item[0]))
    length = math.sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return {term: weight / length for term, weight in kept}


def signature(vector: Vector, frequencies: Frequencies) -> dict[int, float]:
    """The terms under which this article is filed, with their weights.

    Some places are for terms not counted yet: the follow-up that repeats them comes tomorrow.
    A share that the article cannot fill goes to the other.
    """
    eligible = list(_selective(vector, frequencies))
    fresh = [(term, weight) for term, weight in eligible if term not in frequencies.df]
    known = [(term, weight) for term, weight in eligible if term in frequencies.df]
    of_known = max(SIGNATURE_TERMS - FRESH_TERMS, SIGNATURE_TERMS - len(fresh))
    kept = known[:of_known]
    return dict(kept + fresh[: SIGNATURE_TERMS - len(kept)])


def probes(vector: Vector, frequencies: Frequencies, articles: int) -> dict[int, float]:
    """The terms to look this article's candidates up by, with their weights.

    More than it is filed under, since the other may be filed under them; no more than lead to some
    `PROBED_ROWS` rows in a site of `articles`, so that the work does not grow with the site.
    """
    rows_each = articles / (frequencies.documents or articles or 1)
    left = float(PROBED_ROWS)
    chosen: dict[int, float] = {}
    for term, weight in _selective(vector, frequencies):
        rows = rows_each * max(1, frequencies.df.get(term, 0))
        if rows <= left:
            chosen[term] = weight
            left -= rows
    return chosen


def _selective(vector: Vector, frequencies: Frequencies) -> Iterator[tuple[int, float]]:
    """Terms that few enough articles hold to find some by, heaviest first."""
    most = max(SELECTIVE_AT_LEAST, SELECTIVE_SHARE * frequencies.documents)
    for weight, term in sorted(_terms(vector), reverse=True):
        if frequencies.df.get(term, 0) <= most:
            yield term, weight


def dot(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The cosine of two unit vectors."""
    return sum([one[term] * other[term] for term in one.keys() & other.keys()])


def moved(before: Vector, after: Vector) -> bool:
    """Whether an edit changed what the article is about, so that its links need another look."""
    return before.language != after.language or dot(before.words, after.words) < MOVED


MOVED = 0.98
_FORMAT = 2
_HEAD = struct.Struct("<BBHHHff")  # format, lengths of language, words, pairs, labels; two scales


def packed(vector: Vector) -> bytes:
    """`vector` in some 3 kB: numbers of four bytes, weights of one, then the labels."""
    language = vector.language.encode("utf-8", "replace")[:255]
    labels = [vector.labels.get(term, "") for term in (*vector.words, *vector.pairs)]
    while labels and not labels[-1]:
        labels.pop()
    parts = _steps(vector.words), _steps(vector.pairs)
    sizes = len(vector.words), len(vector.pairs), len(labels)
    head = _HEAD.pack(_FORMAT, len(language), *sizes, *map(_step_weight, parts))
    numbers = (_little(array("i", part)).tobytes() for part in (vector.words, vector.pairs))
    text = "\n".join(labels).encode("utf-8", "replace")
    return b"".join([head, language, *numbers, *parts, text])


def unpacked(data: bytes | memoryview) -> Vector:
    """The vector that `packed` wrote. Raises ValueError where it did not."""
    vector = StoredVector(bytes(data))
    return Vector(vector.language, vector.words, vector.pairs, vector.labels)


class Column(NamedTuple):
    """Words or pairs as they are stored: a term is four bytes, its weight one step or more of
    `scale`. The heaviest stand first."""

    terms: bytes
    steps: bytes
    scale: float


class StoredVector(Vector):
    """A vector that is taken apart only as far as it is asked for: most candidates are compared
    once, by their columns, and are then done with. Raises ValueError at what `packed` did not
    write."""

    def __init__(self, data: bytes) -> None:
        try:
            form, language, words, pairs, labels, *scales = _HEAD.unpack_from(data)
            start = _HEAD.size + language
            pair_terms, word_steps = start + 4 * words, start + 4 * (words + pairs)
            pair_steps = word_steps + words
            end = pair_steps + pairs
            if form != _FORMAT or end > len(data):
                raise ValueError("not a packed vector")
            values: dict[str, Any] = {
                "language": data[_HEAD.size : start].decode(),
                "word_column": Column(
                    data[start:pair_terms], data[word_steps:pair_steps], scales[0]
                ),
                "pair_column": Column(data[pair_terms:word_steps], data[pair_steps:end], scales[1]),
                "names": data[end:] if labels else b"",
                "pair_count": pairs,
            }
        except (struct.error, UnicodeDecodeError) as error:
            raise ValueError("not a packed vector") from error
        self.__dict__.update(values)  # frozen for everybody else

    language: str
    word_column: Column
    pair_column: Column
    names: bytes

    @functools.cached_property
    def words(self) -> dict[int, float]:
        return _weights_of(self.word_column)

    @functools.cached_property
    def pairs(self) -> dict[int, float]:
        return _weights_of(self.pair_column)

    @functools.cached_property
    def labels(self) -> dict[int, str]:
        terms = (*_terms_of(self.word_column), *_terms_of(self.pair_column))
        names = self.names.decode("utf-8", "replace").split("\n")
        return {term: name for term, name in zip(terms, names, strict=False) if name}


def _terms_of(column: Column) -> "array[int]":
    return _little(array("i", column.terms))


def _weights_of(column: Column) -> dict[int, float]:
    weights = map(column.scale.__mul__, column.steps)
    return dict(zip(_terms_of(column), weights, strict=True))


def leading(vector: Vector, most: int) -> list[int]:
    """Its heaviest words."""
    if isinstance(vector, StoredVector):
        return list(_little(array("i", vector.word_column.terms[: 4 * most])))
    return list(islice(vector.words, most))


def _steps(weights: Mapping[int, float]) -> bytes:
    """Each weight as one of 255 equal steps up to the heaviest."""
    most = max(weights.values(), default=1.0)
    return bytes(max(1, round(255 * weight / most)) for weight in weights.values())


def _step_weight(steps: bytes) -> float:
    """What one step weighs, for the whole to have length one."""
    return 1 / (math.sqrt(sum(step * step for step in steps)) or 1.0)


def _little(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
