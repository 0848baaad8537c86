"""``evaluate_spam IN OUT [--learn N]``: how a file of comments is judged, each before its label."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.learning.stream import evaluate


class Command(BaseCommand):
    help = (
        "Write {id, score, decision, micros} for JSON lines of comments, by the product's scorer."
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
        source = Path(options["source"])
        if not source.is_file():
            raise CommandError(f"{source}: there is no such file.")
        with Path(options["target"]).open("w", encoding="utf-8") as out:
            for answer in evaluate(records(source), options["learn"], options["seed"]):
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no number of labels.")
    return int(text)


def records(source: Path) -> Iterator[dict[str, Any]]:
    with source.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                yield {**record, "id": record["id"]}
            except (ValueError, KeyError, TypeError):
                raise CommandError(f"line {number}: not a JSON object with an id.") from None
