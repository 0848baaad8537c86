"""ask_for_data: from one's own page, a link to a copy of everything or to its erasure is sent to
the address, once a week each."""

from datetime import datetime, timedelta

from comments.models import Link, Mail
from comments.services import mails
from comments.services.mails import Wanted

KINDS = ("export", "erase")
EVERY = timedelta(days=7)


def ask_for_data(kind: str, page: Link, language: str, ip: str, now: datetime) -> bool:
    """False where the same was asked for within the week. ``page`` is the open page's link."""
    person = mails.recipient(page.address)
    asked = Mail.objects.filter(site_id=page.site_id, recipient=person, kind=kind)
    if asked.filter(created__gt=now - EVERY).exclude(state=Mail.State.DROPPED).exists():
        return False
    return mails.post(Wanted(kind, page.site_id, page.address, language=language, ip=ip), now)
