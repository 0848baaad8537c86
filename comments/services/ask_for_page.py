"""ask_for_page: somebody wants the link to everything an address wrote. The answer is the same for
every address; whether a mail goes is settled when it is sent."""

from datetime import datetime

from comments.services import mails
from comments.services.mails import Wanted
from newsroom.kernel import limits
from newsroom.kernel.http import address_prefix

PER_NETWORK = limits.Limit("ask-for-page", 10, 3600)


def ask_for_page(site: int, address: str, language: str, ip: str, now: datetime) -> int | None:
    """None: taken. Otherwise seconds until this network may ask again."""
    wait = limits.hit(PER_NETWORK, address_prefix(ip), now)
    if wait is None:
        mails.post(Wanted("me", site, address, language=language, ip=ip), now)
    return wait
