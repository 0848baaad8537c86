"""Many at once: what a race can break is tried by a race."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def together(count: int, call: Callable[[int], T]) -> list[T]:
    """Calls ``call(0)`` to ``call(count - 1)``, each in a thread, all set off at one moment."""
    start = threading.Barrier(count)

    def run(number: int) -> T:
        start.wait()
        try:
            return call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
