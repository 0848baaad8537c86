"""The guardian: a small process that outlives a killed supervisor just long enough to tidy up.

A supervisor that gets ``kill -9`` cannot end its children, and the children's own children (a web
worker, the scheduler) would keep the port and the database. The guardian reads the process groups
to watch from a pipe; when the pipe closes it ends those that are left, politely and then not.
A pipe works the same on Linux and macOS and reaches grandchildren, which PDEATHSIG does not.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

POLITE_SECONDS = 5.0


class Guardian:
    """Watches process groups on behalf of this process.

    ``keep_open`` are file descriptors it holds too: a lock among them stays locked until the last
    left-over process is gone. ``polite``: seconds that the left-over ones have from TERM to KILL.
    """

    def __init__(self, *, keep_open: tuple[int, ...] = (), polite: float = POLITE_SECONDS) -> None:
        self._keep_open = keep_open
        self._polite = polite
        self._groups: set[int] = set()
        self._process = self._start()

    def watch(self, group: int) -> None:
        self._groups.add(group)
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        self._groups.discard(group)
        self._tell(f"-{group}\n")

    def close(self) -> None:
        """Ends the guardian, and with it any group that is still watched."""
        with contextlib.suppress(OSError):
            self._pipe.close()
        self._process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(  # noqa: S603 - this very file
            [sys.executable, "-I", "-S", __file__, str(self._polite)],
            stdin=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            pass_fds=self._keep_open,
        )
        assert process.stdin is not None
        self._pipe = process.stdin
        return process

    def _tell(self, line: str) -> None:
        try:
            self._pipe.write(line.encode())
        except OSError:  # somebody killed the guardian: a new one learns all groups anew
            self.close()
            self._process = self._start()
            self._pipe.write("".join(f"+{group}\n" for group in self._groups).encode())


def end_group(group: int, number: int) -> bool:
    """Sends the signal to a process group; False where nobody is left in it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS says EPERM of a group of zombies
        return False
    return True


def _read_groups(lines: Iterable[bytes]) -> set[int]:
    groups: set[int] = set()
    for line in lines:
        change = groups.add if line[:1] == b"+" else groups.discard
        change(int(line[1:]))
    return groups


def _tidy_up(groups: set[int], polite: float) -> None:
    left = {group for group in groups if end_group(group, signal.SIGTERM)}
    deadline = time.monotonic() + polite
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if end_group(group, 0)}
    for group in left:
        end_group(group, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # it ends when the supervisor does, not before
    _tidy_up(_read_groups(sys.stdin.buffer), float(sys.argv[1]))


if __name__ == "__main__":
    main()
