"""open_page: the link from the mail becomes a page that stays open for an hour."""

from datetime import datetime, timedelta

from django.db import transaction

from comments.models import Link
from comments.services import links

ASKED, OPEN = "me", "page"
OPEN_FOR = timedelta(hours=1)


def open_page(link: Link, now: datetime) -> str | None:
    """The token of the page; None where the link was used before."""
    with transaction.atomic():
        if not links.use(link, now):
            return None
        token, _ = links.issue(OPEN, link.site_id, link.address, now, expires=now + OPEN_FOR)
    return token
