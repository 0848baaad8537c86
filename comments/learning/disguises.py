"""Other readings of a skeleton: `fr33` as free, `c1ick` as click, `f r e e` as free.

A guess, where the skeleton is knowledge: digits mean digits more often than letters. So the plain
reading stays, and the higher score of all readings counts.
"""

import re
from itertools import pairwise

from comments.learning.skeleton import Skeleton, Word

_SIGNS = "013456789@$!|+€"
_AS_I = str.maketrans(_SIGNS, "oieasgtbgasiite")
_AS_L = str.maketrans(_SIGNS, "oleasgtbgasllte")
_ONES = frozenset("1!|")
_LETTERS_APART = re.compile(r"[^\W\d_](?:[.\-_*·|/][^\W\d_]){2,}[.!?]?")
_NOT_LETTERS = re.compile(r"[\W_]+")
_MIN_RUN = 4  # "I a m" stays three words


def readings(plain: Skeleton) -> list[Skeleton]:
    """The plain reading first, then those that differ from it; three at most."""
    joined = _joined(plain)
    found = [plain] if joined is plain else [plain, joined]
    leet = [place for place, word in enumerate(joined.words) if _is_leet(word.text)]
    if leet:
        found[1:] = [_unleeted(joined, leet, _AS_I)]
    if any(not _ONES.isdisjoint(joined.words[place].text) for place in leet):
        found.append(_unleeted(joined, leet, _AS_L))
    return found


def _joined(plain: Skeleton) -> Skeleton:
    """`f r e e` and `f.r.e.e` as one word; two spaces end a word of letters set apart."""
    words: list[Word] = []
    run: list[Word] = []
    for word in map(_closed_up, plain.words):
        if len(word.text) == 1 and word.text.isalnum():
            run.append(word)
        else:
            words += [*_run_as_words(run), word]
            run = []
    words += _run_as_words(run)
    return plain if words == list(plain.words) else Skeleton(tuple(words), plain.undone)


def _closed_up(word: Word) -> Word:
    if len(word.text) < 5 or not _LETTERS_APART.fullmatch(word.text):
        return word
    return Word(_NOT_LETTERS.sub("", word.text), word.start, word.end)


def _run_as_words(run: list[Word]) -> list[Word]:
    if len(run) < _MIN_RUN:
        return run
    words = [run[:1]]
    for before, letter in pairwise(run):
        if letter.start - before.end > 1:
            words.append([])
        words[-1].append(letter)
    return [
        Word("".join(letter.text for letter in word), word[0].start, word[-1].end) for word in words
    ]


def _unleeted(reading: Skeleton, leet: list[int], table: dict[int, int]) -> Skeleton:
    words = list(reading.words)
    for place in leet:
        word = words[place]
        words[place] = Word(word.text.translate(table), word.start, word.end)
    return Skeleton(tuple(words), reading.undone)


def _is_leet(word: str) -> bool:
    if word.isalpha() or "/" in word or "." in word[:-1]:  # an address is no disguise
        return False
    core = word.rstrip("!|+")
    return any(sign in core for sign in _SIGNS) and any(map(str.isalpha, core))
