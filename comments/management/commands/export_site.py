"""``export_site --site KEY OUT``: the conversations of a site, for another system or a
spreadsheet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.public import UnknownArticle, site_named
from comments.porting.send_out import WRITERS, send_out
from newsroom.kernel import progress_bar


class Command(BaseCommand):
    help = "Write all comments of a site, whatever their state, with their authors' addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT", type=Path, help="a new file")
        parser.add_argument("--site", required=True, help="the site's key")
        parser.add_argument("--format", default="native", choices=WRITERS)

    def handle(self, *_: Any, **options: Any) -> None:
        out = options["out"]
        try:
            site = site_named(options["site"])
            read = send_out(site, options["format"], out, progress_bar.show)
        except UnknownArticle as error:
            raise CommandError(f"{error} Nothing was written.") from None
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}. Nothing was written.") from None
        progress_bar.clear()
        self.stdout.write(f"{out}: {read:,} comments read. It holds addresses: keep it safe.")
