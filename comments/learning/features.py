"""A comment as places in a table of 2^16 weights.

Three groups of places: `chars` (characters 3–5 of the text without its links), `words` (1–2) and
`marks` (links, shape, author). The two text groups weigh the same however long the text is; each
mark weighs by itself. Numbers read as 0 or, from seven digits on, 00000: no number of a telephone
or a card is ever learned, and no year, sum or postcode is suspect.

FEATURE_VERSION changes with anything here, or in the modules it reads, that moves a place: weights
and stored places of another version mean nothing.
"""

import re
import struct
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comments.learning.disguises import readings
from comments.learning.errors import CorruptData, OtherVersion
from comments.learning.facts import Facts
from comments.learning.links import Parted, part
from comments.learning.marks import marks
from comments.learning.skeleton import Skeleton, skeleton

FEATURE_VERSION = 2
PLACES = 1 << 16

# Measured over streams of comments, messages and blog posts: see docs/model-card.md.
CHARS_GAIN = 3.0
WORDS_GAIN = 2.0
MARK_GAIN = 0.8

Places = npt.NDArray[np.uint16]
Values = npt.NDArray[np.float32]

NGRAMS = (3, 4, 5)
_TERM = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")
_NUMBER = re.compile(r"\d{7,}|\d+(?:[.,:]\d+)*")
_MULTIPLIERS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)
_FINISH = 0x2C1B3C6D
_HEADER = struct.Struct("<BHHH")  # feature version, places in each group


@dataclass(frozen=True, slots=True)
class Example:
    """The places of one reading of a comment: each once in a group, ascending."""

    chars: Places
    words: Places
    marks: Places

    def flat(self) -> tuple[npt.NDArray[np.intp], Values]:
        """(places, values) of all groups, of one length; a place may stand in two groups."""
        values = np.repeat(
            np.array([*self.gains()], np.float32), [len(group) for group in self._groups()]
        )
        return np.concatenate(self._groups()).astype(np.intp), values

    def gains(self) -> tuple[float, float, float]:
        """What one place of chars, words and marks is worth in this comment."""
        return (
            CHARS_GAIN / max(1, len(self.chars)) ** 0.5,
            WORDS_GAIN / max(1, len(self.words)) ** 0.5,
            MARK_GAIN,
        )

    def pack(self) -> bytes:
        """All that needs to be kept of a decided comment: no text, two bytes a place."""
        sizes = [len(group) for group in self._groups()]
        return (
            _HEADER.pack(FEATURE_VERSION, *sizes)
            + np.concatenate(self._groups()).astype("<u2").tobytes()
        )

    @classmethod
    def unpack(cls, data: bytes) -> "Example":
        """Raises OtherVersion or CorruptData."""
        if len(data) < _HEADER.size:
            raise CorruptData("The stored features end before their header does.")
        version, *sizes = _HEADER.unpack_from(data)
        if version != FEATURE_VERSION:
            raise OtherVersion("features", version, FEATURE_VERSION)
        if len(data) != _HEADER.size + 2 * sum(sizes):
            raise CorruptData("The stored features are not as long as their header says.")
        places = np.frombuffer(data, "<u2", offset=_HEADER.size).astype(np.uint16)
        chars, words, marks_ = np.split(places, np.cumsum(sizes)[:-1])
        return cls(chars, words, marks_)

    def _groups(self) -> tuple[Places, Places, Places]:
        return self.chars, self.words, self.marks


def examples(
    source: str, facts: Facts | None = None, allowed: Collection[str] = frozenset()
) -> list[Example]:
    """One for each reading of the text, the plain one first: that one is for learning.

    `allowed`: domains whose links say nothing against a comment.
    """
    return [
        example(source, reading, facts or Facts(), allowed)
        for reading in readings(skeleton(source))
    ]


def example(source: str, reading: Skeleton, facts: Facts, allowed: Collection[str]) -> Example:
    """The places of one reading of `source`."""
    parted = part(reading)
    text = char_text(texts(parted))
    names = {mark.name for mark in marks(source, reading, parted, facts, allowed)}
    return Example(
        np.unique(np.concatenate([ngram_places(text, size) for size in NGRAMS])),
        np.unique(np.fromiter(term_places(terms(text)), np.uint16)),
        np.unique(np.fromiter(map(mark_place, names), np.uint16)),
    )


def mark_place(name: str) -> int:
    """Where the weight of a mark stands."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % PLACES


def texts(parted: Parted) -> list[str]:
    """Each word as it is learned: numbers are told apart by their kind alone."""
    return [_NUMBER.sub(_number, word.text) for word in parted.words]


def char_text(found: Sequence[str]) -> str:
    """What the character groups are cut from: the words, a space around each."""
    return f" {' '.join(found)} "


def ngram_places(text: str, size: int) -> Places:
    """The place of each run of `size` characters, in order, repeats included."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    length = len(codes) - size + 1
    if length < 1:
        return np.empty(0, np.uint16)
    hashed = np.full(length, size, np.uint32)
    for at, multiplier in enumerate(_MULTIPLIERS[:size]):
        hashed += codes[at : at + length] * np.uint32(multiplier)
    hashed ^= hashed >> np.uint32(15)
    hashed *= np.uint32(_FINISH)
    return (hashed >> np.uint32(16)).astype(np.uint16)


def terms(text: str) -> list[str]:
    """The words and signs of a text, in order."""
    return _TERM.findall(text)


def term_places(found: list[str]) -> Iterator[int]:
    """The place of the first term; then of each further term and of its pair with the last."""
    before = 0
    for term in found:
        raw = term.encode("utf-8", "surrogatepass")
        yield zlib.crc32(raw) % PLACES
        if before:
            yield zlib.crc32(raw, before) % PLACES
        before = zlib.crc32(b" ", zlib.crc32(raw))


def _number(match: re.Match[str]) -> str:
    """A long run, as of a telephone or a card, reads as 00000; a sum, a year, a postcode as 0."""
    return "00000" if match[0].isdecimal() and len(match[0]) >= 7 else "0"
