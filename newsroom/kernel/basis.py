"""What an answer was made from, and what makes it old. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# Whatever the versions say: for what no verb knows of, such as a window of days that moves on.
LONGEST = 60.0
# What a thread is that nobody has written in: it has no row, and looks as one without comments.
UNWRITTEN = (1, 0)


class SiteChanged(NamedTuple):
    """Articles, links or settings of a site (primary key)."""

    site: int
    version: int


class ThreadChanged(NamedTuple):
    """The conversation of an article (primary key), with how many comments are published in it."""

    article: int
    version: int
    published: int


Change = SiteChanged | ThreadChanged


@dataclass(frozen=True)
class Basis:
    """What an answer was made from. ``threads``: versions by article; ``counts``: of those whose
    count alone is shown. ``lasts``: seconds for which time alone leaves it true."""

    site: int
    version: int
    threads: Mapping[int, int] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    lasts: float = LONGEST

    def articles(self) -> set[int]:
        return {*self.threads, *self.counts}

    def stands(self, change: Change) -> bool:
        """Whether an answer made from this is as new as what ``change`` tells of."""
        if isinstance(change, SiteChanged):
            return change.site != self.site or self.version >= change.version
        if self.threads.get(change.article, change.version) < change.version:
            return False
        return self.counts.get(change.article, change.published) == change.published


@dataclass(frozen=True)
class Truth:
    """Versions as the database has them; threads as (version, count) by article."""

    sites: Mapping[int, int]
    threads: Mapping[int, tuple[int, int]]

    def bears(self, basis: Basis) -> bool:
        known = {article: self.threads.get(article, UNWRITTEN) for article in basis.articles()}
        return (
            self.sites.get(basis.site) == basis.version
            and all(known[article][0] == version for article, version in basis.threads.items())
            and all(known[article][1] == count for article, count in basis.counts.items())
        )
