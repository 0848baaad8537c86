"""Redis clients: made once a process, quick to give up, never a reason to fail a request."""

import functools
import time
from typing import Any

import redis
from django.conf import settings
from redis.backoff import ConstantBackoff
from redis.retry import Retry

PAUSE_SECONDS = 3.0


@functools.cache
def client() -> redis.Redis:
    """The process' client. A refused or hung server costs at most about a second a call."""
    return _made()


def listener() -> redis.Redis:
    """A client to wait with: it asks from time to time whether the server is still there.

    The one for requests does not: a hung server would then cost two time-outs more, 2.2 s a call.
    """
    return _made(health_check_interval=30)


def _made(**more: Any) -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=0.3,
        socket_timeout=0.5,
        retry=Retry(ConstantBackoff(0.05), 1),
        **more,
    )


class Breaker:
    """Remembers for a few seconds that Redis did not answer, so that only one caller waits."""

    def __init__(self) -> None:
        self._closed_until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._closed_until

    def trip(self) -> None:
        self._closed_until = time.monotonic() + PAUSE_SECONDS

    def reset(self) -> None:
        self._closed_until = 0.0


breaker = Breaker()
