"""pin, unpin, move: what an editor puts first, in the editor's order."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from articles.models import Article
from articles.services.steer import (
    NotSteered,
    Standing,
    Steered,
    User,
    beside,
    steer,
    without_pin,
)

# Five are shown; the rest stand by for those that are withdrawn.
MOST_PINS = 10


def pin(
    article: Article,
    other: Article,
    by: User,
    now: datetime,
    *,
    at: int | None = None,
    seen: int | None = None,
) -> Steered | NotSteered:
    """Puts ``other`` among the pins of ``article``, at place ``at`` (0 first) or last; one that is
    pinned already moves there, or stays where no place is named."""

    def edit(state: Standing) -> Standing | NotSteered:
        if other.pk in state.bans:
            return NotSteered("banned")
        if other.pk in state.pins and at is None:
            return state
        pins = list(without_pin(state, other.pk).pins)
        if len(pins) >= MOST_PINS:
            return NotSteered("too_many_pins")
        pins.insert(len(pins) if at is None else max(at, 0), other.pk)
        return replace(state, pins=tuple(pins))

    return beside(article, other) or steer(article, "pin", edit, by, now, seen=seen)


def unpin(
    article: Article, other: Article, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    return steer(article, "unpin", lambda state: without_pin(state, other.pk), by, now, seen=seen)


def move(
    article: Article,
    other: Article,
    direction: Literal["up", "down"],
    by: User,
    now: datetime,
    *,
    seen: int | None = None,
) -> Steered | NotSteered:
    """One place among the pins; at the end of them there is nowhere to go."""

    def edit(state: Standing) -> Standing | NotSteered:
        if other.pk not in state.pins:
            return NotSteered("not_pinned")
        pins = list(state.pins)
        at = pins.index(other.pk)
        to = min(max(at + (1 if direction == "down" else -1), 0), len(pins) - 1)
        pins.insert(to, pins.pop(at))
        return replace(state, pins=tuple(pins))

    return steer(article, f"move_{direction}", edit, by, now, seen=seen)
