"""Judging a stream as `evaluate_spam` does: each comment before its label."""

from random import Random
from typing import Any

import pytest

from comments.learning.stream import evaluate, read_label

TOPICS = [
    "bus",
    "road",
    "school",
    "council",
    "river",
    "market",
    "bridge",
    "train",
    "garden",
    "library",
    "winter",
]


def rows(count: int, seed: int = 1) -> list[dict[str, Any]]:
    random = Random(seed)
    made: list[dict[str, Any]] = []
    for number in range(count):
        spam = random.random() < 0.4
        words = " ".join(random.sample(TOPICS, 4))
        text = f"Replica watches http://w{number}.example.com/ {words}" if spam else f"The {words}."
        made.append({"id": f"c{number}", "text": text, "label": int(spam)})
    return made


def test_each_row_is_answered_in_order() -> None:
    given = rows(20)
    assert [one["id"] for one in evaluate(given, 10)] == [row["id"] for row in given]


def test_an_answer_has_a_score_a_decision_and_its_cost() -> None:
    answer = next(evaluate(rows(1), 0))
    assert set(answer) == {"id", "score", "decision", "micros"}
    assert 0 < answer["score"] < 1 and answer["micros"] >= 0


def test_a_row_is_judged_before_its_label_is_learned() -> None:
    given = rows(80)
    turned = [*given[:79], {**given[79], "label": 1 - given[79]["label"]}]
    last = [list(evaluate(stream, 80))[-1]["score"] for stream in (given, turned)]
    assert last[0] == last[1]


def test_nothing_is_learned_after_the_first_n() -> None:
    given = rows(80)
    turned = [*given[:40], *[{**row, "label": 1 - row["label"]} for row in given[40:]]]
    answers = [[one["score"] for one in evaluate(stream, 40)] for stream in (given, turned)]
    assert answers[0] == answers[1]


def test_a_label_that_says_nothing_teaches_nothing() -> None:
    given = rows(60)
    unlabelled = [{**row, "label": None} for row in given]
    assert [one["score"] for one in evaluate(unlabelled, 60)] == [
        one["score"] for one in evaluate(given, 0)
    ]


def test_the_same_stream_gives_the_same_scores() -> None:
    answers = [[one["score"] for one in evaluate(rows(60), 50)] for _ in range(2)]
    assert answers[0] == answers[1]


def test_before_a_hundred_approvals_nothing_is_called_spam() -> None:
    assert "spam" not in {one["decision"] for one in evaluate(rows(120), 60)}


def test_after_them_spam_is_called_so() -> None:
    assert "spam" in {one["decision"] for one in list(evaluate(rows(300), 250))[250:]}


def test_learning_makes_the_score_better() -> None:
    given = rows(200)
    answers = list(evaluate(given, 100))[100:]
    spam = [one["score"] for one, row in zip(answers, given[100:], strict=True) if row["label"]]
    good = [one["score"] for one, row in zip(answers, given[100:], strict=True) if not row["label"]]
    assert min(spam) > max(good)


def test_an_author_who_was_approved_is_trusted_more() -> None:
    known = [{**row, "name": "Ann" if row["label"] == 0 else "Bob"} for row in rows(120)]
    text = "Replica of the old bridge http://x.example.com/"
    scores = [
        list(evaluate([*known, {"id": "x", "text": text, "name": name}], 120))[-1]["score"]
        for name in ("Ann", "Bob")
    ]
    assert scores[0] < scores[1]


@pytest.mark.parametrize(
    "row", [{}, {"id": 1, "text": None}, {"text": 5, "name": []}, {"id": "a", "text": "\ud800"}]
)
def test_a_broken_row_is_answered(row: dict[str, Any]) -> None:
    assert next(evaluate([row], 1))["decision"] in ("publish", "hold")


@pytest.mark.parametrize(
    ("written", "meant"),
    [(1, True), ("spam", True), (True, True), (0, False), ("ham", False), ("?", None)],
)
def test_labels_are_read_as_people_write_them(written: object, meant: bool | None) -> None:
    assert read_label(written) is meant
