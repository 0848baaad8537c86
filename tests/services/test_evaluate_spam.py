"""``evaluate_spam``: a file of comments in, a file of judgements out."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.pure  # the scorer's path needs no table

SPAM = {"id": "b", "text": "Hey guys check out my new channel and subscribe please!!", "label": 1}
GOOD = {"id": "a", "text": "The bridge was closed on Monday.", "label": 0}


def evaluated(folder: Path, rows: list[dict[str, Any]], *given: str) -> list[dict[str, Any]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    call_command("evaluate_spam", str(source), str(target), *given)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_each_comment_is_answered_in_order(tmp_path: Path) -> None:
    found = evaluated(tmp_path, [GOOD, SPAM], "--learn", "1")
    assert [row["id"] for row in found] == ["a", "b"]


def test_an_answer_has_what_was_promised(tmp_path: Path) -> None:
    assert set(evaluated(tmp_path, [GOOD])[0]) == {"id", "score", "decision", "micros"}


def test_spam_scores_above_what_readers_write(tmp_path: Path) -> None:
    good, spam = evaluated(tmp_path, [GOOD, SPAM])
    assert good["score"] < 0.5 < spam["score"]


def test_without_learning_labels_say_nothing(tmp_path: Path) -> None:
    plain = [{**row, "label": None} for row in (GOOD, SPAM)]
    scores = [[r["score"] for r in evaluated(tmp_path, rows)] for rows in ([GOOD, SPAM], plain)]
    assert scores[0] == scores[1]


def test_a_line_that_is_no_comment_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1}\n[]\n', encoding="utf-8")
    with pytest.raises(CommandError, match="line 2"):
        call_command("evaluate_spam", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("evaluate_spam", str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl"))
