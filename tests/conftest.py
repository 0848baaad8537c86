"""The standing cast: a site, an article, readers, an editor. Time stands still at NOON unless a
story moves it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.models import Article, Site
from articles.services.frequencies import loaded
from articles.services.sites import issue_key
from comments.evidence.lists import matcher
from newsroom.kernel import outbox
from newsroom.kernel.connections import breaker, client
from newsroom.kernel.models import OutboxEvent
from tests.factories import NOON, a_site, an_article


@pytest.fixture(autouse=True)
def _clean_shared_memory() -> None:
    """Limits in Redis and the process' cache would carry one story into the next."""
    cache.clear()
    matcher.cache_clear()
    loaded.cache_clear()  # SQLite gives a rolled-back row's key to the next story's
    breaker.reset()
    client().flushdb()


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def site(db: None) -> Site:
    return a_site("daily")


@pytest.fixture
def article(site: Site) -> Article:
    return an_article(site, "story-1")


@pytest.fixture
def editor(db: None) -> Any:
    return get_user_model().objects.create_superuser("edith", "edith@example.org", "pass word 1")


@pytest.fixture
def site_key(site: Site) -> str:
    return issue_key(site, "tests", NOON)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Does what the outbox promises and is due, here and now; returns how many rows."""
    # Whoever tells of articles here has told of all of them by the time that work begins.
    monkeypatch.setattr("articles.services.relate_many.QUIET", timedelta(0))

    def run() -> int:
        outbox.wiring()
        done = 0
        waiting = OutboxEvent.objects.filter(done_at=None, dead=False, tries=0)
        while ids := list(waiting.filter(due__lte=timezone.now()).values_list("pk", flat=True)):
            for pk in ids:
                outbox.deliver(pk)
                done += 1
        return done

    return run


class Clock:
    """What time it is to the server: NOON, until a story lets time pass."""

    def __init__(self) -> None:
        self.now = NOON

    def go_on(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """For stories through HTTP, where nobody can pass the time as an argument."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


class Reader:
    """Someone with a browser and no account."""

    def __init__(self) -> None:
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def send(self, method: str, path: str, data: Any, **headers: str) -> Any:
        raw = data if isinstance(data, str | bytes) else json.dumps(data)
        return self.client.generic(
            method, path, raw, content_type="application/json", headers=headers
        )

    def post(self, path: str, data: Any, **headers: str) -> Any:
        return self.send("POST", path, data, **headers)


@pytest.fixture
def reader() -> Reader:
    return Reader()
