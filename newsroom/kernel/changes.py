"""What readers were given has changed: every web process is told as soon as it is committed.

A message may be lost, come twice, late or out of order: it carries a version, and what rests on
an older one is dropped. See docs/decisions/0035-reads-from-bytes.md.
"""

from collections.abc import Callable
from functools import partial

import orjson
import redis
from django.db import transaction

from newsroom.kernel.basis import Change, SiteChanged, ThreadChanged
from newsroom.kernel.connections import breaker, client

CHANNEL = "newsroom:changes"
KINDS: dict[str, type[Change]] = {"SiteChanged": SiteChanged, "ThreadChanged": ThreadChanged}
# Who listens in this very process: told at once, with Redis or without.
LISTENERS: list[Callable[[Change], None]] = []


def tell(change: Change) -> None:
    """After the caller's transaction, to every process. Call it inside that transaction."""
    transaction.on_commit(partial(_spread, change), robust=True)


def _spread(change: Change) -> None:
    for listener in LISTENERS:
        listener(change)
    if breaker.is_open():
        return
    try:
        client().publish(CHANNEL, encoded(change))
    except redis.RedisError:
        breaker.trip()


def encoded(change: Change) -> bytes:
    return orjson.dumps([type(change).__name__, *change])


def decoded(message: bytes) -> Change | None:
    """None for what another release says."""
    try:
        kind, *values = orjson.loads(message)
        return KINDS[kind](*values)
    except (ValueError, KeyError, TypeError):
        return None
