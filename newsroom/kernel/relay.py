"""The relay: claims rows that are due and hands them to Celery, a lane at a time.

It wakes at a nudge and at least every two seconds. Any number may run: a row is claimed by
compare-and-swap. No more than IN_FLIGHT rows of a lane are out at once, so a backlog waits in the
database, where a fresh comment's lane does not stand behind it.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import redis
from django.db import close_old_connections
from django.db.models import Q
from django.db.utils import Error as DatabaseTrouble  # DatabaseError leaves InterfaceError out
from django.utils import timezone

from newsroom.kernel.connections import listener
from newsroom.kernel.models import OutboxEvent
from newsroom.kernel.outbox import MAX_TRIES, lease
from newsroom.kernel.wake import CHANNEL

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0
IN_FLIGHT = 200
KEEP_DONE = timedelta(days=3)

Send = Callable[[int, str], None]


def sweep(send: Send, now: datetime) -> int:
    """One round over all lanes; returns how many rows were handed on."""
    bury(now)
    return sum(sweep_lane(lane, send, now) for lane in lanes(now))


def lanes(now: datetime) -> list[str]:
    due = OutboxEvent.objects.filter(done_at=None, dead=False, due__lte=now)
    return sorted(due.order_by().values_list("lane", flat=True).distinct())


def sweep_lane(lane: str, send: Send, now: datetime) -> int:
    unfinished = OutboxEvent.objects.filter(lane=lane, done_at=None, dead=False)
    room = IN_FLIGHT - unfinished.filter(claimed_until__gte=now).count()
    free = unfinished.filter(due__lte=now).filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now), tries__lt=MAX_TRIES
    )
    ids = free.order_by("due", "id").values_list("pk", flat=True)[: max(room, 0)]
    return sum(hand_on(pk, lane, send, now) for pk in list(ids))


def hand_on(pk: int, lane: str, send: Send, now: datetime) -> bool:
    """Claims one row and sends it; a broker that refuses gives the row back at once."""
    won = (
        OutboxEvent.objects.filter(pk=pk, done_at=None, dead=False)
        .filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
        .update(claimed_until=now + lease())
    )
    if not won:
        return False
    try:
        send(pk, lane)
    except Exception:
        OutboxEvent.objects.filter(pk=pk, running_until=None).update(claimed_until=None)
        raise
    return True


def bury(now: datetime) -> None:
    """Rows whose every try killed its worker: no exception came back to count."""
    lost = OutboxEvent.objects.filter(
        done_at=None, dead=False, tries__gte=MAX_TRIES, running_until__lt=now
    )
    if buried := lost.update(dead=True, error="the worker died at every try"):
        log.error("%d outbox rows are dead: their worker died at every try", buried)


def forget_done(now: datetime) -> int:
    """Deletes rows kept long enough to be looked at; returns how many."""
    return OutboxEvent.objects.filter(done_at__lt=now - KEEP_DONE).delete()[0]


def forget_dead(before: datetime) -> int:
    """Of those that nobody tried again in all that time."""
    return OutboxEvent.objects.filter(dead=True, created__lt=before).delete()[0]


def run(send: Send, stop: threading.Event) -> None:
    """Sweeps until ``stop`` is set; outlives a missing Redis, a missing broker, a busy database."""
    ear = Ear()
    while not stop.is_set():
        try:
            sweep(send, timezone.now())
        except DatabaseTrouble as error:
            log.warning("relay: the database did not answer: %s", error)
            close_old_connections()
        except Exception as error:
            log.warning("relay: the broker did not take a task: %s", error)
        ear.wait(SWEEP_SECONDS, stop)
    ear.close()


class Ear:
    """Waits for a nudge; without Redis it simply waits."""

    def __init__(self) -> None:
        self._subscription: redis.client.PubSub | None = None

    def wait(self, seconds: float, stop: threading.Event) -> None:
        try:
            if self._subscription is None:
                self._subscription = listener().pubsub(  # type: ignore[no-untyped-call]
                    ignore_subscribe_messages=True
                )
                self._subscription.subscribe(CHANNEL)
                return  # a row may have come before we listened: sweep once more
            self._hear(seconds)
        except (redis.RedisError, OSError):
            self.close()
            stop.wait(seconds)

    def _hear(self, seconds: float) -> None:
        assert self._subscription is not None
        if self._subscription.get_message(timeout=seconds) is None:
            return
        while self._subscription.get_message(timeout=0) is not None:
            pass  # one sweep answers all the nudges that came meanwhile

    def close(self) -> None:
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None
