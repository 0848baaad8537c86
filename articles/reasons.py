"""What two articles are both about, in the spelling of the first."""

import re
from collections.abc import Iterable, Iterator

from articles.vectors import Vector

MOST = 3
# A subject that adds less to the likeness than this part of the first one explains nothing.
WORTH = 0.15
_LONGEST_RUN = 8
# Characters that stand for content: kanji, katakana, Hangul. Hiragana is mostly grammar.
_NAME_LIKE = re.compile(
    "[\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]+"
)
_DENSE = re.compile(
    "[\u0e00-\u109f\u1780-\u1aaf\u3005-\u30ff\u3400-\u9fff"
    "\ua980-\uaa7f\uac00-\ud7a3\U00020000-\U0003ffff]"
)
_SPACELESS_WORD = 4  # of Thai, Lao, Khmer: fewer characters are seldom a word


def shared_subjects(one: Vector, other: Vector, most: int = MOST) -> tuple[str, ...]:
    """At most `most` of the heaviest shared terms that a reader can read, heaviest first."""
    chosen: list[str] = []
    for label in _readable(_shared_labels(one, other), one):
        overlapping = [at for at, seen in enumerate(chosen) if _overlap(seen, label)]
        if not overlapping and len(chosen) < most:
            chosen.append(label)
        elif overlapping and len(label) > len(chosen[overlapping[0]]):
            chosen[overlapping[0]] = label  # "climate change" tells more than "climate"
    return tuple(dict.fromkeys(chosen))


def _shared_labels(one: Vector, other: Vector) -> list[str]:
    shared = [
        (mine[term] * theirs[term], label)
        for mine, theirs in ((one.words, other.words), (one.pairs, other.pairs))
        for term, label in one.labels.items()
        if term in mine and term in theirs
    ]
    shared.sort(key=lambda item: (-item[0], item[1]))
    least = WORTH * shared[0][0] if shared else 0
    return [label for value, label in shared if value >= least]


def _readable(labels: list[str], one: Vector) -> Iterator[str]:
    words = {label.casefold() for label in one.labels.values() if " " not in label}
    threes = [label for label in labels if len(label) == 3 and _DENSE.match(label)]
    for label in labels:
        if _DENSE.match(label):
            run = _grown(label, threes)
            if (_NAME_LIKE.fullmatch(run) and len(run) > 1) or (
                len(run) >= _SPACELESS_WORD and not "\u3000" <= run[0]
            ):
                yield run
        elif all(part.casefold() in words for part in label.split()) and _tells(label):
            yield label


def _tells(label: str) -> bool:
    return any(len(part) > 2 and not part.isdigit() for part in label.split())


def _grown(run: str, threes: Iterable[str]) -> str:
    """`run`, made longer by the shared triples that overlap it by two characters."""
    if len(run) < 2:
        return run
    grew = True
    while grew and len(run) < _LONGEST_RUN:
        grew = False
        for three in threes:
            if three in run or bool(_NAME_LIKE.fullmatch(three)) != bool(_NAME_LIKE.fullmatch(run)):
                continue
            if run.endswith(three[:2]):
                run, grew = run + three[2], True
            elif run.startswith(three[1:]):
                run, grew = three[0] + run, True
    return run


def _overlap(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    if _DENSE.match(one):
        return one in other or other in one
    return not set(one.split()).isdisjoint(other.split())
