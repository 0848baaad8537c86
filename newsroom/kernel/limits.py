"""Limits that hold under attack: counted atomically, in Redis, or in the database without it.

A limit is a fixed window: ``hit`` counts one use and says how long to wait once it is over.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import redis
from django.db import IntegrityError, transaction
from django.db.models import F

from newsroom.kernel.connections import breaker, client
from newsroom.kernel.models import RateWindow

# INCR and EXPIRE in one step: a crash between the two would make a counter that never ends.
_SCRIPT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return n
"""


@dataclass(frozen=True)
class Limit:
    """At most ``most`` uses in ``seconds``, for each value of the key."""

    name: str
    most: int
    seconds: int


def hit(limit: Limit, who: str, now: datetime) -> int | None:
    """Counts one use by ``who``. None: within the limit; otherwise seconds until it is free."""
    start = int(now.timestamp()) // limit.seconds * limit.seconds
    # Digested: a mail address is longer than a key may be, and nobody needs to find one there.
    mark = hashlib.blake2b(who.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    key = f"limit:{limit.name}:{mark}:{start}"
    count = _counted(key, limit, datetime.fromtimestamp(start + limit.seconds, UTC))
    if count <= limit.most:
        return None
    return max(1, math.ceil(start + limit.seconds - now.timestamp()))


def _counted(key: str, limit: Limit, expires: datetime) -> int:
    if not breaker.is_open():
        try:
            return int(client().eval(_SCRIPT, 1, key, str(limit.seconds * 1000)))
        except redis.RedisError:
            breaker.trip()
    return _counted_in_database(key, expires)


def _counted_in_database(key: str, expires: datetime) -> int:
    rows = RateWindow.objects.filter(key=key)
    with transaction.atomic():
        if not rows.update(count=F("count") + 1):
            _first(key, expires, lambda: rows.update(count=F("count") + 1))
        return int(rows.values_list("count", flat=True).get())


def _first(key: str, expires: datetime, otherwise: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            RateWindow.objects.create(key=key, count=1, expires=expires)
    except IntegrityError:  # another request made the row between our two statements
        otherwise()


def sweep(now: datetime) -> None:
    RateWindow.objects.filter(expires__lt=now - timedelta(minutes=5)).delete()
