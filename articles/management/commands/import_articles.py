"""``import_articles SOURCE --site KEY``: WXR, RSS/Atom, sitemap or JSON lines."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Site
from articles.services.import_file import Report, import_file, outcomes
from articles.sources.detect import READERS, open_source
from articles.sources.record import SourceError


class Command(BaseCommand):
    help = "Import articles from a file. A broken file changes nothing; twice is the same as once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="the file; .gz is read as it is")
        parser.add_argument("--site", required=True, help="the site's key")
        parser.add_argument("--format", default="auto", choices=["auto", *READERS])
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--report", help="write each item left out or altered as JSON lines")

    def handle(self, *_: Any, **options: Any) -> None:
        site = Site.objects.filter(key=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site {options['site']!r}: create_site makes one.")
        try:
            source = open_source(options["source"], options["format"], now=timezone.now())
            report = import_file(
                site, source, timezone.now(), dry_run=options["dry_run"], progress=self.progress
            )
        except SourceError as error:
            raise CommandError(f"{options['source']}: {error}. Nothing was imported.") from None
        self.tell(report, options)

    def progress(self, read: int, total: int) -> None:
        if not sys.stderr.isatty() or not total:
            return
        done = min(read / total, 1)
        bar = "#" * int(done * 30)
        sys.stderr.write(f"\r[{bar:<30}] {done:4.0%}")

    def tell(self, report: Report, options: dict[str, Any]) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + " " * 40 + "\r")
        for host in report.domains_added:
            self.stdout.write(f"The site's domains now include {host}.")
        for line in report.lines[:20]:
            item = f"{line['where']} {line['id'] or ''}"
            self.stdout.write(f"{line['outcome']}: {item}: {line['reason']}")
        if len(report.lines) > 20:
            self.stdout.write(f"… and {len(report.lines) - 20} more; --report FILE has all.")
        if options["report"]:
            rows = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in report.lines)
            Path(options["report"]).write_text(rows, encoding="utf-8")
        would = "Would be: " if options["dry_run"] else ""
        self.stdout.write(would + (", ".join(outcomes(report)) or "nothing in the file"))
