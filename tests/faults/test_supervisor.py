"""The supervisor with stand-in children: the dead come back, and in the end nothing stays."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsroom.kernel.guardian import Guardian
from newsroom.kernel.supervisor import CANNOT_START, Backoff, Service, Supervisor

pytestmark = [pytest.mark.pure, pytest.mark.faults]

# Each child writes a line once it is ready, so that no test has to guess how long that takes.
WAITS = "import os, signal; print(os.getppid(), flush=True)\nwhile True: signal.pause()"
IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITS
# A handler and pause() would miss a signal that comes just before the pause.
SAYS_GOODBYE = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
print("ready", flush=True)
signal.sigwait([signal.SIGTERM])
print(sys.argv[1], flush=True)
"""
HAS_A_CHILD = f"""
import signal, subprocess, sys
subprocess.Popen([sys.executable, "-I", "-S", "-c", {IGNORES_TERM!r}])
while True: signal.pause()
"""
SUPERVISES = """
import sys
from newsroom.kernel.guardian import Guardian
from newsroom.kernel.supervisor import Service, Supervisor
supervisor = Supervisor(print, Guardian(polite=0.05))
supervisor.start(Service("parent", tuple(sys.argv[1:])))
supervisor.run()
"""


def python(script: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", script, *arguments)


class Pipe:
    """What the children write. Its reader meets the end when the last of them is gone."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self._writer = os.open(path, os.O_WRONLY)
        os.set_blocking(self._reader, True)

    def given_to(self, *command: str) -> tuple[str, ...]:
        into = 'out=$1; shift; exec "$@" > "$out"'
        return ("/bin/sh", "-c", into, "sh", str(self.path), *command)

    def line(self) -> str:
        return b"".join(iter(lambda: os.read(self._reader, 1), b"\n")).decode()

    def wait_until_all_are_gone(self) -> bool:
        os.close(self._writer)
        while os.read(self._reader, 100):
            pass
        os.close(self._reader)
        return True


class Cast:
    """A supervisor in a hurry to restart, and what it said. It stops after so many lines."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.enough = 1
        self.supervisor = Supervisor(self.say, Guardian(), backoff=lambda: Backoff(first=0.001))

    def say(self, line: str) -> None:
        self.said.append(line)
        if len(self.said) == self.enough:
            self.supervisor.ask_to_stop()

    def start(self, name: str, command: tuple[str, ...], **more: float) -> None:
        self.supervisor.start(replace(Service(name, command), **more))

    def end(self) -> None:
        self.supervisor.ask_to_stop()
        self.supervisor.run()


@pytest.fixture
def cast() -> Iterator[Cast]:
    cast = Cast()
    yield cast
    cast.supervisor.hurry()
    cast.supervisor.end()


@pytest.fixture
def pipe(tmp_path: Path) -> Pipe:
    return Pipe(tmp_path / "pipe")


def test_a_child_that_dies_is_started_again_and_said_so(cast: Cast) -> None:
    cast.enough = 2
    cast.start("worker", python("raise SystemExit(3)"))
    cast.supervisor.run()
    assert cast.said[:2] == [
        "worker ended with exit code 3; starting it again in 0.001 s",
        "worker ended with exit code 3; starting it again in 0.002 s",
    ]


def test_a_killed_child_is_named_with_its_signal(cast: Cast) -> None:
    cast.start("worker", python("import os; os.kill(os.getpid(), 9)"))
    cast.supervisor.run()
    assert cast.said[0].startswith("worker was ended by signal 9 (Killed")


def test_a_program_that_is_missing_is_tried_again(cast: Cast) -> None:
    cast.enough = 2
    cast.start("redis", ("/nonexistent/redis-server",))
    cast.supervisor.run()
    assert "cannot start (No such file or directory)" in cast.said[1]


def test_the_wait_before_a_restart_doubles_up_to_its_limit() -> None:
    backoff = Backoff()
    waits = [backoff.after_death(lived=1.0) for _ in range(8)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_a_healthy_minute_forgives_earlier_deaths() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.after_death(lived=1.0)
    assert backoff.after_death(lived=60.0) == 0.5


def test_a_child_that_ignores_the_polite_signal_is_killed(cast: Cast, pipe: Pipe) -> None:
    cast.start("worker", pipe.given_to(*python(IGNORES_TERM)), grace=0.05)
    pipe.line()
    cast.end()
    assert cast.said[-1] == "worker did not end in time: killed"


def test_a_second_request_waits_for_nobody(cast: Cast, pipe: Pipe) -> None:
    cast.start("worker", pipe.given_to(*python(IGNORES_TERM)), grace=3600.0)
    pipe.line()
    cast.supervisor.hurry()
    cast.supervisor.run()
    assert pipe.wait_until_all_are_gone()


def test_services_end_from_the_highest_stage_down(cast: Cast, pipe: Pipe) -> None:
    for stage, name in enumerate(("redis", "worker", "web")):
        cast.start(name, pipe.given_to(*python(SAYS_GOODBYE, name)), stage=stage)
        pipe.line()
    cast.end()
    assert [pipe.line() for _ in range(3)] == ["web", "worker", "redis"]


def test_grandchildren_end_with_everything_else(cast: Cast, pipe: Pipe) -> None:
    cast.start("web", pipe.given_to(*python(HAS_A_CHILD)))
    pipe.line()
    cast.end()
    assert pipe.wait_until_all_are_gone()


def test_what_a_dead_child_leaves_behind_is_ended_before_its_restart(
    cast: Cast, pipe: Pipe
) -> None:
    cast.start("web", pipe.given_to(*python(HAS_A_CHILD)))
    os.kill(int(pipe.line()), signal.SIGKILL)
    cast.supervisor.run()
    assert pipe.wait_until_all_are_gone()


def test_a_step_gives_its_exit_code(cast: Cast) -> None:
    assert cast.supervisor.run_once(Service("set-up", python("raise SystemExit(7)"))) == 7


def test_a_step_that_cannot_start_is_a_failed_step(cast: Cast) -> None:
    assert cast.supervisor.run_once(Service("set-up", ("/nonexistent",))) == CANNOT_START


def test_a_step_is_ended_where_a_stop_is_asked_meanwhile(cast: Cast, pipe: Pipe) -> None:
    cast.start("worker", python("raise SystemExit(3)"))  # saying so asks for the stop
    assert cast.supervisor.run_once(Service("set-up", pipe.given_to(*python(WAITS)))) is None
    cast.supervisor.end()
    assert pipe.wait_until_all_are_gone()


def test_a_killed_supervisor_leaves_no_orphan(pipe: Pipe) -> None:
    command = pipe.given_to(*python(HAS_A_CHILD))
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISES, *command])
    pipe.line()
    supervisor.kill()
    supervisor.wait()
    assert pipe.wait_until_all_are_gone()


def test_a_killed_guardian_is_replaced_and_told_everything(pipe: Pipe) -> None:
    guardian = Guardian(polite=0.05)
    command = pipe.given_to(*python(WAITS))
    child = subprocess.Popen(command, start_new_session=True)
    guardian.watch(child.pid)
    pipe.line()
    guardian._process.kill()
    guardian._process.wait()
    guardian.forget(0)
    guardian.close()
    child.wait()
    assert pipe.wait_until_all_are_gone()
