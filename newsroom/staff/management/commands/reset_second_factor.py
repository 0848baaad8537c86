"""For a colleague who has lost app, passkeys and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.staff.services.let_in import end, open_ones
from newsroom.staff.services.reset import reset


class Command(BaseCommand):
    help = "Takes app, passkeys and recovery codes from an account, and signs it out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['name']!r}.")
        reset(user)
        ended = end(user, [row.pk for row in open_ones(user, timezone.now())])
        self.stdout.write(f"{user.get_username()} signs in by password now. Signed out: {ended}.")
