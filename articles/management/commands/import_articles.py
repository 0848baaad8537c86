"""``import_articles SOURCE --site KEY``: WXR, RSS/Atom, sitemap or JSON lines."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Site
from articles.services.import_file import Report, import_file, outcomes
from articles.sources.detect import READERS, open_source
from articles.sources.record import SourceError
from newsroom.kernel import progress_bar
from newsroom.kernel.report_file import Unwritable, notes_into


class Command(BaseCommand):
    help = "Import articles from a file. A broken file changes nothing; twice is the same as once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="the file; .gz is read as it is")
        parser.add_argument("--site", required=True, help="the site's key")
        parser.add_argument("--format", default="auto", choices=["auto", *READERS])
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--resume", action="store_true", help="go on where it was cut off")
        parser.add_argument("--report", help="write each item left out or altered as JSON lines")

    def handle(self, *_: Any, **options: Any) -> None:
        site = Site.objects.filter(key=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site {options['site']!r}: create_site makes one.")
        try:
            source = open_source(options["source"], options["format"], now=timezone.now())
            with notes_into(options["report"]) as tell:
                report = import_file(
                    site,
                    source,
                    timezone.now(),
                    dry_run=options["dry_run"],
                    resume=options["resume"],
                    progress=progress_bar.show,
                    tell=tell,
                )
        except SourceError as error:
            raise CommandError(f"{options['source']}: {error}. Nothing was imported.") from None
        except Unwritable as error:
            raise CommandError(f"{error}. Nothing was imported.") from None
        self.tell(report, options)

    def tell(self, report: Report, options: dict[str, Any]) -> None:
        progress_bar.clear()
        if options["resume"]:
            self.stdout.write(f"Went on after {report.resumed_after} items.")
        include = "would include" if options["dry_run"] else "now include"
        for host in report.domains_added:
            self.stdout.write(f"The site's domains {include} {host}.")
        for note in report.samples:
            item = f"{note['where']} {note['id'] or ''}"
            self.stdout.write(f"{note['outcome']}: {item}: {note['reason']}")
        if report.notes > len(report.samples):
            more = report.notes - len(report.samples)
            self.stdout.write(f"… and {more} more; --report FILE has all.")
        would = "Would be: " if options["dry_run"] else ""
        self.stdout.write(would + (", ".join(outcomes(report)) or "nothing in the file"))
