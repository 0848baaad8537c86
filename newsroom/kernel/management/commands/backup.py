"""``backup OUT``: everything of one moment in one file, while the server runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.kernel import progress_bar
from newsroom.kernel.backup import NoBackup, write_backup


class Command(BaseCommand):
    help = "Write every row and the secrets of the data folder into one file. It is confidential."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT", type=Path, help="a new file, such as monday.zip")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            rows = write_backup(options["out"], timezone.now(), progress_bar.show)
        except NoBackup as error:
            raise CommandError(f"{error}. Nothing was written.") from None
        progress_bar.clear()
        size = options["out"].stat().st_size
        self.stdout.write(f"{options['out']}: {sum(rows.values()):,} rows, {size:,} bytes.")
