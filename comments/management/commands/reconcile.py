"""``reconcile``: counts everything that is counted anew, and mends what differs."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments.services.reconcile import TABLES, Wrong, reconcile

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compare every counter with a recount and mend those that differ; safe while readers"
        " write. Exit code 1 where --dry-run leaves something wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what is wrong.")

    def handle(self, *_: Any, **options: Any) -> None:
        looked_at, wrong = dict.fromkeys(TABLES, 0), list[Wrong]()
        for batch in reconcile(mend=not options["dry_run"]):
            looked_at[batch.table] += batch.looked_at
            wrong += batch.wrong
        for one in wrong[:SHOWN]:
            self.stdout.write(f"{one.counter} {one.pk}: {one.said} → {one.should_say}")
        if len(wrong) > SHOWN:
            self.stdout.write(f"… and {len(wrong) - SHOWN} more")
        rows = ", ".join(f"{count} {table}s" for table, count in looked_at.items())
        did = "wrong, left as they are" if options["dry_run"] and wrong else "wrong"
        did = "wrong, mended" if wrong and not options["dry_run"] else did
        self.stdout.write(f"{rows}: {len(wrong)} counters {did}")
        if wrong and options["dry_run"]:
            sys.exit(1)
