"""Leads to a copy of everything that is kept of an address."""

from collections.abc import Sequence
from datetime import datetime

from comments.models import Mail
from comments.notify.letter import Letter
from comments.notify.letters import me


def unwanted(mail: Mail, now: datetime) -> str | None:
    return me.unwanted(mail, now)


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    return me.letter_to("export", "me/export", mails[0], now)
