"""``erase_person ADDRESS``: erases everything that is kept of an e-mail address."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.public import Site, UnknownArticle, site_named
from comments.identity import AddressError, clean_email
from comments.services.erase import Found, erase, find


class Command(BaseCommand):
    help = (
        "Erase comments, names, addresses, subscriptions and mails of one address for good;"
        " threads keep their shape, and a wish for no more mail stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--site", metavar="KEY", help="At one site; otherwise at all.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")
        parser.add_argument(
            "--every-spelling",
            action="store_true",
            help="Also ada+news@ where ada@ is given: all that are taken for one person.",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            address = clean_email(options["address"], max_length=254)
            sites = [site_named(options["site"])] if options["site"] else list(Site.objects.all())
        except (AddressError, UnknownArticle) as error:
            raise CommandError(str(error)) from None
        anything = False
        for site in sites:
            found = find(address, site.pk, every_spelling=options["every_spelling"])
            if not found:
                continue
            anything = True
            if not options["dry_run"]:
                erase(found, "command", timezone.now())
            self.stdout.write(f"{site.key}: {said(found)}")
        if not anything:
            self.stdout.write("Nothing is kept of this address.")
        elif options["dry_run"]:
            self.stdout.write("Nothing was erased: this was a dry run.")


def said(found: Found) -> str:
    counts = {
        "comments": found.comments,
        "subscriptions": found.subscriptions,
        "mails": found.mails,
        "links": found.links,
    }
    return ", ".join(f"{len(pks)} {name}" for name, pks in counts.items())
