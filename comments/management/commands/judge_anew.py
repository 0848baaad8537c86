"""``judge_anew KEY``: brings a change of policy to the comments that the machine has held."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.public import UnknownArticle, site_named
from comments.services.judge_anew import judge_anew


class Command(BaseCommand):
    help = "Judge what the machine holds once more; what a person holds stays with them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site")
        parser.add_argument("--limit", type=int, default=1_000)

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            site = site_named(options["site"])
        except UnknownArticle as error:
            raise CommandError(str(error)) from None
        count = judge_anew(site.pk, timezone.now(), options["limit"])
        self.stdout.write(f"{count} comments are judged anew; they wait behind fresh ones.")
