"""Keeps a handful of processes running, and ends them all, in order, when asked.

Every child has a session of its own: a Ctrl-C in the terminal reaches the supervisor alone, which
then ends the children in the order that loses no work.
"""

import math
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from newsroom.kernel.guardian import Guardian, end_group

CANNOT_START = 127  # the exit code shells give a command that they cannot start


@dataclass(frozen=True)
class Service:
    """A process to run. ``stage``: higher ones end first. ``grace``: seconds from TERM to KILL."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    stage: int = 0
    grace: float = 3.0


class Backoff:
    """How long to wait before a dead process is started again, in seconds."""

    def __init__(self, first: float = 0.5, longest: float = 30.0, healthy: float = 60.0) -> None:
        self._first = self._next = first
        self._longest = longest
        self._healthy = healthy

    def after_death(self, lived: float) -> float:
        """The wait: doubled at each death, from the start again after a healthy life."""
        if lived >= self._healthy:
            self._next = self._first
        delay = self._next
        self._next = min(2 * delay, self._longest)
        return delay


@dataclass
class _Child:
    service: Service
    backoff: Backoff | None  # None: a step that runs once
    process: "subprocess.Popen[bytes] | None" = None
    born: float = 0.0
    due: float | None = None
    code: int | None = None


class Supervisor:
    """Starts services, restarts those that die, ends them stage by stage.

    All state belongs to the thread that calls its methods; only ``ask_to_stop`` and ``hurry`` may
    be called from anywhere, signal handlers too. ``say`` gets a line for each thing worth knowing.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        guardian: Guardian,
        *,
        clock: Callable[[], float] = time.monotonic,
        backoff: Callable[[], Backoff] = Backoff,
    ) -> None:
        self._say = say
        self._guardian = guardian
        self._clock = clock
        self._backoff = backoff
        self._children: list[_Child] = []
        # A SimpleQueue may be put to from a signal handler that interrupts its own get.
        self._events: SimpleQueue[_Child | None] = SimpleQueue()
        self._stopping = self._hurried = False
        self._why = ""

    def ask_to_stop(self, why: str = "asked to") -> None:
        self._why = self._why or why
        self._stopping = True
        self._events.put(None)

    def hurry(self) -> None:
        """Ends everything without waiting for anyone."""
        self._hurried = True
        self.ask_to_stop()

    @property
    def stopping(self) -> bool:
        return self._stopping

    def start(self, service: Service) -> None:
        child = _Child(service, self._backoff())
        self._children.append(child)
        self._spawn(child)

    def run_once(self, service: Service) -> int | None:
        """Runs a step to its end: its exit code, or None where a stop was asked first."""
        child = _Child(service, None)
        self._children.append(child)
        self._spawn(child)
        while child.process and not self.stopping:
            self.attend()
        return child.code

    def run(self) -> None:
        """Keeps every service alive until a stop is asked, then ends them."""
        while not self.stopping:
            self.attend()
        self.end()

    def end(self) -> None:
        """Ends every service, highest stage first; returns when none is left."""
        self._stopping = True
        if self._why:
            self._say(f"ending ({self._why})")
            self._why = ""
        for stage in sorted({child.service.stage for child in self._children}, reverse=True):
            self._end_stage([child for child in self._children if child.service.stage == stage])
        self._guardian.close()

    def attend(self, seconds: float = math.inf) -> None:
        """Starts what is due, then waits for the next thing to happen, at most ``seconds``."""
        now = self._clock()
        for child in self._children:
            if child.due is not None and child.due <= now:
                self._spawn(child)
        dues = [child.due - now for child in self._children if child.due is not None]
        self._take(min([seconds, *dues]))

    def _spawn(self, child: _Child) -> None:
        child.due, child.born = None, self._clock()
        try:
            child.process = subprocess.Popen(  # noqa: S603 - commands come from our own code
                child.service.command,
                env={**os.environ, **child.service.env},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            self._plan_restart(child, f"cannot start ({error.strerror})")
            return
        self._guardian.watch(child.process.pid)
        threading.Thread(target=self._report_end, args=(child, child.process), daemon=True).start()

    def _report_end(self, child: _Child, process: "subprocess.Popen[bytes]") -> None:
        process.wait()
        self._events.put(child)

    def _take(self, seconds: float = math.inf) -> None:
        try:
            child = self._events.get(timeout=None if seconds == math.inf else max(seconds, 0.0))
        except Empty:
            return
        if child is not None and child.process is not None:
            self._bury(child, child.process)

    def _bury(self, child: _Child, process: "subprocess.Popen[bytes]") -> None:
        # What the dead one has started may still hold the port or the queue.
        end_group(process.pid, signal.SIGKILL)
        self._guardian.forget(process.pid)
        child.code, child.process = process.returncode, None
        if not self.stopping:
            self._plan_restart(child, _how(process.returncode))

    def _plan_restart(self, child: _Child, how: str) -> None:
        if child.backoff is None:
            child.code = CANNOT_START if child.code is None else child.code
            return
        delay = child.backoff.after_death(self._clock() - child.born)
        child.due = self._clock() + delay
        self._say(f"{child.service.name} {how}; starting it again in {delay:g} s")

    def _end_stage(self, children: list[_Child]) -> None:
        running = [child for child in children if child.process]
        for child in running:
            if child.process:
                child.process.terminate()
        deadline = self._clock() + max((child.service.grace for child in running), default=0.0)
        while any(child.process for child in running) and not self._hurried:
            if self._clock() >= deadline:
                break
            self._take(deadline - self._clock())
        self._kill([child for child in running if child.process])

    def _kill(self, children: list[_Child]) -> None:
        for child in children:
            if child.process:
                self._say(f"{child.service.name} did not end in time: killed")
                end_group(child.process.pid, signal.SIGKILL)
        while any(child.process for child in children):
            self._take()


def _how(code: int) -> str:
    if code < 0:
        return f"was ended by signal {-code} ({signal.strsignal(-code)})"
    return f"ended with exit code {code}"
