"""``restore IN``: what ``backup`` wrote comes back, into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from newsroom.kernel import progress_bar
from newsroom.kernel.backup import NoBackup, migrations
from newsroom.kernel.restore import restore


class Command(BaseCommand):
    help = "Read a backup into an empty installation of the same version. All of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN", type=Path, help="what `backup` wrote")

    def handle(self, *_: Any, **options: Any) -> None:
        if not migrations():
            call_command("migrate", interactive=False, verbosity=0)
        try:
            rows = restore(options["source"], progress_bar.show)
        except NoBackup as error:
            raise CommandError(f"{error}. Nothing was restored.") from None
        progress_bar.clear()
        self.stdout.write(f"{sum(rows.values()):,} rows are back. Start the server anew.")
