"""What readers may do in a thread, by its mode. The nearest word wins: the article's own, its
section's, the section's above, the site's."""

from collections.abc import Iterable

OPEN, MEMBERS, HELD, SLOW = "open", "members", "held", "slow"
READ_ONLY, CLOSED, OFF = "readonly", "closed", "off"

# Why a post is refused; whoever is proven to be who they say may write where members may.
REFUSALS = {
    MEMBERS: "members_only",
    READ_ONLY: "thread_read_only",
    CLOSED: "thread_closed",
    OFF: "comments_off",
}
# Here what stands, stands: nobody votes, and no author changes their words. To take one's own
# comment back, and to report one, is possible in every mode.
FROZEN = (READ_ONLY, OFF)


# What heat may make of a mode; what is not named stays as it is.
_TIGHTER = {
    OPEN: {SLOW: SLOW, HELD: HELD, CLOSED: CLOSED},
    SLOW: {HELD: HELD, CLOSED: CLOSED},
    MEMBERS: {CLOSED: CLOSED},
    HELD: {CLOSED: CLOSED},
}


def tightened(mode: str, heat: str) -> str:
    """``mode`` as heat has it: stricter, never looser."""
    return _TIGHTER.get(mode, {}).get(heat, mode)


def nearest(words: Iterable[str]) -> str:
    """The first that says something; ``words`` from the article to the site."""
    return next((word for word in words if word), OPEN)


def now_in(mode: str, *, over: bool) -> str:
    """``over``: the thread's time has run out. What is stricter than closed stays as it is."""
    return CLOSED if over and mode not in FROZEN else mode


def refusal(mode: str, *, verified: bool) -> str | None:
    """The code for a post, or None where it may come in."""
    if mode == MEMBERS and verified:
        return None
    return REFUSALS.get(mode)


def frozen(mode: str) -> str | None:
    """The code for a vote or a change, or None."""
    return REFUSALS[mode] if mode in FROZEN else None


def above(slug: str) -> list[str]:
    """A section's slug and those of the sections it lies in, the nearest first: a/b/c, a/b, a."""
    parts = slug.split("/") if slug else []
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
