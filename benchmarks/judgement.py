#!/usr/bin/env python3
"""How well comments are judged, beside what others do: one run, one table, one JSON file.

    benchmarks/judgement.py FOLDER [--seeds 3] [--out benchmarks/results/judgement.json]

FOLDER holds the sets of docs/model-card.md. Every stream is judged by priors that never saw its
set, or (marked "later") only the set's earlier half. All judges get the same prior sets, learn the
same first N comments of a stream, and score the rest.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from judging.cases import cost, disguises, fairness, links
from judging.judges import JUDGES, Judge, Maker
from judging.streams import STREAMS, Comment, Sets, Stream, load

from comments.learning.gate import calibration_error, recall_at


@dataclass(frozen=True)
class Figures:
    """One judge on one stream after N decisions; mean over the seeds, and the worst of them."""

    judge: str
    stream: str
    learned: int
    recall: float
    worst: float
    recall_at_tenth: float
    calibration_error: float
    spam_verdicts: float
    spam_verdicts_wrong: float | None
    worst_window: int | None
    micros: float
    bytes: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--judges", default=",".join(JUDGES))
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/judgement.json"))
    given = parser.parse_args()
    sets = load(given.folder)
    judges = {name: JUDGES[name] for name in given.judges.split(",")}
    found = [f for stream in STREAMS for f in figures(stream, sets, judges, range(given.seeds))]
    cases = (
        {case.__name__: case(sets) for case in (disguises, links, fairness, cost)}
        if "newsroom" in judges
        else {}
    )
    for name, result in cases.items():
        print(name, json.dumps(result, indent=1))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(
        json.dumps({"streams": [asdict(one) for one in found], **cases}, indent=1) + "\n"
    )


def figures(
    stream: Stream, sets: Sets, judges: Mapping[str, Maker], seeds: Iterable[int]
) -> Iterator[Figures]:
    for name, judge in judges.items():
        runs: dict[int, list[dict[str, float]]] = {}
        for seed in seeds:
            prior, comments = stream.deal(sets, random.Random(seed))
            trained = judge(prior)
            for learned in stream.learned:
                runs.setdefault(learned, []).append(run(trained, comments, learned, seed))
        for learned, several in runs.items():
            one = summed(name, stream.name, learned, several)
            print(line(one), flush=True)
            yield one


def run(trained: Judge, comments: Sequence[Comment], learned: int, seed: int) -> dict[str, float]:
    judge = trained.fresh(seed)
    for comment in comments[:learned]:
        judge.learn(comment.text, comment.spam)
    judge.catch_up()
    rest = comments[learned:]
    labels = [comment.spam for comment in rest]
    scores, micros, words = [], [], []
    for comment in rest:
        started = time.perf_counter()
        score, word = judge.judge(comment.text)
        micros.append((time.perf_counter() - started) * 1e6)
        scores.append(score)
        words.append(word)
    good = [word == "spam" for word, spam in zip(words, labels, strict=True) if not spam]
    windows = [sum(good[at : at + 500]) for at in range(max(1, len(good) - 499))]
    return {
        "recall": recall_at(scores, labels),
        "tenth": recall_at(scores, labels, 0.001),
        "error": calibration_error([min(1, max(0, s)) for s in scores], labels),
        "wrong": sum(good) / len(good),
        "caught": sum(w == "spam" for w, s in zip(words, labels, strict=True) if s)
        / max(1, sum(labels)),
        "window": max(windows),
        "micros": statistics.median(micros),
        "bytes": judge.size(),
    }


def summed(name: str, stream: str, learned: int, runs: list[dict[str, float]]) -> Figures:
    def mean(key: str) -> float:
        return round(statistics.fmean(run[key] for run in runs), 4)

    return Figures(
        name, stream, learned, mean("recall"), round(min(r["recall"] for r in runs), 4),
        mean("tenth"), round(max(r["error"] for r in runs), 4), mean("caught"), mean("wrong"),
        int(max(r["window"] for r in runs)), round(mean("micros")), int(mean("bytes")),
    )  # fmt: skip


def line(one: Figures) -> str:
    return (
        f"{one.judge:12}{one.stream:22}{one.learned:5}"
        f"  recall {one.recall:.3f}, worst {one.worst:.3f}, at .1% {one.recall_at_tenth:.3f}"
        f"  calibration {one.calibration_error:.3f}"
        f"  said spam {one.spam_verdicts:.3f}, wrongly {one.spam_verdicts_wrong:.4f}"
        f", at most {one.worst_window} in 500  {one.micros:.0f} us  {one.bytes} B"
    )


if __name__ == "__main__":
    main()
