"""slow: in a slow thread everybody speaks once in so many minutes."""

from datetime import datetime, timedelta

from comments import modes
from comments.models import Comment, Thread
from comments.services.threads import Terms


def slow_wait(
    thread: Thread, terms: Terms, *, identity: str, ip: str, known: bool, now: datetime
) -> int | None:
    """Seconds until this person may speak again; None where they may now. Whoever left no address
    (``known`` is False) is told apart by where they write from. A comment taken back counts: it
    was read."""
    if terms.mode != modes.SLOW:
        return None
    pause = timedelta(minutes=terms.slow_minutes)
    said = Comment.objects.filter(thread=thread, created_at__gt=now - pause)
    mine = said.filter(commenter__identity=identity) if known else said.filter(email="", ip=ip)
    last = mine.order_by("-created_at").values_list("created_at", flat=True).first()
    return None if last is None else max(1, int((last + pause - now).total_seconds()) + 1)
