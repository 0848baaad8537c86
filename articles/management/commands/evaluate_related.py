"""``evaluate_related IN OUT``: related lists for a file of articles, by the product's own path."""

import gzip
import json
import tempfile
import zlib
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
    help = (
        "Write {id, related} for JSON lines of articles (id, title, summary, text, lang, section,"
        " tags, authors, published_at; only id is needed), gzipped or not, or one JSON list of"
        " them, using a throwaway SQLite database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN")
        parser.add_argument("target", metavar="OUT")
        parser.add_argument("--earlier", action="store_true", help="only articles published before")
        parser.add_argument("--language", default="en", help="of those that name none (en)")

    def handle(self, *_: Any, **options: Any) -> None:
        source, target = Path(options["source"]), Path(options["target"])
        if not source.is_file():
            raise CommandError(f"{source}: there is no such file.")
        if not target.parent.is_dir():
            raise CommandError(f"{target.parent}: there is no such folder.")
        told = list(records(source))
        with tempfile.TemporaryDirectory() as folder:
            use_throwaway_database(Path(folder) / "evaluation.sqlite3")
            language, earlier = options["language"], options["earlier"]
            found = evaluate(told, timezone.now(), language=language, earlier=earlier)
            connections["default"].close()
        with target.open("w", encoding="utf-8") as out:
            for name, related in found:
                out.write(json.dumps({"id": name, "related": related}, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(found)} articles, {sum(1 for _, r in found if r)} with a list.")


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
    """The articles of a file. Raises CommandError where one cannot be read or named."""
    seen: set[str] = set()
    for place, record in parsed(source):
        name = record.get("id") if isinstance(record, dict) else None
        if name is None or name == "":
            raise CommandError(f"{place}: not a JSON object with an id.")
        if str(name) in seen:
            raise CommandError(f"{place}: the id {name!r} stands twice.")
        seen.add(str(name))
        yield record


def parsed(source: Path) -> Iterator[tuple[str, Any]]:
    """(where it stands, what stands there)"""
    with source.open("rb") as raw:
        opened = gzip.open if raw.read(2) == b"\x1f\x8b" else open
    with opened(source, "rt", encoding="utf-8-sig") as lines:
        try:
            start = lines.read(1)
            if start == "[":
                for number, record in enumerate(json.loads(start + lines.read()), 1):
                    yield f"article {number}", record
                return
            for number, line in enumerate(lines, 1):
                text, start = start + line, ""
                if text.strip():
                    yield f"line {number}", json_of(text, number)
        except (UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
            raise CommandError(f"{source}: cannot be read as UTF-8 text ({error}).") from None
        except json.JSONDecodeError as error:
            raise CommandError(f"{source}: not a JSON list ({error}).") from None


def json_of(text: str, number: int) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise CommandError(f"line {number}: not a JSON object with an id.") from None
