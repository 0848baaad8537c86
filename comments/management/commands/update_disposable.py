"""``update_disposable FILE``: takes a newer list of throw-away mail domains into use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.disposable import ListError
from comments.services.disposable_list import replace_list

LARGEST = 20_000_000  # bytes


class Command(BaseCommand):
    help = "Use the domains in FILE, one a line, instead of the list in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            if options["file"].stat().st_size > LARGEST:
                raise CommandError(f"The file is larger than {LARGEST} bytes.")
            count = replace_list(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ListError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{count} domains are called disposable from now on.")
