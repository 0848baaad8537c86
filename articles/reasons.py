"""What two articles are both about, in the spelling of the first."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from articles.vectors import Vector

MOST = 3
# A subject that adds less to the likeness than this part of the first one explains nothing.
WORTH = 0.15
_SPACELESS = re.compile("[\u0e00-\u109f\u1780-\u1aaf\ua980-\uaa7f]")
_CHINESE_GRAMMAR = "的了是在和与"
_KATAKANA = re.compile("[\u30a1-\u30ff]")
_CHARACTERS = re.compile(
    "[\u0e00-\u109f\u1780-\u1aaf\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\ua980-\uaa7f\uac00-\ud7a3\U00020000-\U0003ffff]"
)


def shared_subjects(one: Vector, other: Vector, most: int = MOST) -> tuple[str, ...]:
    """At most `most` of the heaviest shared terms that a reader can read, heaviest first."""
    chosen: list[str] = []
    for subject in _readable(one, other):
        same = [at for at, seen in enumerate(chosen) if _overlap(seen, subject)]
        if not same and len(chosen) < most:
            chosen.append(subject)
        elif len(same) == 1 and len(subject) > len(chosen[same[0]]):
            chosen[same[0]] = subject  # "climate change" tells more than "climate"
    return tuple(chosen)


def _readable(one: Vector, other: Vector) -> Iterator[str]:
    for term in _shared(one, other):
        label = one.labels[term]
        if _CHARACTERS.match(label):
            theirs = other.labels.get(term, "")
            subject = _common_part(label, theirs)
            if one.language == "zh":
                subject = subject.strip(_CHINESE_GRAMMAR)
            if _is_word(subject) and not _is_torn(subject, label, theirs):
                yield subject
        elif _tells(label):
            yield label


def _shared(one: Vector, other: Vector) -> list[int]:
    value = {
        term: mine[term] * theirs[term]
        for mine, theirs in ((one.words, other.words), (one.pairs, other.pairs))
        for term in one.labels
        if term in mine and term in theirs
    }
    ranked = sorted(value, key=lambda term: (-value[term], one.labels[term]))
    return [term for term in ranked if value[term] >= WORTH * value[ranked[0]]]


def _tells(label: str) -> bool:
    return any(len(part) > 2 and not part.isdigit() for part in label.split())


def _common_part(one: str, other: str) -> str:
    """The longest string in both: a dozen characters each, so trying all of them is quick."""
    parts = (one[at:end] for at in range(len(one)) for end in range(len(one), at, -1))
    part = max((part for part in parts if part in other), key=len, default="")
    return part[1:] if part and unicodedata.category(part[0])[0] == "M" else part


def _is_word(part: str) -> bool:
    return len(part) >= (4 if _SPACELESS.match(part) else 3 if _KATAKANA.match(part) else 2)


def _is_torn(part: str, one: str, other: str) -> bool:
    """ション is in アクション and in ファッション, and the beginning of neither."""
    return bool(_KATAKANA.match(part)) and not (one.startswith(part) or other.startswith(part))


def _overlap(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    if _CHARACTERS.match(one):
        return any("".join(two) in other for two in pairwise(one))
    return not set(one.split()).isdisjoint(other.split())
