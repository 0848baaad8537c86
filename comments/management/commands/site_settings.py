"""``site_settings KEY [NAME=VALUE …]``: shows and sets what a site wants of its conversations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.public import UnknownArticle, site_named
from comments.services.settings import change, shown
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "Show a site's settings, or set some: max_links=3 premoderation=none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site")
        parser.add_argument("wanted", nargs="*", metavar="NAME=VALUE")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            policy = policy_of(site_named(options["site"]).pk)
            wanted = dict(pair(text) for text in options["wanted"])
            for name, (before, after) in change(policy, wanted).items():
                self.stdout.write(f"{name}: {before!r} → {after!r}")
        except (UnknownArticle, FieldError) as error:
            raise CommandError(str(error)) from None
        if not options["wanted"]:
            for name, value in shown(policy).items():
                self.stdout.write(
                    f"{name}={value if not isinstance(value, list) else ','.join(value)}"
                )


def pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise FieldError("invalid", f"{text[:60]!r}: write NAME=VALUE.")
    return name, value
