"""The nudge: tells relays that a row waits. A lost one costs them a sweep's time, nothing more."""

import threading

import redis

from newsroom.kernel.connections import breaker, client

CHANNEL = "newsroom:outbox"


def nudge() -> None:
    if breaker.is_open():
        return
    try:
        client().publish(CHANNEL, b"1")
    except redis.RedisError:
        breaker.trip()


def nudge_in(seconds: float) -> None:
    """For a row that is due sooner than relays look by themselves."""
    later = threading.Timer(seconds, nudge)
    later.daemon = True
    later.start()
