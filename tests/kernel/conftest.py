"""A desk that takes notes: a task of the tests' own, for an event of the tests' own."""

from collections.abc import Callable
from datetime import datetime

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent
from newsroom.kernel.outbox import Consumer, Event
from tests.factories import NOON


def no_redis() -> redis.Redis:
    """A client of a server that is not there, quick to say so."""
    return redis.Redis(unix_socket_path="/nonexistent/redis.sock", retry=Retry(NoBackoff(), 0))


class Desk:
    """Keeps what it was given; in ``trouble`` it raises that."""

    def __init__(self) -> None:
        self.given: list[Event] = []
        self.trouble: dict[str, Exception] = {}

    def note(self, event: Event) -> None:
        self.given.append(event)
        if event.key in self.trouble:
            raise self.trouble[event.key]

    @property
    def keys(self) -> list[str]:
        return [event.key for event in self.given]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    for task, lane in (("tests.note", "judge"), ("tests.file", "upkeep")):
        monkeypatch.setitem(outbox.CONSUMERS, task, Consumer(task, lane, desk.note, None))
    table = {"it.happened": ["tests.note"], "much.happened": ["tests.note", "tests.file"]}
    monkeypatch.setattr(outbox, "wiring", lambda: table)
    return desk


Promise = Callable[..., OutboxEvent]


@pytest.fixture
def promise(desk: Desk, db: None) -> Promise:
    """Writes one row and returns it."""

    def record(
        key: object = "it", *, now: datetime = NOON, due: datetime | None = None
    ) -> OutboxEvent:
        outbox.record("it.happened", key, due=due, now=now)
        return OutboxEvent.objects.latest("id")

    return record
