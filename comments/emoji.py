"""What a reader may answer with: one emoji, written as Unicode writes it."""

import unicodedata

LONGEST = 12  # code points: a family of four with skin tones has eleven
# Variation selector 16 and the joiner between the parts of one emoji.
_GLUE = "\ufe0f\u200d"


def is_emoji(text: str) -> bool:
    """One symbol, or several joined to one; no letters, digits, marks or controls."""
    if not 0 < len(text) <= LONGEST or unicodedata.category(text[0]) != "So":
        return False
    if not all(char in _GLUE or unicodedata.category(char) in ("So", "Sk") for char in text):
        return False
    parts = text.replace("\ufe0f", "").split("\u200d")
    return all(_is_one(part) for part in parts)


def _is_one(part: str) -> bool:
    """A symbol, one with a skin tone, or the two letters of a flag."""
    if len(part) != 2:
        return len(part) == 1
    flag = all("\U0001f1e6" <= letter <= "\U0001f1ff" for letter in part)
    return flag or unicodedata.category(part[1]) == "Sk"
