"""A newsroom of real processes that a module's tests share: it takes seconds to start."""

from collections.abc import Iterator
from typing import Any

import pytest

from newsroom.kernel.models import OutboxEvent
from tests.running import Newsroom, until


@pytest.fixture(scope="module")
def started(django_db_setup: None, django_db_blocker: Any) -> Iterator[Newsroom]:
    with django_db_blocker.unblock():
        newsroom = Newsroom()
        newsroom.start()
    yield newsroom
    newsroom.end()


@pytest.fixture
def running(started: Newsroom, transactional_db: None) -> Iterator[Newsroom]:
    """Idle again before the tables are emptied: the worker's work would be in the way."""
    yield started
    until(lambda: not OutboxEvent.objects.filter(done_at=None).exists(), "all promises are kept")
