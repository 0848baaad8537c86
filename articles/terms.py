"""Text -> counted words and word pairs, by the article's language.

A word is a Snowball stem where the language has a stemmer, its folded form elsewhere. Scripts that
write no spaces are read as overlapping characters: one and two stand for words, three for a pair.
Time grows with the length of the text, never faster, and no more than `MAX_CHARS` are read.
"""

import functools
import re
import threading
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer

from articles.body_text import body_text

TOKENISER_VERSION = 1
MAX_CHARS = 100_000
TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 3, 2, 1
WHOLE_NAME, AROUND = 16, 5
MAX_WORD = 40  # longer ones are addresses, hashes and attacks

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SAME_LANGUAGE = {"nb": "no", "nn": "no", "in": "id", "iw": "he", "mo": "ro", "fil": "tl"}

# Written without spaces between words, or (Hangul) with particles grown onto them.
_DENSE = (
    "\u0e00-\u0fff"  # Thai, Lao, Tibetan
    "\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua980-\ua9df\uaa60-\uaa7f"
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
)
# What follows its letter without being one to `\w`: the vowels of Hindi, the points of Arabic.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b\u08ca-\u0903\u093a-\u093c\u093e-\u094f"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0ae2\u0ae3\u0afa-\u0b03"
    "\u0b3c\u0b3e-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c56"
    "\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d4d"
    "\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3\u135d-\u135f\u1885\u1886\u18a9\u1ab0-\u1ace"
    "\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
# Normalising sorts the marks on one letter in quadratic time; no script stacks more than a few.
_STACKED_SIGNS = re.compile(r"[^\w\s\x00-\x7f]{5,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LETTERS = rf"[^\W{_DENSE}]+"
_TOKEN = re.compile(f"[{_DENSE}]+|{_LETTERS}(?:[{_MARKS}]+(?:{_LETTERS})?)*|[.,;:!?()]")
# Runs of one kind: 追加, then 関税. Hiragana is left out, as it is mostly grammar.
_NAME_LIKE = re.compile(
    "[\u0e01-\u19ff\ua980-\uaa7f]+|[\u30a1-\u30fa\u30fc]+|[\uac00-\ud7a3]+"
    "|[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_STARTS_DENSE = re.compile(f"[{_DENSE}]")
# Marks that are letters' essence stay (Indic vowels); accents and points go.
_FOLDED_SCRIPTS = re.compile("[\u0041-\u06ff\u1e00-\u1fff]")
# Thai and Lao am: NFKC takes it apart and nothing puts it together again.
_TORN_LETTERS = (("\u0e4d\u0e32", "\u0e33"), ("\u0ecd\u0eb2", "\u0eb3"))
_TURKISH_I = str.maketrans({"I": "ı", "İ": "i"})


_BREAK = "."
_UNSIGNED = 2**32 - 1
_per_thread = threading.local()  # a Snowball stemmer keeps the word it works on in itself


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term stands in one article; a word of the title counts as three.

    Terms are signed 32-bit numbers that differ between languages. `spelling` gives the article's
    own form of each that can be shown; `dense` are the terms of scripts that write no spaces, and
    their form is the text around them. `truncated`: the text was longer than `MAX_CHARS`.
    """

    language: str
    words: dict[int, int]
    pairs: dict[int, int]
    spelling: dict[int, str]
    dense: frozenset[int]
    truncated: bool


def count_terms(title: str, summary: str, body: str, language: str) -> TermCounts:
    """The terms of an article in `language` (a BCP 47 tag; empty where it is not known)."""
    base = base_language(language)
    text = body_text(body)
    tally = _Tally(base)
    tally.add(body_text(title), TITLE_WEIGHT)
    tally.add(body_text(summary), SUMMARY_WEIGHT)
    tally.add(text, BODY_WEIGHT)
    return tally.counts(truncated=len(text) > MAX_CHARS)


def base_language(language: str) -> str:
    """ "pt-BR" -> "pt": articles are compared within one base language only; "und" is one too."""
    base = re.split("[-_]", language.strip().lower(), maxsplit=1)[0]
    return _SAME_LANGUAGE.get(base, base) or "und"


class _Tally:
    """Counts a field at a time: once per distinct token, not per token, is what makes it quick."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: Counter[int] = Counter()
        self.pairs: Counter[int] = Counter()
        self.dense: set[int] = set()
        self.spelling: dict[int, str] = {}
        self.forms: Counter[str] = Counter()

    def add(self, text: str, weight: int) -> None:
        kept: list[str] = []
        for token in _tokens(text):
            if _STARTS_DENSE.match(token):
                self._add_characters(token, weight)
                kept.append(_BREAK)
            elif not token[0].isalnum():
                kept.append(_BREAK)
            elif 1 < len(token) <= MAX_WORD:
                kept.append(token)
        self._add_words(Counter(kept), weight)
        self._add_pairs(Counter(pairwise(kept)), weight)

    def _add_words(self, tokens: Counter[str], weight: int) -> None:
        del tokens[_BREAK]
        self.forms.update(tokens)
        for token, count in tokens.items():
            self.words[_word(token, self.language).number] += count * weight

    def _add_pairs(self, neighbours: Counter[tuple[str, str]], weight: int) -> None:
        for (first, second), count in neighbours.items():
            if first != _BREAK and second != _BREAK:
                start, end = _word(first, self.language), _word(second, self.language)
                pair = _signed(zlib.crc32(end.tail, start.number & _UNSIGNED))
                self.pairs[pair] += count * weight
                self.spelling.setdefault(pair, f"{first} {second}")

    def _add_characters(self, run: str, weight: int) -> None:
        grams = [*run, *map("".join, pairwise(run))]
        threes = [run[at : at + 3] for at in range(len(run) - 2)]
        for counter, found in ((self.words, grams), (self.pairs, threes)):
            for gram in found:
                number = _gram_number(gram, self.language)
                counter[number] += weight
                self.dense.add(number)
        for name in _NAME_LIKE.findall(run):
            self._spell_characters(name)

    def _spell_characters(self, name: str) -> None:
        """No gram is a word, but what two articles' surroundings of it share often is one."""
        around = len(name) if len(name) <= WHOLE_NAME else AROUND
        for size in (1, 2, 3):
            for at in range(len(name) - size + 1):
                number = _gram_number(name[at : at + size], self.language)
                if number not in self.spelling:
                    self.spelling[number] = name[max(0, at - around) : at + size + around]

    def counts(self, *, truncated: bool) -> TermCounts:
        return TermCounts(
            language=self.language,
            words=dict(self.words),
            pairs=dict(self.pairs),
            spelling=self.spelling | self._word_spelling(),
            dense=frozenset(self.dense),
            truncated=truncated,
        )

    def _word_spelling(self) -> dict[int, str]:
        """The commonest form of each word; of equals the lower one, as headlines write capitals."""
        ascending = sorted(self.forms.items(), key=lambda item: (item[1], item[0]))
        return {_word(form, self.language).number: form for form, _ in ascending}


class _Word(NamedTuple):
    number: int
    tail: bytes  # what it adds to the number of the word before it to make the pair's


@functools.lru_cache(32_768)
def _word(token: str, language: str) -> _Word:
    word = stem(token, language)
    return _Word(term_number(word, language), f" {word}".encode("utf-8", "replace"))


def word_number(token: str, language: str) -> int:
    """The term that `token` counts for."""
    return _word(token, language).number


@functools.lru_cache(32_768)
def _gram_number(gram: str, language: str) -> int:
    return term_number(gram, language)


def term_number(term: str, language: str) -> int:
    """A stable number of 32 bits, signed as database integers are; of another language another.

    Two terms of two compared articles share a number by chance once in some 20,000 comparisons.
    """
    seed = zlib.crc32(language.encode("utf-8", "replace"))
    return _signed(zlib.crc32(term.encode("utf-8", "replace"), seed))


def _signed(number: int) -> int:
    return number - 2**32 if number >= 2**31 else number


def _tokens(text: str) -> list[str]:
    text = _ADDRESS.sub(" ", text[:MAX_CHARS])
    tokens: list[str] = _TOKEN.findall(text if text.isascii() else _normal(text))
    return tokens


def _normal(text: str) -> str:
    text = _STACKED_SIGNS.sub(lambda signs: signs.group()[:4], text)
    text = unicodedata.normalize("NFKC", text)[:MAX_CHARS]
    for parts, letter in _TORN_LETTERS:
        text = text.replace(parts, letter)
    return text


def stem(word: str, language: str) -> str:
    """What all forms of `word` share: its Snowball stem, without accents and case."""
    if language in ("tr", "az"):
        word = word.translate(_TURKISH_I)
    word = word.casefold()
    if language in _STEMMERS:
        word = _stemmer(_STEMMERS[language]).stemWord(word) or word
    return word if word.isascii() else _folded(word)


def _folded(word: str) -> str:
    """Without accents and points. Marks that are part of a letter, as in Hindi, stay."""
    word = word.replace("ı", "i")
    if not _FOLDED_SCRIPTS.match(word):
        return word
    letters = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in letters if not unicodedata.combining(sign)) or word


def _stemmer(algorithm: str) -> snowballstemmer.basestemmer.BaseStemmer:
    stemmers = _per_thread.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = snowballstemmer.stemmer(algorithm)
    return stemmers[algorithm]
