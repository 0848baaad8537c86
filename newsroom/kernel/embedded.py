"""The embedded set-up: Redis, web server, worker and scheduler on one machine, by one command.

It imports no Django: the processes that need it are its children, which get their settings by the
environment, and the supervisor itself stays small.
"""

import argparse
import contextlib
import http
import http.client
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsroom.kernel import data_folder, redis_server
from newsroom.kernel.guardian import Guardian
from newsroom.kernel.refusal import Refusal
from newsroom.kernel.supervisor import Service, Supervisor

ROOT = Path(__file__).resolve().parents[2]
MANAGE = (sys.executable, str(ROOT / "manage.py"))
REDIS_SECONDS = 20.0
# Live readers keep a connection each; the usual soft limit is 1,024, on macOS 256.
OPEN_FILES = 10_240


@dataclass(frozen=True)
class Place:
    """Where to serve, what folder keeps everything, and whether the demo newsroom is wanted."""

    host: str
    port: int
    data: Path
    demo: bool

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run", description="Serve Newsroom on this machine.")
    add_options(parser)
    try:
        serve(place(vars(parser.parse_args(arguments))))
    except Refusal as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (%(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port to serve on (%(default)s)")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("NEWSROOM_DATA_DIR") or ROOT / "var"),
        help="folder that keeps everything (%(default)s)",
    )
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="start without the demo newsroom"
    )


def place(options: Mapping[str, Any]) -> Place:
    """The parsed options of add_options() as one value; the folder absolute."""
    data = options["data"].expanduser().resolve()
    return Place(options["host"], options["port"], data, options["demo"])


def serve(where: Place) -> None:
    """Serves until a signal asks to stop. Raises Refusal where it cannot start."""
    lock = data_folder.claim(where.data)
    refuse_taken_port(where)
    data_folder.sign(lock, f"process {os.getpid()}, {where.url}")
    _allow_open_files()
    os.chdir(ROOT)  # the children import from it
    supervisor = Supervisor(say, Guardian(keep_open=(lock,)))
    stop_on_signals(supervisor)
    try:
        _bring_up(supervisor, where)
    finally:
        supervisor.end()


def say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone: that is no reason to fall
        sys.stdout.write(f"newsroom: {line}\n")
        sys.stdout.flush()


def environment(where: Place, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the children are told beyond what the operator has set; the operator's word stands."""
    public = given.get("NEWSROOM_PUBLIC_URL") or where.url
    told = {
        "NEWSROOM_PUBLIC_URL": public,
        "NEWSROOM_HTTPS": "1" if public.startswith("https://") else "0",
    }
    if not (given.get("NEWSROOM_REDIS_URL") or given.get("NEWSROOM_REDIS_URL_FILE")):
        told["NEWSROOM_REDIS_URL"] = f"unix://{redis_server.socket_path(where.data)}?db=0"
    missing = {name: value for name, value in told.items() if not given.get(name)}
    # Celery warns of root because of pickle, which is not accepted here.
    quiet = ",".join(filter(None, [given.get("PYTHONWARNINGS"), "ignore:::celery.platforms"]))
    return {"NEWSROOM_DATA_DIR": str(where.data), "PYTHONWARNINGS": quiet, **missing}


def live_readers() -> int:
    """As the settings read it; what is no number, they refuse."""
    given = os.environ.get("NEWSROOM_LIVE_READERS", "")
    return int(given) if given.isdigit() else 3000


def web(where: Place, env: Mapping[str, str]) -> Service:
    command = (sys.executable, "-m", "newsroom.web", "--host", where.host, "--port")
    return Service("web", (*command, str(where.port)), env, stage=2, grace=3.5)


def worker(data: Path, env: Mapping[str, str]) -> Service:
    """One process for tasks and schedule: threads need half the memory of forked children."""
    command = (
        *(sys.executable, "-m", "celery", "--quiet", "--app", "newsroom", "worker"),
        *("--pool", "threads", "--concurrency", "2"),
        *("--timetable", "--schedule", str(data / "schedule")),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        *("--loglevel", "WARNING"),
    )
    # Django's checks read all URLs, and with them every page that a worker never shows.
    quick = {**env, "CELERY_SKIP_CHECKS": "1"}
    return Service("worker", command, quick, stage=1, grace=3.0)


def refuse_taken_port(where: Place) -> None:
    """Raises Refusal where the host and port cannot be listened on."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            where.host, where.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise Refusal(
            f"{where.url} cannot be served ({error.strerror}):"
            " choose another address with --port or --host."
        ) from None


def stop_on_signals(supervisor: Supervisor) -> None:
    """Ctrl-C, TERM and a closed terminal end everything; a second Ctrl-C does not wait."""

    def asked(number: int, _: object) -> None:
        # TERM and HUP may come twice of themselves, from the kernel and from the shell.
        if supervisor.stopping and number == signal.SIGINT:
            supervisor.hurry()
        else:
            supervisor.ask_to_stop(signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked)


def _bring_up(supervisor: Supervisor, where: Place) -> None:
    env = environment(where)
    if "NEWSROOM_REDIS_URL" in env:
        _start_redis(supervisor, where.data)
    command = (*MANAGE, "prepare", *(("--demo",) if where.demo else ()))
    code = supervisor.run_once(Service("set-up", command, env))
    if code:
        raise Refusal(f"The database could not be set up (exit code {code}); see above.")
    if not supervisor.stopping:
        supervisor.start(web(where, env))
        supervisor.start(worker(where.data, env))
        threading.Thread(target=_announce, args=(supervisor, where), daemon=True).start()
        supervisor.run()


def _start_redis(supervisor: Supervisor, data: Path) -> None:
    program = redis_server.find_program()
    listen, keep = redis_server.socket_path(data), data / "redis"
    redis_server.make_private(listen.parent)
    keep.mkdir(mode=0o700, exist_ok=True)
    supervisor.start(Service("redis", redis_server.command(program, listen, keep), grace=1.5))
    deadline = time.monotonic() + REDIS_SECONDS
    while not (supervisor.stopping or redis_server.answers(listen)):
        supervisor.attend(0.02)
        if time.monotonic() > deadline:
            raise Refusal(
                f"Redis does not start: see {keep / 'redis.log'}."
                f" Nothing in {keep} is needed: it may be deleted."
            )


def _announce(supervisor: Supervisor, where: Place) -> None:
    while not supervisor.stopping:
        if _is_live(where):
            say("\n".join(_welcome(where)))
            return
        time.sleep(0.05)


def _welcome(where: Place) -> list[str]:
    return [
        "running. Ctrl-C ends it.",
        *([f"  Demo page   {where.url}/demo/"] if where.demo else []),
        f"  Moderation  {where.url}/panel/",
        f"  Admin       {where.url}/admin/",
        f"  API         {where.url}/docs",
    ]


def _is_live(where: Place) -> bool:
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
    host = anywhere.get(where.host, where.host)
    connection = http.client.HTTPConnection(host, where.port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _allow_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(OPEN_FILES, 2 * live_readers())
    wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 2**16:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port


if __name__ == "__main__":
    sys.exit(main())
