"""The prior that ships: small, and fair to people it has never met."""

import json
from pathlib import Path

import pytest

from comments.learning.apprentice import Apprentice
from comments.learning.facts import Facts
from comments.learning.gate import recall_at
from comments.learning.prior import PATH, prior
from comments.learning.stream import evaluate
from comments.learning.thresholds import Word
from tests.pure.learning_samples import SAMPLES, rows_of

TEXTS = Path(__file__).parents[1] / "fixtures" / "learning"


def texts(name: str) -> list[dict[str, str]]:
    lines = (TEXTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def score(text: str) -> float:
    return Apprentice(prior()).judge(text, Facts()).probability


def test_the_prior_takes_at_most_40_kilobytes() -> None:
    assert PATH.stat().st_size <= 40_000


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "ru"])
def test_a_plain_word_about_people_is_not_spam(language: str) -> None:
    wrong = [
        row["text"]
        for row in texts("neutral")
        if row["language"] == language and score(row["text"]) >= 0.5
    ]
    assert wrong == []


def test_no_language_of_plain_words_is_suspected_more_than_a_little() -> None:
    by_language: dict[str, list[float]] = {}
    for row in texts("neutral"):
        by_language.setdefault(row["language"], []).append(score(row["text"]))
    assert max(sum(scores) / len(scores) for scores in by_language.values()) < 0.15


def test_ordinary_comments_under_news_are_seldom_held() -> None:
    held = [row["text"] for row in texts("ordinary") if score(row["text"]) >= 0.5]
    assert len(held) <= 2


def test_a_number_in_what_people_write_is_no_sign_of_spam() -> None:
    """Years, postcodes, sums, scores, dates, telephones of town halls, in ten languages."""
    found = {row["text"]: score(row["text"]) for row in texts("numbers")}
    assert {text for text, said in found.items() if said >= 0.5} == set()
    assert sum(found.values()) / len(found) < 0.1


@pytest.mark.parametrize("length", range(2, 10))
def test_no_length_of_a_number_is_suspect(length: int) -> None:
    assert score(f"Thought number {'1004857263'[:length]} about the bridge.") < 0.2


def test_on_day_one_no_comment_is_called_spam_by_its_score() -> None:
    apprentice = Apprentice(prior())
    words = {apprentice.judge(row["text"], Facts()).word for row in texts("ordinary")}
    assert Word.SPAM not in words


@pytest.mark.parametrize(
    "spam",
    [
        "Hey guys check out my new channel and subscribe please!!",
        "<a href=https://pills.example.com>buy cialis online cheap</a>",
        "Congratulations! You have won a 1000 pound prize, call 09061701461 to claim now",
    ],
)
def test_plain_spam_is_held_from_the_first_comment(spam: str) -> None:
    assert Apprentice(prior()).judge(spam, Facts()).word is Word.HOLD


if SAMPLES:

    @pytest.mark.parametrize(("name", "floor"), [("youtube_psy", 0.85), ("blog_train", 0.85)])
    def test_two_hundred_decisions_are_enough(name: str, floor: float) -> None:
        given = rows_of(name)[:700]
        answers = list(evaluate(given, 200))[200:]
        labels = [bool(row["label"]) for row in given[200:]]
        assert recall_at([one["score"] for one in answers], labels) >= floor
