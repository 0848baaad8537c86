"""How lively a conversation is now: a number other parts can use without knowing of comments."""

from datetime import timedelta

WINDOW = timedelta(days=1)
# So many comments within the window are half of what can be.
HALF = 10


def liveliness(recent: int) -> float:
    """0 to 1 for ``recent`` published comments within the window: each tells less than the one
    before, so that one quarrel does not take every list."""
    return float(1 - 0.5 ** (max(recent, 0) / HALF))
