"""``rebuild_related``: every related list anew; broken off, the next call goes on."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Site
from articles.services.rebuild_related import steps


class Command(BaseCommand):
    help = "Make the related lists of a site, or of all sites, anew. Resumable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", default="")

    def handle(self, *_: Any, **options: Any) -> None:
        sites = Site.objects.filter(key=options["site"]) if options["site"] else Site.objects.all()
        if not sites:
            raise CommandError("There is no such site.")
        for site in sites:
            for step in steps(site, timezone.now()):
                if sys.stderr.isatty():
                    sys.stderr.write(f"\r{site.key}: {step.stage} {step.done}/{step.total}   ")
            self.stdout.write(f"{site.key}: done")
