"""Promise inside the transaction, keep it outside.

``record`` writes a row for each task that the wiring table names for an event, in the caller's
transaction. The relay claims rows and hands them to Celery; ``consumer`` makes a task that takes
its row by compare-and-swap, so that ten deliveries of one row do its work once.
"""

import contextlib
import functools
import importlib
import logging
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from newsroom.kernel import wake
from newsroom.kernel.models import OutboxEvent

log = logging.getLogger(__name__)

MAX_TRIES = 5
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
# Sooner than relays look by themselves.
SOON = timedelta(seconds=2)


@dataclass(frozen=True)
class Event:
    """What a task is given: ``id`` makes its work idempotent, ``key`` names the subject."""

    id: int
    name: str
    task: str
    key: str
    payload: Mapping[str, Any]
    created: datetime
    tries: int


@dataclass(frozen=True)
class Consumer:
    """A task as the wiring table names it."""

    task: str
    lane: str
    call: Callable[[Event], None]
    lease: timedelta | None


CONSUMERS: dict[str, Consumer] = {}


def consumer(
    task: str, *, lane: str, lease: timedelta | None = None
) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Registers a function as the task ``task`` in queue ``lane``.

    ``lease`` is how long one run may take, where the setting's time is too short: after it another
    worker may take the row again.
    """

    def register(call: Callable[[Event], None]) -> Callable[[Event], None]:
        CONSUMERS[task] = Consumer(task, lane, call, lease)
        return call

    return register


def lease() -> timedelta:
    """How long a row may be held before it is free again."""
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


@functools.cache
def wiring() -> Mapping[str, list[str]]:
    table: Mapping[str, list[str]] = import_string(settings.OUTBOX_WIRING)
    for app in ("articles", "comments"):
        importlib.import_module(f"{app}.tasks")
    return table


def record(
    name: str,
    key: object,
    *,
    payload: Mapping[str, Any] | None = None,
    due: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """Promises every task that the wiring table has for ``name``, in the caller's transaction:
    call it inside the one that writes what the promise is about.

    ``due`` delays the work (a scheduled article). Raises KeyError for an event without a line in
    the table: an event nobody wrote down is a mistake.
    """
    now = now or timezone.now()
    rows = [
        OutboxEvent(
            name=name,
            task=task,
            lane=CONSUMERS[task].lane,
            key=str(key),
            payload=dict(payload or {}),
            created=now,
            due=due or now,
        )
        for task in wiring()[name]
    ]
    OutboxEvent.objects.bulk_create(rows)
    if rows and not due:
        transaction.on_commit(wake.nudge, robust=True)
    elif rows and due and due - now < SOON:
        wait = (due - now).total_seconds()
        transaction.on_commit(lambda: wake.nudge_in(wait), robust=True)


def waits(name: str, key: object) -> bool:
    """Whether this very work is promised already and nobody has begun it: once more would be the
    same work twice.

    Takes the row, so that a worker begins only after the caller's transaction has ended: else it
    could finish on what it saw before, and the caller's change would be promised to nobody.
    """
    rows = OutboxEvent.objects.filter(name=name, key=str(key), done_at=None, dead=False, tries=0)
    return rows.update(due=F("due")) > 0


def unbegun(name: str, key: object) -> bool:
    """Whether such work is promised that nobody has begun yet; a look that holds nothing."""
    rows = OutboxEvent.objects.filter(name=name, key=str(key), done_at=None, dead=False, tries=0)
    return rows.exists()


def take_back(name: str, key: object, now: datetime) -> int:
    """Withdraws promises of ``name`` about ``key`` whose time has not come; returns how many."""
    rows = OutboxEvent.objects.filter(name=name, key=str(key), done_at=None, dead=False, tries=0)
    return rows.filter(due__gt=now, claimed_until=None).delete()[0]


def take(event_id: int, now: datetime) -> Event | None:
    """Starts the work of a row: one caller wins it; every other delivery gets None."""
    row = OutboxEvent.objects.filter(pk=event_id).first()
    if row is None:
        return None
    if row.task not in CONSUMERS:
        _leave_to_newer(row, now)
        return None
    until = now + (CONSUMERS[row.task].lease or lease())
    won = (
        OutboxEvent.objects.filter(pk=event_id, done_at=None, dead=False, tries=row.tries)
        .filter(Q(running_until=None) | Q(running_until__lt=now), tries__lt=MAX_TRIES)
        .update(tries=F("tries") + 1, running_until=until, claimed_until=until)
    )
    if not won:
        return None
    return Event(row.pk, row.name, row.task, row.key, row.payload, row.created, row.tries + 1)


@contextlib.contextmanager
def taken_along(event: Event, most: int) -> Iterator[list[Event]]:
    """At most ``most`` more promises of the same work about the same subject that are due and
    nobody has begun, for work that costs less done together. They end as ``event`` does."""
    now = timezone.now()
    rows = OutboxEvent.objects.filter(name=event.name, task=event.task, key=event.key)
    rows = rows.filter(done_at=None, dead=False, tries=0, due__lte=now).order_by("due", "id")
    taken = (take(pk, now) for pk in list(rows.values_list("pk", flat=True)[:most]))
    others = [each for each in taken if each is not None]
    try:
        yield others
    except Exception as error:
        for each in others:
            fail(each, error, timezone.now())
        raise
    for each in others:
        finish(each, timezone.now())


def _leave_to_newer(row: OutboxEvent, now: datetime) -> None:
    """A release on its way: the row was written by a newer version, whose workers know the task."""
    log.warning("%s %s: no task %s in this worker", row.name, row.key, row.task)
    OutboxEvent.objects.filter(pk=row.pk, done_at=None, running_until=None).update(
        claimed_until=None, due=now + FIRST_RETRY, error=f"this worker knows no task {row.task}"
    )


def finish(event: Event, now: datetime) -> None:
    """The work is done, even where it took longer than its lease and somebody else has it too."""
    OutboxEvent.objects.filter(pk=event.id).update(done_at=now, dead=False, error="")


def fail(event: Event, error: Exception, now: datetime) -> None:
    """Gives the row back, later each time; after MAX_TRIES it is dead and says so."""
    text = f"{type(error).__name__}: {error}"[:500]
    dead = event.tries >= MAX_TRIES
    # By number of try: one that outlived its lease may not give back what another now works on.
    OutboxEvent.objects.filter(pk=event.id, done_at=None, tries=event.tries).update(
        due=now + retry_delay(event.tries),
        claimed_until=None,
        running_until=None,
        dead=dead,
        error=text,
    )
    level = logging.ERROR if dead else logging.WARNING
    log.log(level, "%s %s → %s failed: %s", event.name, event.key, event.task, text)


def replay(event_ids: list[int], now: datetime) -> int:
    """Makes dead rows wait again with a clean count; returns how many."""
    return OutboxEvent.objects.filter(pk__in=event_ids, dead=True).update(
        dead=False, tries=0, due=now, claimed_until=None, running_until=None
    )


def retry_delay(tries: int) -> timedelta:
    """5 s, 15 s, 45 s …, with jitter so that a returning service is not met by all at once."""
    longest = min(FIRST_RETRY * 3 ** (tries - 1), LONGEST_RETRY)
    jitter = random.uniform(0.5, 1)  # noqa: S311 (no secret)
    return timedelta(seconds=longest.total_seconds() * jitter)


def deliver(event_id: int) -> None:
    """Runs one row's task once; an exception is kept in the row, never lost in a log."""
    event = take(event_id, timezone.now())
    if event is None:
        return
    try:
        CONSUMERS[event.task].call(event)
    except Exception as error:
        fail(event, error, timezone.now())
    else:
        finish(event, timezone.now())
