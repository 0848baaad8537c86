"""``mail_hook``: the address to which a mail provider or mail server reports bounces."""

from typing import Any

from django.core.management.base import BaseCommand

from comments.services.hook_address import hook_address


class Command(BaseCommand):
    help = "Print the secret address for reports of bounces and complaints."

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write(hook_address())
