"""The memory of bytes: finished answers, what each was made from, and when to doubt it.

Pure: time is an argument (seconds of a clock that never goes back), and nothing is asked of
anybody. The protocol is told in docs/decisions/0035-reads-from-bytes.md.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

from newsroom.kernel.basis import Basis, Change, SiteChanged, Truth

# A basis that was seen in the database so long ago is looked at again: behind the answer first,
# and before it once it is due.
DUE_SECONDS = 1.0
# While no message can reach us.
DEAF_SECONDS = 0.2
# Where in that time the look behind the answer begins; spread, so that not all look at once.
SOON = (0.5, 0.8)
# An answer's own objects, beside its bytes.
OVERHEAD = 2_000

Answer = TypeVar("Answer")


@dataclass(eq=False, slots=True)
class Kept(Generic[Answer]):
    """An answer in memory. ``checked``: when its basis was last known to hold; ``ends``: when time
    changes it; ``jitter``: 0 to 1, its own."""

    key: Hashable
    answer: Answer
    size: int
    basis: Basis
    checked: float
    ends: float
    jitter: float

    def is_over(self, now: float) -> bool:
        return now >= self.ends

    def is_due(self, now: float, *, deaf: bool) -> bool:
        return now - self.checked >= (DEAF_SECONDS if deaf else DUE_SECONDS)

    def is_soon_due(self, now: float, *, deaf: bool) -> bool:
        first, last = SOON
        share = first + (last - first) * self.jitter
        return now - self.checked >= share * (DEAF_SECONDS if deaf else DUE_SECONDS)


class Build:
    """An answer in the making, and what was told meanwhile."""

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self._told: dict[tuple[type[Change], int], Change] = {}

    def hear(self, change: Change) -> None:
        about = (type(change), change[0])
        known = self._told.get(about)
        if known is None or known.version < change.version:
            self._told[about] = change

    def is_outdated(self, basis: Basis) -> bool:
        return not all(basis.stands(change) for change in self._told.values())


class BytesCache(Generic[Answer]):
    """At most ``limit`` bytes of answers, by key; the least recently used go first."""

    def __init__(self, limit: int, *, jitter: Callable[[], float]) -> None:
        self._limit = limit
        self._jitter = jitter
        self._kept: OrderedDict[Hashable, Kept[Answer]] = OrderedDict()
        self._of_site: dict[int, set[Kept[Answer]]] = {}
        self._of_article: dict[int, set[Kept[Answer]]] = {}
        self._builds: set[Build] = set()
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> Kept[Answer] | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def begin(self, now: float) -> Build:
        """Call it before anything is read for the answer, and ``end`` whatever comes of it."""
        build = Build(now)
        self._builds.add(build)
        return build

    def end(self, build: Build) -> None:
        self._builds.discard(build)

    def keep(
        self, build: Build, key: Hashable, answer: Answer, size: int, basis: Basis
    ) -> Kept[Answer] | None:
        """None where the answer rests on something that was told to be old while it was made."""
        if build.is_outdated(basis):
            return None
        size += OVERHEAD
        ends = build.begun + basis.lasts
        kept = Kept(key, answer, size, basis, build.begun, ends, self._jitter())
        self._drop_key(key)
        if size <= self._limit:
            self._put(kept)
        return kept

    def grow(self, key: Hashable, answer: Answer, by: int) -> None:
        """An answer, if it is still there, has become larger."""
        kept = self._kept.get(key)
        if kept is not None and kept.answer is answer:
            kept.size += by
            self.size += by
            self._make_room()

    def hear(self, change: Change) -> None:
        """Drops what rests on less than ``change`` tells of."""
        for build in self._builds:
            build.hear(change)
        of = self._of_site if isinstance(change, SiteChanged) else self._of_article
        for kept in [each for each in of.get(change[0], ()) if not each.basis.stands(change)]:
            self.drop(kept)

    def check(self, kept: Kept[Answer], truth: Truth, asked: float) -> bool:
        """What the database said, which was ``asked`` at that time; whether the answer stands."""
        if not truth.bears(kept.basis):
            self.drop(kept)
            return False
        kept.checked = max(kept.checked, asked)
        kept.jitter = self._jitter()
        return self._kept.get(kept.key) is kept

    def doubt(self) -> None:
        """Messages may have been lost: every answer is due."""
        for kept in self._kept.values():
            kept.checked = -inf

    def drop(self, kept: Kept[Answer]) -> None:
        if self._kept.get(kept.key) is kept:
            self._drop_key(kept.key)

    def _put(self, kept: Kept[Answer]) -> None:
        self._kept[kept.key] = kept
        self._of_site.setdefault(kept.basis.site, set()).add(kept)
        for article in kept.basis.articles():
            self._of_article.setdefault(article, set()).add(kept)
        self.size += kept.size
        self._make_room()

    def _make_room(self) -> None:
        while self.size > self._limit:
            self._drop_key(next(iter(self._kept)))

    def _drop_key(self, key: Hashable) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self.size -= kept.size
        _take_out(self._of_site, [kept.basis.site], kept)
        _take_out(self._of_article, kept.basis.articles(), kept)


def _take_out(of: dict[int, set[Kept[Answer]]], pks: Iterable[int], kept: Kept[Answer]) -> None:
    for pk in pks:
        of[pk].discard(kept)
        if not of[pk]:
            del of[pk]
