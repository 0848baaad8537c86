"""A text with what campaigns vary taken out: links, addresses and numbers read alike."""

import re
from dataclasses import dataclass

from comments.learning.domains import REPUTABLE
from comments.learning.links import part
from comments.learning.skeleton import skeleton

FEWEST_WORDS = 4  # below that people say the same without having agreed to
MOST_DOMAINS = 10
_WORD = re.compile(r"[^\W\d_]+|[\d]+", re.UNICODE)


@dataclass(frozen=True)
class Masked:
    """``words`` in order, a number as ``0``; ``domains`` that are no household names."""

    words: tuple[str, ...]
    domains: tuple[str, ...]

    @property
    def says_enough(self) -> bool:
        return len(set(self.words) - {"0"}) >= FEWEST_WORDS

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(self.words, self.words[1:], strict=False))


def masked(text: str) -> Masked:
    """Of long texts their beginning and end, as the skeleton has them."""
    parted = part(skeleton(text))
    words = [word for one in parted.words for word in _WORD.findall(one.text)]
    domains = [link.domain for link in parted.links if not link.is_on(REPUTABLE)]
    return Masked(
        tuple("0" if word[0].isdigit() else word for word in words),
        tuple(dict.fromkeys(domains))[:MOST_DOMAINS],
    )


def likeness(one: Masked, other: Masked) -> float:
    """0 to 1: the share of word pairs that both have, of all that either has."""
    either = len(one.pairs | other.pairs)
    return len(one.pairs & other.pairs) / either if either else 0.0


def shared_words(one: Masked, other: Masked) -> int:
    return len((set(one.words) & set(other.words)) - {"0"})
