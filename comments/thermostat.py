"""How far heat tightens what readers may do: a ladder of modes, a step at a time, and back.

An editor's word on the very thread stands above all of this (``services.threads``).
"""

from datetime import timedelta

from comments.heat import Heat
from comments.modes import CLOSED, HELD, SLOW

LADDER = ("", SLOW, HELD, CLOSED)
# Still hot after CLIMB: one step more. Below hot for CALM: one step back, and another each REST.
CLIMB = timedelta(minutes=10)
CALM = timedelta(minutes=30)
REST = timedelta(minutes=15)
# What a site may want, and how far that goes.
FURTHEST = {"tell": "", "slow": SLOW, "hold": HELD, "close": CLOSED}


def next_step(
    step: str, heat: Heat, furthest: str, *, stayed: timedelta, calm: timedelta | None
) -> str:
    """The mode that heat asks for now; "" for none.

    ``stayed``: how long at ``step``; ``calm``: how long below hot, None while it is hot. Hot begins
    with slow and burning with held; only what burns is closed. Nothing goes beyond ``furthest``.
    """
    at, most = LADDER.index(step), LADDER.index(furthest)
    if heat >= Heat.HOT:
        least = LADDER.index(HELD if heat is Heat.BURNING else SLOW)
        top = LADDER.index(CLOSED if heat is Heat.BURNING else HELD)
        climbed = min(at + 1, top) if at and stayed >= CLIMB else at
        return LADDER[min(max(at, least, climbed), most)]
    if at > most:
        return furthest
    if at and calm is not None and calm >= CALM and stayed >= REST:
        return LADDER[at - 1]
    return step
