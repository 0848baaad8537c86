"""The list of throw-away domains in use: replaced by the operator, never by a damaged file."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from comments.disposable import FEWEST
from comments.evidence.disposable import disposable_domains, newer_list

FILLING = "\n".join(f"throwaway{n}.example" for n in range(FEWEST))


@pytest.fixture(autouse=True)
def _own_data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_one_list_comes_along() -> None:
    assert "mailinator.com" in disposable_domains()
    assert len(disposable_domains()) > 8000


def test_the_operators_list_takes_its_place_at_once(tmp_path: Path, capsys: Any) -> None:
    disposable_domains()
    call_command("update_disposable", str(written(tmp_path / "new.txt", FILLING)))
    assert f"{FEWEST} domains" in capsys.readouterr().out
    assert "throwaway1.example" in disposable_domains()
    assert "mailinator.com" not in disposable_domains()


@pytest.mark.parametrize("text", ["", "<html>", f"{FILLING}\ngmail.com", "\x00" * 500])
def test_a_damaged_list_changes_nothing(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandError):
        call_command("update_disposable", str(written(tmp_path / "new.txt", text)))
    assert not newer_list().exists()


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("update_disposable", str(tmp_path / "none.txt"))


def test_a_list_damaged_in_place_leaves_the_one_that_came_along(caplog: Any) -> None:
    written(newer_list(), "half a li")
    assert "mailinator.com" in disposable_domains()
    assert "cannot be used" in caplog.text
