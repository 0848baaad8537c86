"""``backtest KEY [--rules FILE] [--preset NAME] [NAME=VALUE …]``: what a change would have done to
the past."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.public import UnknownArticle, site_named
from comments.presets import PRESETS
from comments.reading.backtest import MOST
from comments.reading.backtest_shapes import as_json
from comments.rules.errors import RuleError
from comments.services.rehearse import rehearse
from comments.services.settings import as_text
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "Judge a site's last decisions once more, as it is set and as it would be set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site")
        parser.add_argument("wanted", nargs="*", metavar="NAME=VALUE")
        parser.add_argument("--rules", metavar="FILE", help="the rules that would be in force")
        parser.add_argument("--preset", choices=list(PRESETS))
        parser.add_argument("--most", type=int, default=MOST, help="decisions, newest first")
        parser.add_argument("--json", action="store_true", help="all of it, for programs")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            site = site_named(options["site"])
            rules = Path(options["rules"]).read_text("utf-8") if options["rules"] else None
            preset = as_text(PRESETS[options["preset"]]) if options["preset"] else {}
            settings = preset | dict(pair(text) for text in options["wanted"])
            found = as_json(rehearse(site.pk, rules=rules, settings=settings, most=options["most"]))
        except (UnknownArticle, FieldError, RuleError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else told(found))


def told(found: dict[str, Any]) -> str:
    lines = [
        f"Of the last {found['judged']} decisions {found['hits']} would be others:"
        f" people had said so of {found['agreed']}, the contrary of {found['overturned']}."
    ]
    lines += [f"  {one['was']} → {one['would']}: {one['count']}" for one in found["moved"]]
    for one in found["examples"]:
        said = f", people: {one['people']}" if one["people"] else ""
        excerpt = " ".join(one["excerpt"].split())[:100]
        lines.append(f"  #{one['comment']} {one['was']} → {one['would']}{said}: {excerpt}")
    if found["skipped"]:
        lines.append(f"{found['skipped']} could not be judged again.")
    return "\n".join(lines)


def pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise CommandError(f"{text[:60]!r}: write NAME=VALUE.")
    return name, value
