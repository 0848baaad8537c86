"""A command as the first thing anybody does with a new folder, and on one that is not ready."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSROOM_")}
    told = {**kept, "NEWSROOM_DATA_DIR": str(data), "NEWSROOM_HTTPS": "0"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=120)


def test_a_site_can_be_made_before_anything_was_started(tmp_path: Path) -> None:
    done = manage(tmp_path / "new", "create_site", "daily", "--domain", "d.example", "--print-key")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[-1].startswith("nrk_")


def test_a_database_that_is_not_ready_is_one_clear_line_and_no_trace(tmp_path: Path) -> None:
    (tmp_path / "newsroom.sqlite3").touch()
    done = manage(tmp_path, "create_site", "daily")
    assert done.returncode == 1
    assert "no such table" in done.stderr and "./run manage migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_names_the_folder_and_says_that_there_is_nothing(tmp_path: Path) -> None:
    done = manage(tmp_path, "doctor")
    assert done.returncode == 1
    assert str(tmp_path) in done.stdout and "There are no tables" in done.stdout
