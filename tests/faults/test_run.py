"""``./run`` before there is an environment: which Python, and when to install anew."""

import importlib.machinery
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

pytestmark = [pytest.mark.pure, pytest.mark.faults]

RUN = Path(__file__).parents[2] / "run"


class Installer:
    """Stands in for pip: notes what it was told to do, and can be interrupted."""

    def __init__(self, run: ModuleType) -> None:
        self.run = run
        self.done: list[str] = []
        self.interrupted = False

    def make_venv(self) -> None:
        self.done.append("environment")
        self.run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        self.run.PYTHON.touch()
        (self.run.VENV / "bin" / "pip").touch()

    def install_lock(self, name: str) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.done.append(name)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("run", str(RUN))
    spec = importlib.util.spec_from_loader("run", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    module.ROOT, module.VENV = tmp_path, tmp_path / ".venv"
    module.PYTHON, module.MARKER = module.VENV / "bin" / "python", module.VENV / "newsroom.json"
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-redis.txt"):
        (tmp_path / name).write_text("django==5.2\n")
    return module


@pytest.fixture
def installer(run: ModuleType) -> Installer:
    installer = Installer(run)
    run.make_venv, run.install_lock = installer.make_venv, installer.install_lock
    run.install_redis = lambda: None
    return installer


def test_the_first_call_makes_the_environment(run: ModuleType, installer: Installer) -> None:
    run.make_environment()
    assert installer.done == ["environment", "requirements.txt"]


def test_a_later_call_installs_nothing(run: ModuleType, installer: Installer) -> None:
    run.make_environment()
    run.make_environment()
    assert installer.done == ["environment", "requirements.txt"]


def test_a_changed_lock_renews_what_is_there(run: ModuleType, installer: Installer) -> None:
    run.make_environment()
    (run.ROOT / "requirements.txt").write_text("django==5.2.1\n")
    run.make_environment()
    assert installer.done == ["environment", "requirements.txt", "requirements.txt"]


def test_another_python_begins_anew(run: ModuleType, installer: Installer) -> None:
    run.make_environment()
    marker = json.loads(run.MARKER.read_text())
    run.MARKER.write_text(json.dumps({**marker, "python": "/usr (3, 99, 0)"}))
    run.make_environment()
    assert installer.done == ["environment", "requirements.txt"] * 2


def test_an_interrupted_installation_begins_anew(run: ModuleType, installer: Installer) -> None:
    installer.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        run.make_environment()
    installer.interrupted = False
    run.make_environment()
    assert installer.done == ["environment", "environment", "requirements.txt"]


def test_serving_after_testing_keeps_the_tools(run: ModuleType, installer: Installer) -> None:
    run.make_environment(dev=True)
    run.make_environment()
    assert installer.done == ["environment", "requirements-dev.txt"]


def test_an_old_python_with_no_newer_one_gets_one_line(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "sys", SimpleNamespace(version_info=(3, 8, 18), executable="python3"))
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(run.Stop, match=r"needs Python 3\.11 or newer: python3 is 3\.8"):
        run.main([])


def test_a_stand_in_for_a_python_that_is_not_there_is_passed_over(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, script in (("python3.14", "exit 127"), ("python3.12", f'exec {sys.executable} "$@"')):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.newer_python() == str(tmp_path / "python3.12")


def test_a_word_that_is_no_command_gets_one_line() -> None:
    done = subprocess.run([RUN, "tset"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "There is no command 'tset': see ./run --help\n",
    )
