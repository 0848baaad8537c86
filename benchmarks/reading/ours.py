"""A newsroom as `./run` starts it, with the corpus of the reading benchmarks."""

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
API = "/api/v1/sites/bench"
COUNTED = ",".join(f"story-{number}" for number in range(50))
READS = {
    "thread": f"{API}/comments?article=story-0&limit=100",
    "counts": f"{API}/counts?articles={COUNTED}",
}
PAGE = f"{API}/page?article=story-0"


@dataclass
class Newsroom:
    port: int
    pid: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def get(self, path: str) -> bytes:
        answer = self.ask(path)
        assert answer.status == 200, (path, answer.status)
        body: bytes = answer.body  # type: ignore[attr-defined]
        return body

    def etag(self, path: str) -> str:
        return self.ask(path).headers["ETag"]

    def cpu(self) -> float:
        """CPU seconds of the web server alone."""
        return sum(cpu_of(pid) for pid in self.pids("newsroom.web"))

    def pids(self, name: str) -> list[int]:
        """Of our processes, those whose command has the name."""
        return [pid for pid, command in family(self.pid) if name in command]


@contextmanager
def serving(folder: Path, *, live_readers: int = 0, **told: str) -> Iterator[Newsroom]:
    """``told``: what an operator would set in the environment."""
    folder.mkdir(parents=True)
    port = free_port()
    env = {**os.environ, "NEWSROOM_DATA_DIR": str(folder), **told}
    if live_readers:
        env["NEWSROOM_LIVE_READERS"] = str(live_readers)
    manage = [sys.executable, "manage.py"]
    command = [*manage, "up", "--no-demo", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    newsroom = Newsroom(port, server.pid, folder)
    try:
        wait_for(newsroom)
        seed = [sys.executable, str(ROOT / "benchmarks/reading/seed.py")]
        subprocess.run(seed, cwd=ROOT, env=env, check=True)
        yield newsroom
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(newsroom: Newsroom) -> None:
    for _ in range(1800):
        try:
            if newsroom.ask("/readyz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the newsroom does not start")


def rebuilds(newsroom: Newsroom, times: int = 20) -> dict[str, Any]:
    """Milliseconds of the first read after a comment, over one open connection; and of the web
    process alone, whoever else used the machine."""
    took = []
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port)
    spent = newsroom.cpu()
    with writing(newsroom, times) as publish_one:
        for _ in range(times):
            publish_one()
            time.sleep(0.05)  # the message has come
            begun = time.perf_counter()
            connection.request("GET", READS["thread"])
            connection.getresponse().read()
            took.append((time.perf_counter() - begun) * 1000)
    return {
        "p50_ms": round(statistics.median(took), 2),
        "worst_ms": round(max(took), 2),
        "cpu_ms": round((newsroom.cpu() - spent) * 1000 / times, 2),
    }


@contextmanager
def writing(newsroom: Newsroom, times: int) -> Iterator[Callable[[], None]]:
    """A process that publishes a comment at each call: Django is awake in it already."""
    env = {**os.environ, "NEWSROOM_DATA_DIR": str(newsroom.folder)}
    seed = [sys.executable, str(ROOT / "benchmarks/reading/seed.py"), "--one-by-one", str(times)]
    with subprocess.Popen(
        seed, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin is not None and writer.stdout is not None
        told, said = writer.stdin, writer.stdout
        assert said.readline() == "ready\n"

        def publish_one() -> None:
            told.write("now\n")
            told.flush()
            assert said.readline() == "done\n"

        yield publish_one


def idle(newsroom: Newsroom) -> dict[str, Any]:
    """Proportional memory in MB, each part and the sum."""
    parts = {"web": "newsroom.web", "worker": "celery", "redis": "redis-server"}
    found = {part: sum(map(pss, newsroom.pids(name))) for part, name in parts.items()}
    return {f"{part}_mb": round(size / 1e6) for part, size in found.items()} | {
        "sum_mb": round(sum(found.values()) / 1e6)
    }


def family(pid: int) -> list[tuple[int, str]]:
    """The process and all below it, with their commands."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [(pid, command), *(each for child in below for each in family(int(child)))]


def cpu_of(pid: int) -> float:
    figures = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, figures[11:13])) / os.sysconf("SC_CLK_TCK")


def pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]
