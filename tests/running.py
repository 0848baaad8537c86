"""A newsroom of real processes on the test's database: Redis, web server and worker, each as the
one command starts it, and each can be killed, frozen and started again."""

import contextlib
import http.client
import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings

from newsroom.kernel import embedded, redis_server
from newsroom.kernel.embedded import Place
from newsroom.kernel.guardian import Guardian, end_group
from newsroom.kernel.wake import CHANNEL
from tests.plugin import ROOT, environment

PATIENCE = 30.0  # seconds; only a broken system needs as many


def until(reached: Callable[[], object], what: str) -> None:
    """Waits for something that another process brings about."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE:.0f} s in vain: {what}")
        time.sleep(0.01)


class Process:
    """One process group of ours."""

    def __init__(
        self, command: tuple[str, ...], env: dict[str, str], log: Path, guardian: Guardian
    ) -> None:
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._guardian = guardian
        self._log = log
        guardian.watch(self._process.pid)

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def lives(self) -> bool:
        if self.has_ended():
            raise AssertionError(f"{self._process.args!r} ended:\n{self._log.read_text()[-3000:]}")
        return True

    def signal(self, number: signal.Signals) -> None:
        end_group(self._process.pid, number)

    def kill(self) -> None:
        """As ``kill -9`` does it: no word of farewell, to the whole group."""
        self.signal(signal.SIGKILL)
        self._process.wait()
        self._guardian.forget(self._process.pid)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Newsroom:
    """Each part starts when its method is called; ``end`` leaves nothing behind.

    ``told`` is what an operator would set in the environment.
    """

    def __init__(self, **told: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="nr-", dir="/tmp"))
        self.socket = self.home / "redis.sock"
        self.port = free_port()
        self._guardian = Guardian(polite=0.1)
        self._parts: dict[str, Process] = {}
        self.env = {
            **environment(),
            "NEWSROOM_REDIS_URL": f"unix://{self.socket}?db=0",
            "NEWSROOM_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "NEWSROOM_DATA_DIR": str(self.home),
            "NEWSROOM_PEPPER": settings.PEPPER,  # the tests' own, or authors would be strangers
            "PYTHONWARNINGS": "ignore",
            **told,
        }

    # --- Redis ---

    def start_redis(self, *, empty: bool = False) -> None:
        """``empty``: its disk is lost too."""
        keep = self.home / "redis"
        if empty:
            shutil.rmtree(keep, ignore_errors=True)
        keep.mkdir(exist_ok=True)
        command = redis_server.command(redis_server.find_program(), self.socket, keep)
        part = self._start("redis", command)
        until(lambda: part.lives() and redis_server.answers(self.socket), "Redis answers")

    def redis(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket))

    # --- Web ---

    def start_web(self, name: str = "web", port: int = 0) -> None:
        """``port``: of one more process beside the one that is asked otherwise."""
        place = Place("127.0.0.1", port or self.port, self.home, demo=False)
        self._start(name, embedded.web(place, {}).command)

    def end_web(self, name: str) -> None:
        """As a supervisor asks it to; raises where it does not end by itself."""
        part = self._parts.pop(name)
        part.signal(signal.SIGTERM)
        until(part.has_ended, f"{name} ends")
        part.kill()

    def await_web(self) -> None:
        def answers() -> bool:
            with contextlib.suppress(OSError):
                return self.get("/readyz").status == 200
            return False

        until(lambda: self._parts["web"].lives() and answers(), "the web server answers")

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """``headers``: with ``_`` for ``-``."""
        connection = self.connect()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, **headers)

    def post(self, path: str, data: Any, **headers: str) -> Answer:
        headers.setdefault("Content_Type", "application/json")
        return self.request("POST", path, json.dumps(data).encode(), **headers)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def dial(self) -> socket.socket:
        """A bare connection, for clients without manners."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    # --- Worker ---

    def start_worker(self, app: str = "newsroom", name: str = "worker", **told: str) -> None:
        """``app``: the module whose Celery app it runs."""
        command = embedded.worker(self.home, {}).command
        command = tuple(app if word == "newsroom" else word for word in command)
        self._start(name, command, **told)

    def await_worker(self, name: str = "worker") -> None:
        """Its relay listens from the moment on that the worker takes tasks."""

        def listens() -> bool:
            return bool(self.redis().pubsub_numsub(CHANNEL)[0][1])

        until(lambda: self._parts[name].lives() and listens(), "the worker listens")

    # --- All ---

    def start(self) -> None:
        self.start_redis()
        self.start_web()
        self.start_worker()
        self.await_web()
        self.await_worker()

    def kill(self, name: str) -> None:
        self._parts.pop(name).kill()

    def look_after_worker(self) -> None:
        """As the supervisor does: Celery's own way back to a lost broker now and then ends it."""
        if self._parts["worker"].has_ended():
            self.kill("worker")
            self.start_worker()

    def freeze(self, name: str) -> None:
        """It hangs: it holds its connections and answers nobody."""
        self._parts[name].signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self._parts[name].signal(signal.SIGCONT)

    def end(self) -> None:
        for name in list(self._parts):
            self.kill(name)
        self._guardian.close()
        shutil.rmtree(self.home)

    def _start(self, name: str, command: tuple[str, ...], **told: str) -> Process:
        env = {**self.env, **told}
        part = Process(command, env, self.home / f"{name}.log", self._guardian)
        self._parts[name] = part
        return part


@pytest.fixture
def newsroom(transactional_db: None) -> Iterator[Newsroom]:
    """Nothing runs yet. A dead worker's work is free soon, so that no test waits a minute."""
    newsroom = Newsroom(NEWSROOM_OUTBOX_LEASE_SECONDS="2")
    yield newsroom
    newsroom.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
