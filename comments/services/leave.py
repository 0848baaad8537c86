"""leave: the way out that stands in every mail; one click ends it, and a second changes nothing."""

from datetime import datetime

from comments.models import Mail, Mailbox
from comments.services import follow, mailboxes


def leave(word: str, now: datetime) -> None:
    """``s5`` ends subscription 5, ``a5`` all of its address at its site, ``m5`` any mail to the
    address that mail 5 went to. What is gone is left alone: the answer is the same."""
    kind, number = word[0], int(word[1:])
    if kind == "s":
        follow.end(number, "one_click", now)
    elif kind == "a":
        follow.end_all_like(number, "one_click", now)
    else:
        for mail in Mail.objects.filter(pk=number):
            mailboxes.suppress(mail.recipient, Mailbox.Why.OWNER, now)


def language_of(word: str) -> str:
    """Of the mail that the way out stands in; English where it is forgotten."""
    kind, number = word[0], int(word[1:])
    if kind == "m":
        found = Mail.objects.filter(pk=number).values_list("language", flat=True).first()
    else:
        found = follow.language_of(number)
    return found or "en"
