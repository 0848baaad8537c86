"""What a character is to a judge of spam: a letter of which alphabet, a mark, nothing to see."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from comments.learning.confusables import LOOKALIKES


class Kind(StrEnum):
    """One character each, so that `str.translate` says them for a whole text in C."""

    LATIN = "L"
    LOOKALIKE = "A"  # alphabets that share letters with Latin: Cyrillic, Greek, Armenian, Cherokee
    OTHER_LETTER = "l"
    IDEOGRAPH = "I"  # scripts written without spaces
    MARK = "m"
    NEEDED_MARK = "M"
    JOINER = "J"
    HIDDEN = "h"
    EMOJI = "E"
    DIGIT = "d"
    SIGN = "s"


LOOKALIKE_SCRIPTS = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_UNSPACED = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "THAI", "LAO", "KHMER", "MYANMAR"}
# Scripts whose marks carry vowels or tones. Elsewhere, once composed, a mark is decoration.
_MARKED = (
    "DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO"
    " TIBETAN MYANMAR KHMER COMBINING-KATAKANA-HIRAGANA"
)
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")  # letters and marks that show nothing
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


def kind(char: str) -> Kind:
    """The kind of one character."""
    code = ord(char)
    if char in "\u200c\u200d":
        return Kind.JOINER
    if is_ascii_letter(unicodedata.normalize("NFKC", char)):
        return Kind.LATIN
    if char in _BLANKS or any(first <= code <= last for first, last in _SELECTORS):
        return Kind.HIDDEN
    category = unicodedata.category(char)
    if category[0] == "C":
        return Kind.HIDDEN
    script = unicodedata.name(char, "").split(" ")[0]
    if category[0] == "M":
        return Kind.NEEDED_MARK if script in _MARKED.split() else Kind.MARK
    if category[0] == "L":
        return _letter(script)
    if category == "So" and char in LOOKALIKES:  # in a black circle or square
        return Kind.LATIN
    if category == "Nd":
        return Kind.DIGIT
    return Kind.EMOJI if category in ("So", "Sk") and code > 0x2000 else Kind.SIGN


def is_ascii_letter(char: str) -> bool:
    """Whether it is one of the 52 letters of ASCII."""
    return len(char) == 1 and char.isascii() and char.isalpha()


def _letter(script: str) -> Kind:
    if script == "LATIN":
        return Kind.LATIN
    if script in LOOKALIKE_SCRIPTS:
        return Kind.LOOKALIKE
    return Kind.IDEOGRAPH if script in _UNSPACED else Kind.OTHER_LETTER


class _Kinds(dict[int, str]):
    """Filled as characters turn up; there are a million, of which a site sees a few hundred."""

    def __missing__(self, code: int) -> str:
        found = self[code] = kind(chr(code)).value
        return found


_KINDS = _Kinds()


def kinds(text: str) -> str:
    """The kind of each character, as a text of the same length."""
    return text.translate(_KINDS)


def count(kinds_of_text: str, wanted: Iterable[Kind]) -> int:
    """How many characters are of one of these kinds."""
    return sum(kinds_of_text.count(one) for one in wanted)
