"""Leads to one's own page. The answer to whoever asked was the same whether it goes out or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from comments.models import Comment, Mail
from comments.notify.letter import Item, Letter, day_and_hour
from comments.notify.letters.asking import asking
from comments.notify.ways import link
from comments.notify.words import Words
from comments.services import links
from comments.services.members import commenters_of

PURPOSE = "me"
LIFETIME = timedelta(hours=24)


def unwanted(mail: Mail, now: datetime) -> str | None:
    """By this very address: `ada+x@` may be somebody else's, who must not even learn of ada."""
    people = commenters_of(mail.site_id, mail.recipient)
    wrote = Comment.objects.filter(commenter_id__in=people, email__iexact=mail.address)
    return None if wrote.exists() else "unknown"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    return letter_to(PURPOSE, "me/open", mails[0], now)


def letter_to(purpose: str, page: str, mail: Mail, now: datetime) -> Letter:
    """A link for a day to one of the pages that only the owner of the address may see."""
    until = now + LIFETIME
    token, _ = links.issue(purpose, mail.site_id, mail.address, now, expires=until)

    def item(mail: Mail, said: Words) -> Item:
        return Item(mail.site.name, url=link(page, token), button=said.t(f"{purpose}_button"))

    when = day_and_hour(until)
    return asking(purpose, [mail], item, not_you="me_not_you", until=when)
