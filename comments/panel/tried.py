"""What a change would have done, in words for whoever is about to make it."""

from dataclasses import dataclass
from datetime import timedelta

from comments.panel.words import STATUSES, words_for
from comments.reading.backtest import Backtest
from comments.rules.precision import Precision

PAST = timedelta(days=30)
TRIED = 3_000  # decisions: what a person waits for


@dataclass(frozen=True)
class ShownExample:
    comment: int
    excerpt: str
    was: str
    would: str
    why: str
    people: str


@dataclass(frozen=True)
class Tried:
    """``all_of_them``: no decision of the time was left out for its number."""

    judged: int
    hits: int
    moves: list[tuple[int, str, str]]
    agreed: int
    overturned: int
    unsaid: int
    right: str
    examples: list[ShownExample]
    all_of_them: bool
    skipped: int


def tried(found: Backtest) -> Tried:
    return Tried(
        judged=found.judged,
        hits=found.hits,
        moves=[
            (count, STATUSES[was], STATUSES[would])
            for (was, would), count in found.moved.most_common()
        ],
        agreed=found.agreed,
        overturned=found.overturned,
        unsaid=found.hits - found.agreed - found.overturned,
        right=in_per_cent(found.precision),
        examples=[
            ShownExample(
                one.comment,
                one.excerpt,
                STATUSES[one.was],
                STATUSES[one.would],
                ", ".join(map(words_for, one.reasons)),
                STATUSES[one.people] if one.people else "",
            )
            for one in found.examples
        ],
        all_of_them=found.judged + found.skipped < TRIED,
        skipped=found.skipped,
    )


def in_per_cent(precision: Precision) -> str:
    """``80 % (60–91 %)``: the share and what surely holds the true one; '' of nothing."""
    if precision.share is None:
        return ""
    low, high = round(precision.low * 100), round(precision.high * 100)
    return f"{round(precision.share * 100)} % ({low}–{high} %)"
