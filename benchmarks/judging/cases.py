"""Disguised spam, cited sources, plain words about people, hostile texts: one figure each."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from train_prior import lessons_of

from comments.learning.apprentice import Apprentice
from comments.learning.confusables import LATIN, LOOKALIKES
from comments.learning.facts import Facts
from comments.learning.prior import prior
from comments.learning.replay import held_out_logits, rebuild
from comments.learning.thresholds import calibrate
from judging.judges import Newsroom
from judging.streams import STREAMS, Comment, Sets

TAUGHT = 200  # decisions
TEXTS = Path(__file__).parents[2] / "tests" / "fixtures" / "learning"
# Well known, and on no list of the product's.
ELSEWHERE = (
    "https://www.stuff.co.nz/national/300123456/ferry-returns",
    "https://www.chicagotribune.com/2024/05/01/schools-budget/",
    "https://www.aftenposten.no/norge/i/abc123/kommunen",
    "https://www.smithsonianmag.com/history/the-lost-bridge-180975431/",
    "https://www.kew.org/read-and-watch/oak",
)
LISTED = (
    "https://en.wikipedia.org/wiki/Water_board",
    "https://www.bbc.co.uk/news/uk-england-57000000",
    "https://www.spiegel.de/politik/a-123.html",
    "https://www.gov.uk/government/statistics/bus-2024",
)


def _lookalikes() -> dict[str, str]:
    cyrillic = {
        latin: char for char, latin in zip(LOOKALIKES, LATIN, strict=True) if "а" <= char <= "ԝ"
    }
    return {letter: cyrillic[letter] for letter in "aeopcxyijs" if letter in cyrillic}


_LEET = str.maketrans("oieast", "013457")
_CYRILLIC = str.maketrans(_lookalikes())
_BOLD = {ord(c): 0x1D41A + i for i, c in enumerate("abcdefghijklmnopqrstuvwxyz")}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
DISGUISES: dict[str, Callable[[str], str]] = {
    "homoglyphs": lambda word: word.translate(_CYRILLIC),
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "combining": lambda word: "".join(f"{char}\u0335" for char in word),
    "bold": lambda word: word.lower().translate(_BOLD),
    "full width": lambda word: word.translate(_WIDE),
    "leet": lambda word: word.lower().translate(_LEET),
    "spaced": " ".join,
    "dotted": ".".join,
}


def disguises(sets: Sets) -> dict[str, Any]:
    """Share of disguised spam above the threshold that 1 % of good comments exceed."""
    found: dict[str, Any] = {}
    for stream in STREAMS[-2:]:
        judge, rest = _taught(stream, sets)
        limit = _limit(judge, rest)
        spam = [comment.text for comment in rest if comment.spam]
        found[stream.name] = {
            "plain": _share(judge, spam, limit),
            **{
                name: _share(judge, [disguised(text, change) for text in spam], limit)
                for name, change in DISGUISES.items()
            },
        }
    return found


def disguised(text: str, change: Callable[[str], str]) -> str:
    """Every word but the addresses; where letters are set apart, words are two spaces apart."""
    between = "  " if change is DISGUISES["spaced"] else " "
    return between.join(
        word if "://" in word or "www." in word else change(word) for word in text.split()
    )


def links(sets: Sets) -> dict[str, Any]:
    """Share of good comments flagged once they cite a source; plain: without a link."""
    found: dict[str, Any] = {}
    for stream in STREAMS:
        if max(stream.learned) < TAUGHT:
            continue
        judge, rest = _taught(stream, sets)
        limit = _limit(judge, rest)
        good = [comment.text for comment in rest if not comment.spam][:400]
        found[stream.name] = {
            "plain": _share(judge, good, limit),
            "on the list": _share(judge, _citing(good, LISTED), limit),
            "not on it": _share(judge, _citing(good, ELSEWHERE), limit),
        }
    return found


def fairness(sets: Sets) -> dict[str, Any]:
    """The shipped prior on our own good comments: said to be spam at .5, and the highest score."""
    apprentice = Apprentice(prior())
    found = {}
    for name in ("neutral", "ordinary"):
        lines = (TEXTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        said = [apprentice.judge(json.loads(line)["text"], Facts()) for line in lines]
        scores = [judgement.probability for judgement in said]
        found[name] = {
            "texts": len(scores),
            "above .5": sum(score >= 0.5 for score in scores),
            "called spam": sum(judgement.word == "spam" for judgement in said),
            "highest": round(max(scores), 3),
            "mean": round(statistics.fmean(scores), 3),
        }
    return found


def cost(sets: Sets) -> dict[str, Any]:
    """Milliseconds for features and score; the best of five for hostile texts."""
    apprentice = Apprentice(prior())

    def took(text: str) -> float:
        started = time.thread_time()  # what else the machine does is no cost of ours
        apprentice.judge(text, Facts())
        return (time.thread_time() - started) * 1e3

    texts = [comment.text for comments in sets.values() for comment in comments]
    usual = sorted(map(took, Random(0).sample(texts, 2_000)))
    return {
        "median": round(usual[1_000], 3),
        "p95": round(usual[1_900], 3),
        "rebuild of 1,000 decisions, s": _rebuilding(sets),
        **{name: round(min(took(text) for _ in range(5)), 2) for name, text in HOSTILE.items()},
    }


def _rebuilding(sets: Sets) -> float:
    """Seconds for a model with its calibration, which takes two more of half the size."""
    decisions = lessons_of(sets["youtube_psy"] + sets["blog_train"])[:1_000]
    started = time.thread_time()
    rebuild(prior(), decisions)
    calibrate(held_out_logits(prior(), decisions), [one.label for one in decisions])
    return round(time.thread_time() - started, 2)


HOSTILE = {
    "1 MB of combining marks": "a" + "\u0301\u0327" * 500_000,
    "10,000 links": "http://a.example/x " * 10_000,
    "10,000 domains": " ".join(f"d{number}.example.com" for number in range(10_000)),
    "10,000 dots": "a." * 10_000,
    "10,000 at signs": "x@y.com " * 10_000,
    "mixed alphabets": "пi " * 10_000,
    "letters apart": "f r e e  " * 10_000,
    "leet": "fr33 c1ick " * 10_000,
    "one long word": "a" * 1_000_000,
    "emoji": "👨‍👩‍👧" * 10_000,
    "open brackets": "[(dot" * 10_000,
    "digits": "1 " * 10_000,
}


def _taught(stream: Any, sets: Sets) -> tuple[Newsroom, list[Comment]]:
    prior_sets, comments = stream.deal(sets, Random(0))
    judge = Newsroom(prior_sets).fresh(0)
    for comment in comments[:TAUGHT]:
        judge.learn(comment.text, comment.spam)
    judge.catch_up()
    return judge, comments[TAUGHT:]


def _limit(judge: Newsroom, rest: list[Comment]) -> float:
    good = sorted((judge.judge(c.text)[0] for c in rest if not c.spam), reverse=True)
    return good[int(0.01 * len(good))]


def _share(judge: Newsroom, texts: list[str], limit: float) -> float:
    return round(statistics.fmean(judge.judge(text)[0] > limit for text in texts), 3)


def _citing(texts: list[str], addresses: tuple[str, ...]) -> list[str]:
    return [f"{text} {addresses[at % len(addresses)]}" for at, text in enumerate(texts)]
