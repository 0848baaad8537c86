"""``evaluate_spam IN OUT [--learn N]``: how a file of comments is judged, each before its label."""

import gzip
import json
import statistics
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from comments.learning.gate import calibration_error, recall_at
from comments.learning.stream import evaluate, read_label

FEWEST_GOOD = 100  # below that one in a hundred is nobody


class Command(BaseCommand):
    help = (
        "Write {id, score, decision, micros} for JSON lines {id, text, name?, email?, url?, label?,"
        " created_at?}, judged in order by the product's scorer; .gz is read as it is. Labels: 1 or"
        " spam, 0 or ham. Prints how the rows after the first N were judged."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN")
        parser.add_argument("target", metavar="OUT")
        parser.add_argument(
            "--learn", type=count, default=0, metavar="N", help="labels learned from, first to last"
        )
        parser.add_argument("--seed", type=int, default=0)

    def handle(self, *_: Any, **options: Any) -> None:
        source, learn = Path(options["source"]), options["learn"]
        labels: list[bool | None] = []
        told = []
        with written(source, Path(options["target"])) as out:
            rows = noted(records(source), labels)
            for answer in evaluate(rows, learn, options["seed"]):
                told.append(answer)
                out.write(json.dumps(answer) + "\n")
        for line in figures(told, labels, learn):
            self.stdout.write(line)


def count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no number of labels.")
    return int(text)


def written(source: Path, target: Path) -> IO[str]:
    """The file for the answers. Raises CommandError, before anything is overwritten."""
    if not source.is_file():
        raise CommandError(f"{source}: there is no such file.")
    if target.exists() and target.samefile(source):
        raise CommandError("The answers would overwrite the comments: name another file.")
    try:
        return target.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{target}: {error.strerror}.") from None


def records(source: Path) -> Iterator[dict[str, Any]]:
    """A comment a line. Raises CommandError naming the first line that is none."""
    number = 0
    try:
        with _opened(source) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _record(line, number)
    except UnicodeDecodeError:
        raise CommandError(f"line {number + 1} or soon after: not UTF-8.") from None
    except (OSError, EOFError) as error:
        raise CommandError(f"{source}: {error}.") from None


def _opened(source: Path) -> IO[str]:
    if source.suffix == ".gz":
        return gzip.open(source, "rt", encoding="utf-8-sig")
    return source.open(encoding="utf-8-sig")


def _record(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
        if isinstance(record["text"], str):
            return {**record, "id": record["id"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise CommandError(f"line {number}: not a JSON object with an id and a text.") from None


def noted(rows: Iterable[dict[str, Any]], labels: list[bool | None]) -> Iterator[dict[str, Any]]:
    for row in rows:
        labels.append(read_label(row.get("label")))
        yield row


def figures(told: list[dict[str, Any]], labels: list[bool | None], learn: int) -> Iterator[str]:
    """What can be said of the rows after the first ``learn``, a sentence a line."""
    taught = sum(label is not None for label in labels[:learn])
    yield f"{len(told)} comments, {taught} labels learned."
    if taught < min(learn, len(told)):
        yield f"Of the first {learn} some had no label (1, 0, spam, ham) and taught nothing."
    rest = [(one, label) for one, label in zip(told, labels, strict=True)][learn:]
    judged = [(one, label) for one, label in rest if label is not None]
    scores, truth = [one["score"] for one, _ in judged], [bool(label) for _, label in judged]
    spam, good = sum(truth), len(truth) - sum(truth)
    if spam and good:
        few = "" if good >= FEWEST_GOOD else f" (of {good} good ones only)"
        yield f"recall at 1 % false positives {recall_at(scores, truth):.3f}{few}"
        yield f"recall at 0.1 % {recall_at(scores, truth, 0.001):.3f}"
    if judged:
        yield f"calibration error {calibration_error(scores, truth):.3f}"
        for kind, flag, of in (("spam", True, spam), ("good", False, good)):
            words = [one["decision"] for one, label in judged if label is flag]
            yield f"of {of} {kind}: {', '.join(f'{w} {words.count(w)}' for w in DECISIONS)}"
    if told:
        yield f"median {statistics.median(one['micros'] for one in told):.0f} µs a comment"


DECISIONS = ("publish", "hold", "spam")
