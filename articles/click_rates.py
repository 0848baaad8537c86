"""Counts of shown and clicked links -> a bounded factor for each: what readers chose, apart from
where it stood.

A link is measured against what the site's links get at the same places: one in the first place is
clicked more wherever it leads. The prior is Beta(5, 95) on that scale: five clicks where five were
to be expected, so that a few lucky ones move nothing far.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PRIOR_CLICKS, PRIOR_SHOWN = 5.0, 100.0
AT_LEAST, AT_MOST = 0.8, 1.25
ENOUGH_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Count:
    """How often a link was shown at one position (0 first), and clicked there."""

    position: int
    shown: int
    clicked: int


def position_rates(totals: Iterable[Count]) -> dict[int, float]:
    """Clicks a showing, by position, over all links of a site."""
    return {
        total.position: (PRIOR_CLICKS + _clicks(total)) / (PRIOR_SHOWN + max(total.shown, 0))
        for total in totals
    }


def factor(counts: Iterable[Count], rates: Mapping[int, float]) -> float:
    """What the score of one link is multiplied with; 1.0 for one that was hardly shown."""
    counted = [count for count in counts if count.shown > 0]
    if sum(count.shown for count in counted) < ENOUGH_SHOWN:
        return 1.0
    usual = PRIOR_CLICKS / PRIOR_SHOWN
    expected = sum(count.shown * rates.get(count.position, usual) for count in counted)
    clicks = sum(_clicks(count) for count in counted)
    return min(max((PRIOR_CLICKS + clicks) / (PRIOR_CLICKS + expected), AT_LEAST), AT_MOST)


def _clicks(count: Count) -> int:
    """No link is clicked more often than it is shown: more is somebody's game."""
    return min(max(count.clicked, 0), max(count.shown, 0))
