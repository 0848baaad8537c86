"""agree: the owner of an address says the second yes to mail about a conversation, or says no."""

from datetime import datetime

from django.db import transaction

from comments.models import Link, Mailbox
from comments.services import follow, links, mailboxes, mails

PURPOSE = "follow"


def agree(link: Link, now: datetime, pace: str = "") -> bool:
    """False where the link was used before, or nothing waits for a yes any more."""
    if link.comment is None:
        return False
    with transaction.atomic():
        return links.use(link, now) and follow.activate(link.comment, now, pace) > 0


def decline(link: Link, now: datetime, *, stop: bool) -> bool:
    """``stop``: and no mail is to be sent to the address again."""
    with transaction.atomic():
        if not links.use(link, now):
            return False
        if link.comment is not None:
            follow.refuse(link.comment, now)
        if stop:
            mailboxes.suppress(mails.recipient(link.address), Mailbox.Why.OWNER, now)
    return True
