"""``manage.py up``: serve the embedded set-up until Ctrl-C. ``./run`` does the same, sooner."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from newsroom.kernel import embedded
from newsroom.kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Run Redis, web server, worker and scheduler on this machine, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        embedded.add_options(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            embedded.serve(embedded.place(options))
        except Refusal as reason:
            self.stderr.write(str(reason))
            sys.exit(1)
