"""The labelled sets, and the streams of comments dealt from them."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

SETS = ("youtube_psy", "sms", "blog_train")


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    spam: bool


Comments = list[Comment]
Sets = Mapping[str, Comments]


def load(folder: Path) -> dict[str, Comments]:
    """Each set in its own order."""
    return {name: _read(folder / f"{name}.jsonl.gz") for name in SETS}


def _read(path: Path) -> Comments:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Comment(row["text"], bool(row["label"])) for row in map(json.loads, lines)]


@dataclass(frozen=True)
class Stream:
    """`deal` gives (the sets that a prior may be trained on, the stream's comments in order)."""

    name: str
    deal: Callable[[Sets, Random], tuple[list[Comments], Comments]]
    learned: tuple[int, ...]


def _youtube(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    return [sets["sms"], sets["blog_train"]], _shuffled(sets["youtube_psy"], random)


def _sms(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    return [sets["youtube_psy"], sets["blog_train"]], _shuffled(sets["sms"], random)[:2_500]


def _blog(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    spam = _shuffled(_only(sets["blog_train"], True), random)[:300]
    good = _only(sets["blog_train"], False)
    return [sets["youtube_psy"], sets["sms"]], _shuffled(good + spam, random)


def _mixed(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    """Comments of a video and of a blog; the prior knows messages alone."""
    _, blog = _blog(sets, random)
    return [sets["sms"]], _shuffled(sets["youtube_psy"] + blog, random)


def _mixed_messages(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    """Good messages and blog spam: two genres that any judge tells apart soon."""
    good = _shuffled(_only(sets["sms"], False), random)[:1_200]
    return [sets["youtube_psy"]], _shuffled(good + _only(sets["blog_train"], True), random)


def _youtube_later(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    early, late = _halves(sets["youtube_psy"])
    return [sets["sms"], sets["blog_train"], early], _shuffled(late, random)


def _mixed_later(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    early, late = _halves(sets["youtube_psy"])
    early_blog, late_blog = _halves(sets["blog_train"])
    return [sets["sms"], early, early_blog], _shuffled(late + late_blog, random)


def _mixed_messages_later(sets: Sets, random: Random) -> tuple[list[Comments], Comments]:
    early, late = _halves(sets["blog_train"])
    early_sms, late_sms = _halves(sets["sms"])
    good = _shuffled(_only(late_sms, False), random)[:1_800]
    prior = [sets["youtube_psy"], early, early_sms]
    return prior, _shuffled(good + _only(late, True) + _only(late_sms, True), random)


def _shuffled(comments: Sequence[Comment], random: Random) -> Comments:
    return random.sample(list(comments), len(comments))


def _only(comments: Sequence[Comment], spam: bool) -> Comments:
    return [comment for comment in comments if comment.spam == spam]


def _halves(comments: Sequence[Comment]) -> tuple[Comments, Comments]:
    half = len(comments) // 2
    return list(comments[:half]), list(comments[half:])


STREAMS = (
    Stream("one video", _youtube, (0, 50, 200)),
    Stream("messages", _sms, (0, 50, 200, 1_000)),
    Stream("one blog", _blog, (0, 50, 200)),
    Stream("video + blog", _mixed, (0, 50, 200, 400)),
    Stream("messages + blog spam", _mixed_messages, (0, 50, 200, 1_000)),
    Stream("one video, later", _youtube_later, (0, 50)),
    Stream("video + blog, later", _mixed_later, (0, 50, 200)),
    Stream("messages + blog, later", _mixed_messages_later, (0, 50, 200, 1_000)),
)
