"""``site_settings KEY [--preset NAME] [NAME=VALUE …]``: shows and sets what a site wants
of its conversations and its articles."""

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
from comments.presets import PRESETS
from comments.services.settings import as_text, change, shown
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "Show a site's settings, or set some: max_links=3 premoderation=none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site")
        parser.add_argument("wanted", nargs="*", metavar="NAME=VALUE")
        parser.add_argument(
            "--preset",
            choices=list(PRESETS),
            help="several settings at once; see first what it would do: backtest KEY --preset",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            site = site_named(options["site"])
            preset = as_text(PRESETS[options["preset"]]) if options["preset"] else {}
            wanted = preset | dict(pair(text) for text in options["wanted"])
            changed = set_all(site, wanted)
        except (UnknownArticle, FieldError) as error:
            raise CommandError(str(error)) from None
        for name, (before, after) in changed.items():
            self.stdout.write(f"{name}: {before} → {after}")
        if not wanted:
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
