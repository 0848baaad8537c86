"""What a text reads as, once its disguises are undone: a plainer text to judge by.

Only judges see a skeleton; what the author typed stays as it is. Compatibility forms (bold,
full-width, circled) become plain letters, invisible characters go, look-alike letters become the
Latin ones they are taken for. What people need to write their own languages stays: joiners inside
emoji and Indic words, the Persian non-joiner, the marks of Indic and Thai, a Cyrillic or Greek word
among its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from comments.learning.confusables import LATIN, LOOKALIKES
from comments.learning.letters import Kind, count, is_ascii_letter, kinds

# Longer texts are judged by their beginning and their end: 99 of 100 comments are shorter.
MAX_HEAD = 4_000
MAX_TAIL = 1_000
MAX_WORDS = 800  # of either: a word of two characters costs as much as one of ten

_FOLDS = str.maketrans(LOOKALIKES, LATIN)
_FOLDABLE = frozenset(LOOKALIKES)
_WORD = re.compile(r"\S+")
# What every word of its own alphabet is made of; such a word needs no further look.
_ORDINARY = {Kind.LOOKALIKE, Kind.OTHER_LETTER, Kind.IDEOGRAPH, Kind.DIGIT, Kind.SIGN, Kind.EMOJI}
_NEEDS_JOINER = {Kind.OTHER_LETTER, Kind.MARK, Kind.NEEDED_MARK, Kind.EMOJI, Kind.HIDDEN}
# No writing stacks more marks on a letter, and CPython sorts a run of them in quadratic time.
_MARK_TOWER = re.compile("(?<=[mM]{4})[mM]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the skeleton, and the (start, end) in the source that it was made from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The words in order. `undone`: how many characters were disguise, which nobody needs."""

    words: tuple[Word, ...]
    undone: int = 0

    def __str__(self) -> str:
        return " ".join(word.text for word in self.words)


def skeleton(source: str) -> Skeleton:
    """The plain reading, lower case; of a long text its first 4,000 and last 1,000 characters."""
    words: list[Word] = []
    undone = 0
    for piece, at in _pieces(source):
        if piece.isascii():
            words += [Word(m[0], at + m.start(), at + m.end()) for m in _words(piece.lower())]
        else:
            found, disguise = _plain_words(piece, at)
            words += found
            undone += disguise
    return Skeleton(tuple(words), undone)


def _pieces(source: str) -> Iterator[tuple[str, int]]:
    if len(source) <= MAX_HEAD + MAX_TAIL:
        yield source, 0
    else:
        yield source[:MAX_HEAD], 0
        yield source[-MAX_TAIL:], len(source) - MAX_TAIL


def _words(piece: str) -> Iterator[re.Match[str]]:
    return islice(_WORD.finditer(piece), MAX_WORDS)


def _plain_words(piece: str, at: int) -> tuple[list[Word], int]:
    kinds_of_piece = kinds(piece)
    lookalike = count(kinds_of_piece, (Kind.LOOKALIKE, Kind.OTHER_LETTER, Kind.IDEOGRAPH))
    latin_text = kinds_of_piece.count(Kind.LATIN) >= lookalike
    words, undone = [], 0
    for match in _words(piece):
        start, end = match.span()
        text, changed = _plain(match[0], kinds_of_piece[start:end], latin_text)
        undone += changed
        if text:
            words.append(Word(text, at + start, at + end))
    return words, undone


def _plain(word: str, word_kinds: str, latin_text: bool) -> tuple[str, int]:
    """(what the word reads as, how many of its characters were disguise)."""
    if word.isascii():
        return word.lower(), 0
    if not latin_text and _ORDINARY.issuperset(word_kinds):
        return unicodedata.normalize("NFKC", word).lower(), 0
    shown, hidden = _shown(word, word_kinds)
    composed = unicodedata.normalize("NFKC", shown)
    costumes = 0 if composed == shown else sum(map(_is_costume, shown))
    kept = _without_marks(composed)
    folded, foreign = _folded(kept, latin_text)
    return folded.casefold(), hidden + costumes + len(composed) - len(kept) + foreign


def _shown(word: str, word_kinds: str) -> tuple[str, int]:
    """(the word without what shows nothing and without towers of marks, how much was dropped)."""
    if not {Kind.HIDDEN, Kind.JOINER, Kind.MARK, Kind.NEEDED_MARK} & set(word_kinds):
        return word, 0
    cut = _MARK_TOWER.sub(lambda tower: Kind.HIDDEN * len(tower[0]), word_kinds)
    kept = [
        char
        for place, (char, kind) in enumerate(zip(word, cut, strict=True))
        if kind != Kind.HIDDEN
        and (kind != Kind.JOINER or (place and word_kinds[place - 1] in _NEEDS_JOINER))
    ]
    selectors = word.count("\ufe0f")  # an emoji's own, and common
    return "".join(kept), max(0, len(word) - len(kept) - selectors)


def _is_costume(char: str) -> bool:
    """A Latin letter dressed up, such as a bold or circled one."""
    return not char.isascii() and is_ascii_letter(unicodedata.normalize("NFKC", char))


def _without_marks(text: str) -> str:
    """Drops what no alphabet needs; `й` and `が` are composed by now and stay."""
    text_kinds = kinds(text)
    if Kind.MARK not in text_kinds:
        return text
    return "".join(char for char, kind in zip(text, text_kinds, strict=True) if kind != Kind.MARK)


def _folded(word: str, latin_text: bool) -> tuple[str, int]:
    """(the word in Latin letters where it passes for that, how many of its letters were not).

    Folded are words that mix alphabets and, among Latin text, words made of look-alikes only: a
    Russian or Greek word stays what it is.
    """
    word_kinds = kinds(word)
    foreign = word_kinds.count(Kind.LOOKALIKE)
    mixed = Kind.LATIN in word_kinds
    if mixed or (latin_text and foreign and _passes_for_latin(word)):
        return word.translate(_FOLDS), foreign
    return word, 0


def _passes_for_latin(word: str) -> bool:
    return _FOLDABLE.issuperset(char for char in word if char.isalpha())
