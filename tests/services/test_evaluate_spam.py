"""``evaluate_spam``: a file of comments in, a file of judgements out."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from comments.learning.stream import read_label

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


@pytest.mark.parametrize(
    "wrong", ["[]", "{", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 5}', '"text"']
)
def test_a_line_that_is_no_comment_is_named(tmp_path: Path, wrong: str) -> None:
    lines = f"{json.dumps(GOOD)}\n\n{wrong}\n"
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(CommandError, match="line 3: not a JSON object with an id and a text"):
        call_command("evaluate_spam", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("evaluate_spam", str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl"))


def test_the_answers_never_overwrite_the_comments(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(CommandError, match="overwrite"):
        call_command("evaluate_spam", str(source), str(source))
    assert json.loads(source.read_text(encoding="utf-8")) == GOOD


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(CommandError, match="No such file"):
        call_command("evaluate_spam", str(source), str(tmp_path / "none" / "out.jsonl"))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": 1, "text": "caf\xe9"}\n')
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("evaluate_spam", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))


def test_a_compressed_file_with_a_mark_of_order_and_odd_ends_of_lines_is_read(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    lines = f"\ufeff{json.dumps(GOOD)}\r\n\r\n{json.dumps(SPAM)}"
    source.write_bytes(gzip.compress(lines.encode()))
    call_command("evaluate_spam", str(source), str(target))
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2


def test_odd_texts_are_judged_like_others(tmp_path: Path) -> None:
    odd = ["", " ", "\ud800", "\x00", "a" * 200_000, "\u202e\u202d", "🙂" * 5_000]
    rows = [{"id": None, "text": text, "name": 5, "url": "::", "email": "@"} for text in odd]
    assert len(evaluated(tmp_path, rows)) == len(odd)


@pytest.mark.parametrize(
    ("label", "spam"),
    [(1, True), (1.0, True), (" 1 ", True), ("Spam", True), (True, True), (0, False), (0.0, False),
     ("ham", False), (False, False), (None, None), (2, None), ("perhaps", None), (0.5, None)],
)  # fmt: skip
def test_a_label_is_read_in_the_ways_that_people_write_it(label: object, spam: object) -> None:
    assert read_label(label) is spam


def test_what_the_rows_after_the_first_were_judged_is_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(tmp_path, [GOOD, {**GOOD, "label": "?"}, GOOD, SPAM], "--learn", "2")
    said = capsys.readouterr().out
    assert "4 comments, 1 labels learned." in said
    assert "Of the first 2 some had no label" in said
    assert "recall at 1 % false positives 1.000 (of 1 good ones only)" in said
    assert "of 1 spam: publish 0, hold 1, spam 0" in said
