"""``import_comments FILE --site KEY``: WordPress, Disqus, Commento, Comentario, Remark42, Isso and
Coral."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.public import UnknownArticle, site_named
from comments.porting.readers.detect import READERS, open_comments
from comments.porting.readers.events import SourceError
from comments.porting.take_in import Report, outcomes, take_in
from newsroom.kernel import progress_bar
from newsroom.kernel.report_file import Unwritable, notes_into


class Command(BaseCommand):
    help = "Import comments from another system. A broken file changes nothing; twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE", help="the export; Coral's is a folder")
        parser.add_argument("--site", required=True, help="the site's key")
        parser.add_argument("--format", default="auto", choices=["auto", *READERS])
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--report", help="write each item left out or altered as JSON lines")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            site = site_named(options["site"])
            source = open_comments(options["source"], options["format"])
            with notes_into(options["report"]) as tell:
                report = take_in(
                    site,
                    source,
                    timezone.now(),
                    dry_run=options["dry_run"],
                    progress=progress_bar.show,
                    tell=tell,
                )
        except UnknownArticle as error:
            raise CommandError(f"{error} create_site makes one.") from None
        except SourceError as error:
            raise CommandError(f"{options['source']}: {error}. Nothing was imported.") from None
        except Unwritable as error:
            raise CommandError(f"{error}. Nothing was imported.") from None
        self.tell(report, dry_run=options["dry_run"])

    def tell(self, report: Report, *, dry_run: bool) -> None:
        progress_bar.clear()
        include = "would include" if dry_run else "now include"
        for host in report.domains_added:
            self.stdout.write(f"The site's domains {include} {host}.")
        for note in report.samples:
            item = f"{note['where']} {note['id'] or ''}"
            self.stdout.write(f"{note['outcome']}: {item}: {note['reason']}")
        if report.notes > len(report.samples):
            more = report.notes - len(report.samples)
            self.stdout.write(f"… and {more} more; --report FILE has all.")
        if report.stubs:
            said = (
                f"{report.stubs} of {report.threads} threads are on pages that no article here has"
            )
            self.stdout.write(f"{said}: they wait for it (import_articles, or a push).")
        would = "Would be: " if dry_run else ""
        self.stdout.write(would + (", ".join(outcomes(report)) or "nothing in the file"))
