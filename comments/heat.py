"""How heated a conversation is, from counts of the last hour, with the reasons."""

from dataclasses import dataclass
from enum import IntEnum

FEWEST = 10  # comments; below that shares say nothing


class Heat(IntEnum):
    CALM = 0
    WARM = 1
    HOT = 2
    BURNING = 3


@dataclass(frozen=True)
class Pulse:
    """``lately``: comments of the last ten minutes; the others are of the last hour. ``stopped``:
    held, rejected, removed, or spam."""

    lately: int
    comments: int
    reports: int
    newcomers: int
    stopped: int


@dataclass(frozen=True)
class Limits:
    """What counts as hot: comments in ten minutes, reports in an hour, shares in per cent."""

    velocity: int = 30
    reports: int = 5
    newcomers: int = 70
    stopped: int = 40


@dataclass(frozen=True)
class Reading:
    heat: Heat
    reasons: tuple[str, ...]


def heat_of(pulse: Pulse, limits: Limits) -> Reading:
    """Hot: one of reports, share of newcomers, share stopped is at its limit; burning: at twice
    it, or two are. Many comments alone are a success and make it warm at most; with another sign
    at half its limit they count like the others. A limit of 0 is none."""
    signs = {
        "reports": _of(pulse.reports, limits.reports),
        "newcomers": _share(pulse.newcomers, pulse.comments, limits.newcomers),
        "stopped": _share(pulse.stopped, pulse.comments, limits.stopped),
    }
    pace = _of(pulse.lately, limits.velocity)
    if max(signs.values()) >= 0.5 or pace < 1:
        signs["velocity"] = pace if max(signs.values()) >= 0.5 else min(pace, 0.99)
    else:
        signs["velocity"] = 0.5
    full = [name for name, value in signs.items() if value >= 1]
    if len(full) > 1 or max(signs.values()) >= 2:
        return Reading(Heat.BURNING, tuple(full))
    if full:
        return Reading(Heat.HOT, tuple(full))
    half = tuple(name for name, value in signs.items() if value >= 0.5)
    return Reading(Heat.WARM if half else Heat.CALM, half)


def _of(count: int, limit: int) -> float:
    return count / limit if limit else 0.0


def _share(part: int, whole: int, limit: int) -> float:
    if whole < FEWEST or not limit:
        return 0.0
    return 100 * part / whole / limit
