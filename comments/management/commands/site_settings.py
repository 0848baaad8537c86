"""``site_settings KEY [NAME=VALUE …]``: shows and sets what a site wants of its conversations
and its articles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.public import (
    ARTICLE_SETTINGS,
    Site,
    UnknownArticle,
    article_settings,
    change_settings,
    site_named,
)
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
            site = site_named(options["site"])
            changed = set_all(site, dict(pair(text) for text in options["wanted"]))
        except (UnknownArticle, FieldError) as error:
            raise CommandError(str(error)) from None
        for name, (before, after) in changed.items():
            self.stdout.write(f"{name}: {before!r} → {after!r}")
        if not options["wanted"]:
            for name, value in {**shown(policy_of(site.pk)), **article_settings(site)}.items():
                self.stdout.write(f"{name}={','.join(value) if isinstance(value, list) else value}")


def set_all(site: Site, wanted: dict[str, str]) -> dict[str, tuple[Any, Any]]:
    """Each name to whom it belongs; all of them or none."""
    of_articles = {name: text for name, text in wanted.items() if name in ARTICLE_SETTINGS}
    of_comments = {name: text for name, text in wanted.items() if name not in ARTICLE_SETTINGS}
    with transaction.atomic():
        changed = change(policy_of(site.pk), of_comments)
        return {**changed, **change_settings(site, of_articles)}


def pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise FieldError("invalid", f"{text[:60]!r}: write NAME=VALUE.")
    return name, value
