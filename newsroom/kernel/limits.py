"""Limits that hold under attack: counted atomically, in Redis, or in the database without it.

A limit is a fixed window: ``hit`` counts one use and says how long to wait once it is over.
"""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import redis
from django.db import IntegrityError, transaction
from django.db.models import F

from newsroom.kernel.connections import breaker, client
from newsroom.kernel.models import RateWindow

# INCR and EXPIRE in one step: a crash between the two would make a counter that never ends.
# It ends at the first that is over: who is refused for one thing uses up nothing else.
_SCRIPT = """
for i, key in ipairs(KEYS) do
  local n = redis.call('INCR', key)
  if n == 1 then redis.call('PEXPIRE', key, ARGV[2 * i - 1]) end
  if n > tonumber(ARGV[2 * i]) then return i end
end
return 0
"""


@dataclass(frozen=True)
class Limit:
    """At most ``most`` uses in ``seconds``, for each value of the key."""

    name: str
    most: int
    seconds: int


def hit(limit: Limit, who: str, now: datetime) -> int | None:
    """Counts one use by ``who``. None: within the limit; otherwise seconds until it is free."""
    return hit_in_turn([(limit, who)], now)


def hit_in_turn(uses: Sequence[tuple[Limit, str]], now: datetime) -> int | None:
    """Counts one use of each, up to the first that is over: seconds until that is free."""
    windows = [_window(limit, who, now) for limit, who in uses]
    over = _first_over(windows)
    return None if over is None else max(1, math.ceil(over.end - now.timestamp()))


class _Window(NamedTuple):
    """``end``: Unix seconds."""

    key: str
    limit: Limit
    end: int


def _window(limit: Limit, who: str, now: datetime) -> _Window:
    start = int(now.timestamp()) // limit.seconds * limit.seconds
    # Digested: a mail address is longer than a key may be, and nobody needs to find one there.
    mark = hashlib.blake2b(who.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return _Window(f"limit:{limit.name}:{mark}:{start}", limit, start + limit.seconds)


def _first_over(windows: list[_Window]) -> _Window | None:
    if not breaker.is_open():
        told = [str(n) for one in windows for n in (one.limit.seconds * 1000, one.limit.most)]
        try:
            keys = [one.key for one in windows]
            place = int(client().eval(_SCRIPT, len(keys), *keys, *told))
        except redis.RedisError:
            breaker.trip()
        else:
            return windows[place - 1] if place else None
    return next((one for one in windows if _is_over(one)), None)


def _is_over(window: _Window) -> bool:
    expires = datetime.fromtimestamp(window.end, UTC)
    return _counted_in_database(window.key, expires) > window.limit.most


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
