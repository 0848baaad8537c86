"""One article and its candidates -> the links to show beside it, best first, with reasons.

The score of a pair is the same from both sides, so a new article's comparisons also tell which
older articles should now link to it: `backlinks` and `insertion` bring their lists up to date.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, islice
from typing import NamedTuple

from articles.reasons import shared_subjects
from articles.vectors import VECTOR_PAIRS, Vector, dot, leading

KEPT, SHOWN = 20, 5
# Cosine of the words: above it one text is the other, rewritten.
TWIN = 0.7
# Cosines of words and pairs together: below it two texts share only what all texts share.
FLOOR = 0.025
LIVELY_AT_MOST = 1.15
CLICKS_AT_LEAST, CLICKS_AT_MOST = 0.8, 1.25
TAGS, AUTHORS = 0.2, 0.15
OLDER = timedelta(days=30)
# An older article may take the last shown place only while it is not much worse than what it takes
# the place of.
OLDER_WORTH = 0.6
# Twins share most of their heaviest words: comparing these first spares nearly all comparisons.
LEADING, LEADING_SHARED = 24, 8
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """What ranking knows of one article. `liveliness` of its conversation runs from 0 to 1."""

    id: int
    vector: Vector
    published_at: datetime | None = None
    tags: frozenset[str] = frozenset()
    authors: tuple[str, ...] = ()
    liveliness: float = 0.0


class Match(NamedTuple):
    """A compared pair: `score` is symmetric, `likeness` is the cosine of the words."""

    one: Entry
    other: Entry
    score: float
    likeness: float

    def scored(self, score: float) -> "Match":
        return Match(self.one, self.other, score, self.likeness)

    def turned(self) -> "Match":
        """The same pair from the other side."""
        return Match(self.other, self.one, self.score, self.likeness)


@dataclass(frozen=True, slots=True)
class Link:
    """One row of an article's list. `source`: "pin" or "text".

    `about` and `tags` are what both share, in the spelling of the article the list belongs to.
    """

    other: int
    score: float
    source: str
    about: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def why(self) -> list[str]:
        """The reasons as sentences, for editors and readers."""
        if self.source == "pin":
            return ["editor's pick"]
        reasons = [f"both about: {', '.join(self.about)}"] if self.about else []
        return reasons + ([f"both tagged: {', '.join(self.tags)}"] if self.tags else [])


@dataclass(frozen=True, slots=True)
class Rules:
    """The editors' word: `pins` in their order, `bans`, and how varied the shown links must be.

    `per_author`: most of the shown links by one, 0 for any number; it orders the links and never
    leaves a place empty. `clicks`: factors learned for single links.
    """

    pins: tuple[int, ...] = ()
    bans: frozenset[int] = frozenset()
    floor: float = FLOOR
    per_author: int = 0
    clicks: Mapping[int, float] = field(default_factory=dict)


def rank(
    article: Entry,
    candidates: Iterable[Entry],
    rules: Rules = Rules(),
    now: datetime | None = None,
) -> list[Link]:
    """At most `KEPT` links for `article`. With `now`, one of the shown is older than 30 days."""
    return links(matches(article, candidates, rules.floor), rules, now)


def matches(article: Entry, candidates: Iterable[Entry], floor: float = FLOOR) -> list[Match]:
    """The candidates that have enough in common with `article`, best first; never itself, never
    one in another language."""
    # Numpy is for whoever compares; a web process that only reads lists does without its memory.
    from articles.likeness import likenesses

    others = [other for other in candidates if _are_comparable(article, other)]
    alike = likenesses(article.vector, [other.vector for other in others])
    found = (
        _match(article, other, *both, floor) for other, both in zip(others, alike, strict=True)
    )
    return sorted(filter(None, found), key=lambda match: (-match.score, -match.other.id))


def compare(one: Entry, other: Entry, floor: float = FLOOR) -> Match | None:
    """None for the same article, another language, or less in common than `floor`."""
    return next(iter(matches(one, [other], floor)), None)


def _are_comparable(one: Entry, other: Entry) -> bool:
    return one.id != other.id and one.vector.language == other.vector.language


def _match(one: Entry, other: Entry, words: float, pairs: float, floor: float) -> Match | None:
    text = words + _pair_trust(one, other) * pairs if pairs else words
    if text < floor or not text:
        return None
    score = text * nearness(one.published_at, other.published_at) * _shared_factor(one, other)
    return Match(one, other, score, words)


def _pair_trust(one: Entry, other: Entry) -> float:
    """Few pairs are chance meetings: in short texts they count as they fill their places."""
    return min(one.vector.pair_count, other.vector.pair_count) / VECTOR_PAIRS


def nearness(one: datetime | None, other: datetime | None) -> float:
    """1 for articles far apart in time, up to 2.2 for those of one moment."""
    if one is None or other is None:
        return 1.0
    days = abs((one - other).total_seconds()) / 86_400
    return 1 + 0.4 * math.exp(-days / 90) + 0.8 * math.exp(-days / 400)


def _shared_factor(one: Entry, other: Entry) -> float:
    factor = 1.0
    if one.tags and other.tags:
        factor *= 1 + TAGS * jaccard(one.tags, other.tags)
    if one.authors and other.authors:
        factor *= 1 + AUTHORS * jaccard(frozenset(one.authors), frozenset(other.authors))
    return factor


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of all that either has, both have."""
    shared = len(one & other)
    return shared / len(one | other) if shared else 0.0


def links(
    found: Sequence[Match], rules: Rules = Rules(), now: datetime | None = None
) -> list[Link]:
    """The list of the article that `found` was made for: pins, then the best of `found`."""
    pinned = [pin for pin in rules.pins if pin not in rules.bans]
    unwanted = {*pinned, *rules.bans}
    weighed = sorted(
        ((_shown_score(match, rules), match) for match in found if match.other.id not in unwanted),
        key=lambda pair: (-pair[0], -pair[1].other.id),
    )
    best = [match.scored(score) for score, match in weighed[: 2 * KEPT]]
    kept = list(islice(_without_twins(best), KEPT))
    places = max(0, SHOWN - len(pinned))
    varied = _with_an_older(_spread(kept, rules, places), places, now)
    picks = [Link(pin, 0.0, "pin") for pin in pinned]
    return (picks + [link_of(match) for match in varied])[:KEPT]


def _shown_score(match: Match, rules: Rules) -> float:
    score = _lively(match.score, match.other)
    if (clicks := rules.clicks.get(match.other.id)) is None:
        return score
    return score * min(max(clicks, CLICKS_AT_LEAST), CLICKS_AT_MOST)


def _lively(score: float, shown: Entry) -> float:
    if not shown.liveliness:
        return score
    return score * (1 + (LIVELY_AT_MOST - 1) * min(max(shown.liveliness, 0.0), 1.0))


def link_of(match: Match) -> Link:
    about = shared_subjects(match.one.vector, match.other.vector)
    tags = tuple(sorted(match.one.tags & match.other.tags))
    return Link(match.other.id, match.score, "text", about, tags)


def _without_twins(best: Sequence[Match]) -> Iterator[Match]:
    """Leaves out rewrites of the article itself and, of one story told twice, the older telling."""
    window = [match for match in best if match.likeness <= TWIN]
    marks = _marks([leading(match.other.vector, LEADING) for match in window])
    older = {
        min(one, other, key=lambda at: _age(window[at].other))
        for one, other in combinations(range(len(window)), 2)
        if (marks[one] & marks[other]).bit_count() >= LEADING_SHARED
        and are_twins(window[one].other, window[other].other)
    }
    yield from (match for at, match in enumerate(window) if at not in older)


def _marks(groups: Sequence[Sequence[int]]) -> list[int]:
    """Each group as one number with a bit for each of its members that another group has too."""
    often = Counter(chain.from_iterable(groups))
    bit = {word: 1 << at for at, word in enumerate(w for w, held in often.items() if held > 1)}
    return [sum(bit.get(word, 0) for word in group) for group in groups]


def are_twins(one: Entry, other: Entry) -> bool:
    """Whether one is the other's text, rewritten."""
    return dot(one.vector.words, other.vector.words) > TWIN


def is_newer(one: Entry, other: Entry) -> bool:
    """By first publication; of one moment, the one registered later."""
    return _age(one) > _age(other)


def _age(entry: Entry) -> tuple[datetime, int]:
    return entry.published_at or _NEVER, entry.id


def _spread(kept: Sequence[Match], rules: Rules, places: int) -> list[Match]:
    """Moves what is too much of one author behind the shown places."""
    front: list[Match] = []
    behind: list[Match] = []
    for match in kept:
        full = len(front) >= places
        (behind if full or _too_much(match, front, rules) else front).append(match)
    missing = places - len(front)  # a place is never left empty for variety
    rest = sorted(behind, key=lambda match: (-match.score, -match.other.id))
    return front + rest[:missing] + rest[missing:] if missing > 0 else front + rest


def _too_much(match: Match, front: Sequence[Match], rules: Rules) -> bool:
    authors = set(match.other.authors)
    same = sum(not authors.isdisjoint(shown.other.authors) for shown in front)
    return 0 < rules.per_author <= same


def _with_an_older(varied: list[Match], places: int, now: datetime | None) -> list[Match]:
    """Gives the last shown place to an older article where none is shown and one is worth it."""
    shown, rest = varied[:places], varied[places:]
    if now is None or not rest or not shown or any(_is_old(match, now) for match in shown):
        return varied
    older = next((match for match in rest if _is_old(match, now)), None)
    if older is None or older.score < OLDER_WORTH * shown[-1].score:
        return varied
    return [*shown[:-1], older, shown[-1], *(match for match in rest if match is not older)]


def _is_old(match: Match, now: datetime) -> bool:
    published = match.other.published_at
    return published is not None and now - published > OLDER


class Backlink(NamedTuple):
    """A new link for the list of the older article `owner`, of this `score` there.

    Most owners' lists have better ones, so `link` finds its reasons only when it is asked for.
    `replaces`: rewrites of the linked article that are older, and leave the list for it.
    """

    owner: int
    score: float
    match: Match
    replaces: frozenset[int] = frozenset()

    @property
    def new(self) -> int:
        """The article that is linked."""
        return self.match.other.id

    @property
    def link(self) -> Link:
        return link_of(self.match.scored(self.score))


def backlinks(found: Sequence[Match], owners: Collection[int] | None = None) -> Iterator[Backlink]:
    """For every article in `found` (of `owners`, where these are given), the link back to the one
    that `found` was made for.

    None where a newer telling of the story is there already: that one has the place.
    """
    twins = [match for match in found if match.likeness > TWIN]
    if any(is_newer(match.other, match.one) for match in twins):
        return
    replaces = frozenset(match.other.id for match in twins)
    for match in found:
        if match.likeness <= TWIN and (owners is None or match.other.id in owners):
            score = _lively(match.score, match.one)
            yield Backlink(match.other.id, score, match.turned(), replaces)


def insertion(
    kept: Sequence[Link], link: Link, replaces: Collection[int] = frozenset()
) -> list[Link] | None:
    """`kept` with `link` in its place, or None where it changes nothing.

    Pins stay first and as they are; of more than `KEPT`, the last one goes.
    """
    if any(old.other == link.other and (old.source == "pin" or old == link) for old in kept):
        return None
    others = [
        old for old in kept if old.source == "pin" or old.other not in {link.other, *replaces}
    ]
    at = next(
        (i for i, old in enumerate(others) if old.source != "pin" and old.score < link.score),
        len(others),
    )
    result = [*others[:at], link, *others[at:]][:KEPT]
    return None if result == list(kept) else result
