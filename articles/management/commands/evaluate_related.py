"""``evaluate_related IN OUT``: related lists for a file of articles, by the product's own path."""

import json
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from articles.services.evaluate import evaluate


class Command(BaseCommand):
    help = "Write {id, related} for JSON lines of articles, using a throwaway SQLite database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN")
        parser.add_argument("target", metavar="OUT")
        parser.add_argument("--earlier", action="store_true", help="only articles published before")

    def handle(self, *_: Any, **options: Any) -> None:
        source = Path(options["source"])
        if not source.is_file():
            raise CommandError(f"{source}: there is no such file.")
        with tempfile.TemporaryDirectory() as folder, Path(options["target"]).open("w") as out:
            use_throwaway_database(Path(folder) / "evaluation.sqlite3")
            found = evaluate(records(source), timezone.now(), earlier=options["earlier"])
            for name, related in found:
                out.write(json.dumps({"id": name, "related": related}, ensure_ascii=False) + "\n")
            connections["default"].close()


def use_throwaway_database(file: Path) -> None:
    """Nothing of an evaluation may touch the site's own tables."""
    connection = connections["default"]
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(file)
    else:
        connections.settings["default"] = {
            **connection.settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(file),
            "OPTIONS": {"transaction_mode": "IMMEDIATE"},
        }
        del connections["default"]
    call_command("migrate", verbosity=0, interactive=False)
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")


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
