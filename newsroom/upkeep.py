"""Upkeep that neither domain can do alone."""

from datetime import datetime

from django.db import transaction

from articles.services.forget_stubs import forget_stub, old_stubs
from comments.services.forget_thread import forget_silent_thread


class _Spoken(Exception):
    """Somebody has written there: it stays."""


def forget_silent_stubs(now: datetime) -> int:
    """Pages that a reader named, that nobody told of since, and where nobody said anything: each
    would take the room of one that is real. Returns how many went."""
    return sum(_forgotten(pk) for pk in old_stubs(now))


def _forgotten(pk: int) -> bool:
    try:
        with transaction.atomic():
            if not forget_silent_thread(pk) or not forget_stub(pk):
                raise _Spoken
    except _Spoken:
        return False
    return True
