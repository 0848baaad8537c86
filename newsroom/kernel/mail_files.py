"""Mail without a mail server: each message becomes an .eml file that the demo can show."""

import secrets
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    """Writes into ``MAIL_DIR``; the name sorts by time."""

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
            draft = settings.MAIL_DIR / f"{name}.part"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(settings.MAIL_DIR / f"{name}.eml")
        return len(email_messages)
