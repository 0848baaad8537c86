"""A Redis that hangs: it accepts and never answers."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from newsroom.kernel import connections
from newsroom.kernel.connections import Breaker, client


class HungServer:
    """Counts who connects; each of them waits out a time-out of half a second."""

    def __init__(self, path: Path) -> None:
        self.visits = 0
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        self._held: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                self._held.append(self._socket.accept()[0])
            except OSError:
                return
            self.visits += 1

    def end(self) -> None:
        # Closing alone would leave accept() waiting.
        self._socket.shutdown(socket.SHUT_RDWR)
        for held in [self._socket, *self._held]:
            held.close()


@pytest.fixture
def hung(settings: Any, tmp_path: Path) -> Iterator[HungServer]:
    settings.REDIS_URL = f"unix://{tmp_path}/redis.sock?db=0"
    client.cache_clear()
    server = HungServer(tmp_path / "redis.sock")
    yield server
    client.cache_clear()
    server.end()


def test_a_hung_redis_costs_a_request_two_time_outs(hung: HungServer) -> None:
    with pytest.raises(redis.TimeoutError):
        client().ping()
    assert hung.visits == 2


def test_an_open_breaker_closes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    time = 1000.0
    monkeypatch.setattr(connections.time, "monotonic", lambda: time)
    breaker = Breaker()
    breaker.trip()
    assert breaker.is_open()
    time += connections.PAUSE_SECONDS
    assert not breaker.is_open()
