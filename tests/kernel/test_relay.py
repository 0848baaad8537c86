"""The relay: each due row is handed on once, whatever else fails meanwhile."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from newsroom.kernel import outbox, relay, wake
from newsroom.kernel.models import OutboxEvent
from newsroom.kernel.outbox import MAX_TRIES
from tests.kernel.conftest import Promise, no_redis
from tests.together import together

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


class Broker:
    """Keeps what it was sent; while ``down`` it takes nothing."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.down = False

    def send(self, pk: int, lane: str) -> None:
        if self.down:
            raise ConnectionError("the broker is down")
        self.sent.append((pk, lane))


@pytest.fixture
def broker() -> Broker:
    return Broker()


def backlog(count: int, lane: str, now: datetime) -> None:
    row = {"name": "it.happened", "task": "tests.note", "lane": lane, "created": now, "due": now}
    OutboxEvent.objects.bulk_create([OutboxEvent(key=str(n), **row) for n in range(count)])


def test_a_due_row_goes_to_the_queue_of_its_lane(
    promise: Promise, broker: Broker, now: datetime
) -> None:
    row = promise()
    relay.sweep(broker.send, now)
    assert broker.sent == [(row.pk, "judge")]


def test_a_row_due_in_the_future_waits_for_its_time(
    promise: Promise, broker: Broker, now: datetime
) -> None:
    promise(due=now + SECOND)
    assert relay.sweep(broker.send, now) == 0
    assert relay.sweep(broker.send, now + SECOND) == 1


def test_a_row_is_handed_on_once(promise: Promise, broker: Broker, now: datetime) -> None:
    promise()
    relay.sweep(broker.send, now)
    assert relay.sweep(broker.send, now) == 0


@pytest.mark.django_db(transaction=True)
def test_relays_at_once_hand_each_row_on_once(broker: Broker, now: datetime) -> None:
    backlog(40, "judge", now)
    together(5, lambda _: relay.sweep(broker.send, now))
    assert len(broker.sent) == len(set(broker.sent)) == 40


def test_a_claim_that_nobody_came_for_runs_out(
    promise: Promise, broker: Broker, now: datetime
) -> None:
    promise()
    relay.sweep(broker.send, now)
    assert relay.sweep(broker.send, now + outbox.lease()) == 0
    assert relay.sweep(broker.send, now + outbox.lease() + SECOND) == 1


def test_a_row_at_work_is_not_handed_on(promise: Promise, broker: Broker, now: datetime) -> None:
    outbox.take(promise().pk, now)
    assert relay.sweep(broker.send, now) == 0


def test_a_broker_that_is_down_gives_the_row_back(
    promise: Promise, broker: Broker, now: datetime
) -> None:
    row = promise()
    broker.down = True
    with pytest.raises(ConnectionError):
        relay.sweep(broker.send, now)
    broker.down = False
    assert relay.sweep(broker.send, now) == 1
    row.refresh_from_db()
    assert row.tries == 0


def test_no_more_than_so_many_rows_of_a_lane_are_out(broker: Broker, now: datetime) -> None:
    backlog(relay.IN_FLIGHT + 30, "articles", now)
    assert relay.sweep(broker.send, now) == relay.IN_FLIGHT
    assert relay.sweep(broker.send, now) == 0


def test_what_is_done_makes_room_for_the_next(broker: Broker, now: datetime) -> None:
    backlog(relay.IN_FLIGHT + 30, "articles", now)
    relay.sweep(broker.send, now)
    done = [pk for pk, _ in broker.sent[:10]]
    OutboxEvent.objects.filter(pk__in=done).update(done_at=now)
    assert relay.sweep(broker.send, now) == 10


def test_a_fresh_comment_does_not_stand_behind_another_lanes_backlog(
    promise: Promise, broker: Broker, now: datetime
) -> None:
    backlog(relay.IN_FLIGHT + 30, "articles", now - SECOND)
    relay.sweep(broker.send, now)
    fresh = promise()
    relay.sweep(broker.send, now)
    assert broker.sent[-1] == (fresh.pk, "judge")


def test_the_oldest_of_a_lane_goes_first(promise: Promise, broker: Broker, now: datetime) -> None:
    late, early = promise(now=now), promise(now=now - SECOND)
    relay.sweep(broker.send, now)
    assert [pk for pk, _ in broker.sent] == [early.pk, late.pk]


@pytest.fixture
def lost(promise: Promise, now: datetime) -> OutboxEvent:
    """A row that has just killed its last worker."""
    row = promise()
    OutboxEvent.objects.update(tries=MAX_TRIES - 1)
    outbox.take(row.pk, now)
    return row


def test_a_row_that_killed_every_worker_is_buried(
    lost: OutboxEvent, broker: Broker, now: datetime
) -> None:
    assert relay.sweep(broker.send, now + outbox.lease() + SECOND) == 0
    lost.refresh_from_db()
    assert (lost.dead, lost.error) == (True, "the worker died at every try")


def test_a_last_try_that_still_runs_is_not_buried(
    lost: OutboxEvent, broker: Broker, now: datetime
) -> None:
    relay.sweep(broker.send, now + SECOND)
    lost.refresh_from_db()
    assert not lost.dead


def test_done_rows_are_kept_for_a_while_and_then_forgotten(promise: Promise, now: datetime) -> None:
    for age in (relay.KEEP_DONE - SECOND, relay.KEEP_DONE + SECOND):
        OutboxEvent.objects.filter(pk=promise(age).pk).update(done_at=now - age)
    promise("waits")
    assert relay.forget_done(now) == 1
    assert OutboxEvent.objects.count() == 2


# --- The loop, in a thread -------------------------------------------------------------------


class Loop:
    """A running relay, and the wait for what it sends."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.refusals = 0
        self._stop = threading.Event()
        self._heard = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def send(self, pk: int, lane: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise ConnectionError("the broker is down")
        self.sent.append(pk)
        self._heard.release()

    def sends(self) -> bool:
        """Whether another row came, before anybody's patience would end."""
        return self._heard.acquire(timeout=20)

    def end(self) -> None:
        self._stop.set()
        wake.nudge()
        self._thread.join()

    def _run(self) -> None:
        try:
            relay.run(self.send, self._stop)
        finally:
            connections.close_all()


@pytest.fixture
def loop(transactional_db: None) -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.end()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEEP_SECONDS", 0.02)


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Redis to be woken by."""
    monkeypatch.setattr(relay, "listener", no_redis)


def test_a_nudge_wakes_the_relay(
    loop: Loop, promise: Promise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "SWEEP_SECONDS", 3600.0)
    loop.start()
    promise("first", now=timezone.now())  # its nudge follows its commit
    assert loop.sends()
    promise("second", now=timezone.now())
    assert loop.sends()


def test_a_lost_nudge_costs_no_more_than_a_sweeps_time(
    loop: Loop, quick: None, promise: Promise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake, "CHANNEL", "newsroom:where-nobody-listens")
    loop.start()
    promise("first")
    assert loop.sends()
    promise("second")
    assert loop.sends()


def test_the_relay_goes_on_without_redis(
    loop: Loop, quick: None, deaf: None, promise: Promise
) -> None:
    loop.start()
    promise("first")
    assert loop.sends()
    promise("second")
    assert loop.sends()


def test_the_relay_outlives_a_broker_that_refuses(
    loop: Loop, quick: None, promise: Promise
) -> None:
    loop.refusals = 3
    loop.start()
    row = promise()
    assert loop.sends()
    assert loop.sent == [row.pk]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_relay_outlives_a_database_that_does_not_answer(
    loop: Loop,
    quick: None,
    promise: Promise,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    failures = [error("server closed the connection")] * 2
    monkeypatch.setattr(relay, "bury", failing_first(failures, relay.bury))
    loop.start()
    promise()
    assert loop.sends()
    assert "the database did not answer" in caplog.text


def failing_first(
    failures: list[Exception], then: Callable[[datetime], None]
) -> Callable[[datetime], None]:
    def call(now: datetime) -> None:
        if failures:
            raise failures.pop()
        then(now)

    return call
