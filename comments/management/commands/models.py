"""``models KEY``: what a site has taught its scorer, the versions, and which one judges."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.public import UnknownArticle, site_named
from comments.learning.scorer import Kind
from comments.models import LearnedModel, LearnedScorer
from comments.reading.learned import report, trouble
from comments.services.forget_lessons import forget_lessons
from comments.services.rebuild_model import Built, rebuild_model
from comments.services.roll_back_model import roll_back_model

SHOWN = 10
WHY_NOT = {
    "busy": "Somebody else is rebuilding it just now.",
    "no_lessons": "Nobody has decided anything yet that it could learn from.",
    "overtaken": "It took too long; another rebuild has begun.",
}


class Command(BaseCommand):
    help = "Show a site's learned models; rebuild one, go back to an earlier one, forget them all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site")
        parser.add_argument(
            "--kind", choices=[kind.value for kind in Kind], default=Kind.SPAM.value
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--rebuild", action="store_true", help="from the last 5,000 decisions")
        what.add_argument(
            "--rollback",
            metavar="NUMBER",
            help="a version from the list, or 'prior'; stays until --rebuild",
        )
        what.add_argument("--forget", action="store_true", help="all lessons and all models")

    def handle(self, *_: Any, **options: Any) -> None:
        kind = Kind(options["kind"])
        try:
            site = site_named(options["site"])
        except UnknownArticle as error:
            raise CommandError(str(error)) from None
        if options["rebuild"]:
            self.rebuild(site.pk, kind)
        elif options["rollback"]:
            self.roll_back(site.pk, kind, options["rollback"])
        elif options["forget"]:
            self.stdout.write(f"{forget_lessons(site.pk)} lessons are forgotten.")
        self.show(site.pk, kind)

    def rebuild(self, site_pk: int, kind: Kind) -> None:
        outcome = rebuild_model(site_pk, kind, timezone.now(), by_hand=True)
        if not isinstance(outcome, Built):
            raise CommandError(WHY_NOT.get(outcome.why, outcome.why))

    def roll_back(self, site_pk: int, kind: Kind, wanted: str) -> None:
        try:
            roll_back_model(site_pk, kind, None if wanted == "prior" else int(wanted))
        except (ValueError, LearnedModel.DoesNotExist):
            raise CommandError(f"There is no version {wanted[:20]!r} of it.") from None

    def show(self, site_pk: int, kind: Kind) -> None:
        row = LearnedScorer.objects.filter(site_id=site_pk, kind=kind.value).first()
        versions = LearnedModel.objects.filter(site_id=site_pk, kind=kind.value).defer("weights")
        for version in versions.order_by("-number")[:SHOWN]:
            live = "*" if row and row.live_id == version.pk else " "
            self.stdout.write(f"{live} {described(version)}")
        if row is None or row.live_id is None:
            self.stdout.write("* the shipped prior")
        if row and row.pinned:
            self.stdout.write("  pinned: stays until --rebuild")
        if kind is Kind.SPAM:
            self.stdout.write(figures(site_pk))
        if said := trouble(site_pk, kind):
            self.stdout.write(said)


def described(version: LearnedModel) -> str:
    recall = "–" if version.recall is None else f"{version.recall:.3f}"
    refused = f", refused: {version.refused}" if version.refused else ""
    return (
        f"{version.number}: {version.created:%Y-%m-%d %H:%M}, {version.lessons} lessons, "
        f"recall at 1 % {recall}, calibration error {version.calibration_error:.3f}{refused}"
    )


def figures(site_pk: int) -> str:
    found = report(site_pk, timezone.now())
    shares = {
        "recall at 1 %": found.recall,
        "calibration error": found.calibration_error,
        f"good called spam (at most {found.budget:.0%} wanted)": found.wrong,
        "drift of the last week": found.stability,
    }
    said = (f"{name} {'–' if value is None else f'{value:.3f}'}" for name, value in shares.items())
    return f"Before each decision, over the last 500 of {found.lessons}: {', '.join(said)}"
