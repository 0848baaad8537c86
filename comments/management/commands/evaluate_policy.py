"""``evaluate_policy IN OUT [--rules FILE] [--learn N] [NAME=VALUE …]``: what the whole policy makes
of a file of comments."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.management.commands.backtest import pair
from comments.management.commands.evaluate_spam import count, records, written
from comments.models import Policy
from comments.reading.evaluate_policy import evaluate_policy
from comments.rules.errors import RuleError
from comments.rules.matcher import Matcher
from comments.services.facts import rules_of
from comments.services.rehearse import changed
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "Write {id, decision, reasons, findings, micros} for JSON lines of comments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN")
        parser.add_argument("target", metavar="OUT")
        parser.add_argument("wanted", nargs="*", metavar="NAME=VALUE")
        parser.add_argument("--rules", metavar="FILE", help="the site's own rules")
        parser.add_argument("--learn", type=count, default=0, metavar="N")

    def handle(self, *_: Any, **options: Any) -> None:
        source = Path(options["source"])
        try:
            policy = changed(Policy(), dict(pair(text) for text in options["wanted"]))
            text = Path(options["rules"]).read_text("utf-8") if options["rules"] else None
            matcher = None if text is None else Matcher(text)
        except (FieldError, RuleError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        rules = rules_of(policy, own=())
        with written(source, Path(options["target"])) as out:
            for answer in evaluate_policy(records(source), rules, matcher, options["learn"]):
                out.write(json.dumps(answer) + "\n")
