"""How a text reads to rules: its skeleton as one line, and where each part of it came from.

Two forms: the words alone, so that "cheap, pills!" has the phrase "cheap pills", and the line with
its signs, for patterns that have signs of their own.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from comments.learning.letters import Kind, kinds
from comments.learning.skeleton import Skeleton, Word, skeleton

# A skeleton reads the beginning and the end of a long text. Rules read all of it, in pieces which
# are short enough to be read whole.
PIECE = 1_500
_JOINED = frozenset({Kind.LATIN, Kind.LOOKALIKE, Kind.OTHER_LETTER, Kind.MARK, Kind.NEEDED_MARK,
                     Kind.DIGIT})  # fmt: skip
_QUOTES = str.maketrans("’‘‛ʼ`´“”„«»", "''''''\"\"\"\"\"")


class _Words(dict[int, int]):
    def __missing__(self, code: int) -> int:
        kept = unicodedata.category(chr(code))[0] in "LNM"
        found = self[code] = code if kept else 32
        return found


_WORDS = _Words()


class Line:
    """``text`` is its ``words`` with a space between."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(words)
        self.text = " ".join([word.text for word in self.words])

    def word_at(self, place: int) -> int:
        """Which word the character at ``place`` belongs to."""
        return bisect_right(self._starts, place) - 1

    def source(self, start: int, end: int) -> tuple[int, int]:
        """(start, end) in the source, in whole words."""
        return self.words[self.word_at(start)].start, self.words[self.word_at(end - 1)].end

    def ends_at(self, place: int) -> bool:
        """Whether a word may begin or end before the character at ``place``: anywhere in scripts
        that are written without spaces."""
        if not 0 < place < len(self.text):
            return True
        return self._kinds[place - 1] not in _JOINED or self._kinds[place] not in _JOINED

    @cached_property
    def _kinds(self) -> str:
        return kinds(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(word.text) + 1 for word in self.words)][:-1]


def whole(source: str) -> Skeleton:
    """The skeleton of all of a text."""
    words: list[Word] = []
    undone = 0
    for at, piece in _pieces(source):
        found = skeleton(piece)
        moved = [Word(word.text, word.start + at, word.end + at) for word in found.words]
        if words and moved and words[-1].end == moved[0].start == at:  # cut within a word
            last = words.pop()
            moved[0] = Word(last.text + moved[0].text, last.start, moved[0].end)
        words += moved
        undone += found.undone
    return Skeleton(tuple(words), undone)


def plain_line(reading: Skeleton) -> Line:
    """The words alone."""
    return Line(words_alone(reading.words))


def signed_line(reading: Skeleton) -> Line:
    return Line(Word(signs(word.text), word.start, word.end) for word in reading.words)


def words_alone(words: Iterable[Word]) -> Iterator[Word]:
    for word in words:
        for part in word.text.translate(_WORDS).split():
            yield word if part == word.text else Word(part, word.start, word.end)


def signs(text: str) -> str:
    """One spelling of quotes, which keyboards write in ten."""
    return text.translate(_QUOTES)


def _pieces(source: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(source):
        end = min(len(source), at + PIECE)
        if end < len(source):
            space = max(source.rfind(" ", at, end), source.rfind("\n", at, end))
            end = space + 1 if space > at else end
        yield at, source[at:end]
        at = end
