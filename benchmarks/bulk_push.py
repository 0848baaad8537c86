#!/usr/bin/env python3
"""How long an archive takes that is pushed through the bulk API, until all of it is linked.

    ./run bench bulk_push --articles 10000 [--within 60] [--postgres] [--json FILE]

Starts what `./run` starts (web server, worker, Redis) on a throwaway folder, pushes the articles a
thousand a request, one request after the other, and says when the last was taken, when each had its
list of related ones, and when the rebuild that a new site owes itself was done. PostgreSQL is the
one the tests start, here with its safety on.
"""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from related_scale import as_data  # noqa: E402

AT_ONCE = 1000
LINKING = ("articles.told", "articles.placed", "article.published", "article.changed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=300, help="of each body (%(default)s)")
    parser.add_argument("--within", type=float, help="fail where linking takes more seconds")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # or the newsroom would outlive us
    with tempfile.TemporaryDirectory(prefix="nr-", dir="/tmp") as folder:
        services = postgres(folder) if options.postgres else None
        try:
            figures = with_newsroom(Path(folder), options)
        finally:
            if services is not None:
                services.end()
    print(json.dumps(figures))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    if options.within and figures["linked_s"] > options.within:
        raise SystemExit(f"linked after {figures['linked_s']} s, not within {options.within} s")


def postgres(folder: str) -> Any:
    from tests import services_up

    services_up.CARELESS = ("max_connections=50",)
    services = services_up.Services()
    os.environ["NEWSROOM_DATABASE_URL"] = services.postgres()
    return services


def with_newsroom(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    os.environ["NEWSROOM_DATA_DIR"] = str(folder)
    command = [sys.executable, str(ROOT / "manage.py"), "up", "--no-demo", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        await_server(port)
        return measure(server.pid, port, key_of_site(), options)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def await_server(port: int) -> None:
    for _ in range(600):
        try:
            if request(port, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the newsroom does not start")


def key_of_site() -> str:
    command = [sys.executable, "manage.py", "create_site", "bench"]
    command += ["--domain", "bench.example", "--print-key"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return re.split(r"\s+", told.strip())[-1]


def request(port: int, method: str, path: str, body: bytes | None = None, key: str = "") -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    connection.request(method, path, body, headers if body else {})
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def measure(pid: int, port: int, key: str, options: argparse.Namespace) -> dict[str, Any]:
    requests = bodies(options.articles, options.words)
    begun, before = time.perf_counter(), cpu_of(pid)
    for body in requests:
        status, answer = request(port, "POST", "/api/v1/sites/bench/articles", body, key)
        results = json.loads(answer)["results"]
        assert status == 200 and all(one["status"] == "created" for one in results)
    pushed = time.perf_counter() - begun
    linked = when_done(begun, LINKING)
    figures: dict[str, Any] = {
        "articles": options.articles,
        "words": options.words,
        "database": "postgresql" if options.postgres else "sqlite",
        "pushed_s": round(pushed, 1),
        "linked_s": round(linked, 1),
        # The machine may be shared: what the clock says then says less than this.
        "linked_cpu_s": round(cpu_of(pid) - before, 1),
        "with_a_list": with_a_list(),
    }
    figures["rebuilt_s"] = round(when_done(begun, ("articles.outgrown",)), 1)
    return figures


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and all below it, PostgreSQL not among them."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    figures = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, figures[11:13])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_of(int(child)) for child in below)


def bodies(articles: int, words: int) -> list[bytes]:
    made = []
    for start in range(0, articles, AT_ONCE):
        items = [
            {"id": f"a{number}", **as_data(number, words), "published_at": moment(number)}
            for number in range(start, min(start + AT_ONCE, articles))
        ]
        made.append(json.dumps({"articles": items}).encode())
    return made


def moment(number: int) -> str:
    """Somewhere in the five years before."""
    return (datetime.now(UTC) - timedelta(minutes=number * 7919 % 2_600_000)).isoformat()


def when_done(begun: float, names: tuple[str, ...]) -> float:
    """Seconds from ``begun`` until no promise of these names is open."""
    set_up()
    from newsroom.kernel.models import OutboxEvent

    while True:
        open_rows = OutboxEvent.objects.filter(name__in=names, done_at=None)
        if not open_rows.exists():
            return time.perf_counter() - begun
        if open_rows.filter(dead=True).exists():
            raise SystemExit("an outbox row is dead")
        time.sleep(0.5)


def with_a_list() -> int:
    from articles.models import RelatedLink

    return RelatedLink.objects.values("article").distinct().count()


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    import django

    django.setup()


if __name__ == "__main__":
    main()
