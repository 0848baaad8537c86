"""Writes `confusables.py`: the letters that readers take for Latin ones.

    python -m comments.learning.make_confusables

Made from the names and decompositions in Python's Unicode data. Names tell which Latin letter a
letter is a form of; which Cyrillic, Greek, Armenian or Cherokee letter looks like which Latin one
no name tells, so those pairs are listed here, by name. Only blocks whose letters were settled
before Unicode 14 are read: every Python that Newsroom runs on writes the same file.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

BLOCKS = (
    (0x00C0, 0x0250),  # Latin-1, Latin Extended-A and -B
    (0x0250, 0x02B0),  # IPA
    (0x0370, 0x0530),  # Greek, Cyrillic
    (0x0531, 0x0588),  # Armenian
    (0x13A0, 0x13F6),  # Cherokee
    (0x1D00, 0x1DC0),  # phonetic
    (0x1E00, 0x2000),  # Latin Extended Additional, Greek Extended
    (0x2C60, 0x2C80),  # Latin Extended-C
    (0xA722, 0xA7B0),  # Latin Extended-D
    (0x1F150, 0x1F18A),  # letters in black circles and squares
)

LOOKALIKES = {
    "CYRILLIC SMALL LETTER": {
        "A": "a", "VE": "b", "GHE": "r", "IE": "e", "ZE": "3", "KA": "k", "EM": "m", "EN": "h",
        "O": "o", "ER": "p", "ES": "c", "TE": "t", "U": "y", "HA": "x", "SOFT SIGN": "b",
        "BYELORUSSIAN-UKRAINIAN I": "i", "YI": "i", "JE": "j", "DZE": "s", "SHHA": "h",
        "KOMI DE": "d", "QA": "q", "WE": "w", "IZHITSA": "v", "STRAIGHT U": "y", "PALOCHKA": "l",
    },
    "CYRILLIC CAPITAL LETTER": {
        "A": "a", "VE": "b", "IE": "e", "ZE": "3", "KA": "k", "EM": "m", "EN": "h", "O": "o",
        "ER": "p", "ES": "c", "TE": "t", "U": "y", "HA": "x", "BYELORUSSIAN-UKRAINIAN I": "i",
        "YI": "i", "JE": "j", "DZE": "s", "SHHA": "h", "KOMI DE": "d", "QA": "q", "WE": "w",
        "IZHITSA": "v", "STRAIGHT U": "y", "KOMI SJE": "g",
    },
    "CYRILLIC LETTER": {"PALOCHKA": "l"},
    "GREEK SMALL LETTER": {
        "ALPHA": "a", "BETA": "b", "GAMMA": "y", "EPSILON": "e", "ETA": "n", "IOTA": "i",
        "KAPPA": "k", "NU": "v", "OMICRON": "o", "RHO": "p", "SIGMA": "o", "TAU": "t",
        "UPSILON": "u", "CHI": "x", "OMEGA": "w", "FINAL SIGMA": "c",
    },
    "GREEK CAPITAL LETTER": {
        "ALPHA": "a", "BETA": "b", "EPSILON": "e", "ZETA": "z", "ETA": "h", "IOTA": "i",
        "KAPPA": "k", "MU": "m", "NU": "n", "OMICRON": "o", "RHO": "p", "TAU": "t",
        "UPSILON": "y", "CHI": "x",
    },
    "GREEK LETTER": {"YOT": "j"},
    "ARMENIAN SMALL LETTER": {
        "AYB": "w", "HO": "h", "OH": "o", "SEH": "u", "YIWN": "l", "VO": "n", "CO": "g", "ZA": "q",
    },
    "ARMENIAN CAPITAL LETTER": {"OH": "o", "SEH": "u", "TIWN": "s", "LIWN": "l", "VO": "n"},
    "CHEROKEE LETTER": {
        "A": "d", "E": "r", "I": "t", "GO": "a", "GU": "j", "GV": "e", "LA": "w", "MI": "h",
        "SE": "4", "DA": "l", "TLE": "l", "QUE": "w", "DO": "v", "DU": "s", "SI": "b", "LV": "p",
        "TSV": "c", "LU": "m", "NI": "h", "YV": "b", "HO": "f", "TLI": "c", "GA": "s",
    },
}  # fmt: skip

# A Latin letter's own form: stroked, hooked, turned, small capital, in a circle …
_LATIN = re.compile(
    r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL)"
    r"(?: (?:SCRIPT|OPEN|REVERSED|TURNED|SIDEWAYS|DOTLESS|BARRED|TAILLESS|SMALL CAPITAL|BROAD))*"
    r" ([A-Z])(?: WITH .*| BAR)?"
)
_ENCLOSED = re.compile(r"(?:CROSSED )?NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER ([A-Z])")
_HEAD = '''"""Letters that readers take for Latin ones. Made by `make_confusables.py`: change that.

`LOOKALIKES[i]` reads as `LATIN[i]`.
"""

'''


def pairs() -> Iterator[tuple[str, str]]:
    """(letter, the ASCII letter it is taken for), by code point; letters with none are left out."""
    for first, end in BLOCKS:
        for code in range(first, end):
            latin = _latin(chr(code))
            if latin:
                yield chr(code), latin


def source() -> str:
    """The text of `confusables.py`."""
    letters, latin = zip(*pairs(), strict=True)
    return f"{_HEAD}LOOKALIKES = (\n{_lines(letters)})\nLATIN = (\n{_lines(latin)})\n"


def _latin(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    if base.isascii():
        return base.lower() if base.isalpha() else ""
    name = unicodedata.name(base, "")
    if form := _LATIN.fullmatch(name) or _ENCLOSED.fullmatch(name):
        return form[1].lower()
    for start, lookalikes in LOOKALIKES.items():
        if name.startswith(start):
            return lookalikes.get(name[len(start) + 1 :], "")
    return ""


def _lines(letters: tuple[str, ...]) -> str:
    chunks = ("".join(letters[at : at + 64]) for at in range(0, len(letters), 64))
    return "".join(f'    "{chunk}"\n' for chunk in chunks)


if __name__ == "__main__":
    Path(__file__).with_name("confusables.py").write_text(source(), encoding="utf-8")
