"""Counted terms -> a weighted vector, the few terms it is found by, and its bytes in a row.

Weights are of one idf epoch: the frequencies are counted now and then over a sample of the
articles, not at each publication, so publishing writes no shared row and stored vectors compare
without being weighed again.
"""

import heapq
import math
import struct
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from articles.terms import TermCounts

VECTOR_WORDS, VECTOR_PAIRS = 300, 200
SIGNATURE_TERMS, FRESH_TERMS = 96, 24
PROBED_ROWS = 20_000
LABELS = 64  # terms whose spelling is kept, to say why; the rest weigh too little to be named
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

    def idf(self, term: int, rare: int) -> float:
        n = min(max(self.df.get(term, 0), rare), self.documents)
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


@dataclass(frozen=True, slots=True)
class Vector:
    """The heaviest terms of one article; `words` and `pairs` are each of length one.

    `labels` gives the article's own spelling of the terms that may be named as a reason.
    """

    language: str
    words: Mapping[int, float]
    pairs: Mapping[int, float]
    labels: Mapping[int, str] = field(default_factory=dict)


def weigh(counts: TermCounts, frequencies: Frequencies) -> Vector:
    """The vector of an article, by the frequencies of its language on its site."""
    words = _weights(counts, counts.words, frequencies, RARE_WORD, COMMON_WORDS)
    pairs = _weights(counts, counts.pairs, frequencies, RARE_PAIR, COMMON_PAIRS)
    vector = Vector(counts.language, _unit(words, VECTOR_WORDS), _unit(pairs, VECTOR_PAIRS))
    named = heapq.nlargest(LABELS, _terms(vector))
    labels = {term: counts.spelling[term] for _, term in named}
    return Vector(vector.language, vector.words, vector.pairs, labels)


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
    return {
        term: (1 + math.log2(count))
        * frequencies.idf(term, rare)
        * (DENSE_WEIGHT if term in counts.dense else 1)
        for term, count in terms.items()
        if frequencies.df.get(term, 0) <= too_many
    }


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
    rows_each = articles / max(1, frequencies.documents)
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
_HEAD = struct.Struct("<BBHHH")
_FORMAT = 1


def packed(vector: Vector) -> bytes:
    """`vector` in some 3 kB: numbers of four bytes, weights of one, then the labels."""
    language = vector.language.encode()[:255]
    labels = [vector.labels.get(term, "") for term in (*vector.words, *vector.pairs)]
    while labels and not labels[-1]:
        labels.pop()
    head = _HEAD.pack(_FORMAT, len(language), len(vector.words), len(vector.pairs), len(labels))
    parts = [_part(vector.words), _part(vector.pairs)]
    return b"".join([head, language, *parts, "\n".join(labels).encode("utf-8", "replace")])


def unpacked(data: bytes) -> Vector:
    """The vector that `packed` wrote. Raises ValueError where it did not."""
    try:
        form, language, words, pairs, labels = _HEAD.unpack_from(data)
        if form != _FORMAT:
            raise ValueError(f"vector format {form} is not {_FORMAT}")
        at = _HEAD.size + language
        word_part, at = _unpart(data, at, words)
        pair_part, at = _unpart(data, at, pairs)
        names = data[at:].decode().split("\n") if labels else []
        terms = islice((*word_part, *pair_part), labels)
        spelling = {term: name for term, name in zip(terms, names, strict=True) if name}
        name = data[_HEAD.size : _HEAD.size + language].decode()
        return Vector(name, word_part, pair_part, spelling)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError("not a packed vector") from error


def _part(weights: Mapping[int, float]) -> bytes:
    numbers = _little(array("i", weights))
    most = max(weights.values(), default=1.0)
    return numbers.tobytes() + bytes(max(1, round(255 * w / most)) for w in weights.values())


def _unpart(data: bytes, at: int, size: int) -> tuple[dict[int, float], int]:
    end = at + 5 * size
    if end > len(data):
        raise IndexError(end)
    numbers = _little(array("i", data[at : at + 4 * size]))
    weights = data[at + 4 * size : end]
    length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
    return {n: w / length for n, w in zip(numbers, weights, strict=True)}, end


def _little(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
