"""``add_feed SITE URL``: a feed of the publisher's, fetched by itself from now on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Site
from articles.services.feeds import FORMATS, add_feed
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "Register a feed (RSS, Atom, news sitemap or JSON lines) to be fetched at intervals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site", help="the site's key")
        parser.add_argument("url")
        parser.add_argument("--format", default="auto", choices=FORMATS)
        parser.add_argument("--minutes", type=int, default=15, help="between two fetches")

    def handle(self, *_: Any, **options: Any) -> None:
        site = Site.objects.filter(key=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site {options['site']!r}: create_site makes one.")
        kind = {"format": options["format"], "minutes": options["minutes"]}
        try:
            feed = add_feed(site, options["url"], timezone.now(), **kind)
        except FieldError as error:
            raise CommandError(error.text) from None
        self.stdout.write(f"{feed.url} is fetched every {feed.minutes} minutes by the worker.")
