"""``create_site KEY --domain D``: a new publication, and the key that writes its articles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from articles.services.sites import create_site, issue_key
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "Create a site. The site key is shown once; only its digest is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key")
        parser.add_argument("--name", default="")
        parser.add_argument("--domain", action="append", default=[], help="repeat for more")
        parser.add_argument("--language", default="en")
        parser.add_argument("--print-key", action="store_true", help="make a site key; last word")

    def handle(self, *_: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                site = create_site(
                    options["key"], options["name"], options["domain"], now, options["language"]
                )
                key = issue_key(site, "first", now) if options["print_key"] else ""
        except FieldError as error:
            raise CommandError(error.text) from None
        hosts = ", ".join(site.domains) or "no domain yet"
        self.stdout.write(f"Site {site.key} ({hosts}) {key}".strip())
