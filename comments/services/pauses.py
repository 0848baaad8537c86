"""The breaker of a site's mails: too many in an hour, and the hour after it is silent."""

import logging
from datetime import datetime, timedelta

from comments.models import MailPause

log = logging.getLogger(__name__)

LENGTH = timedelta(hours=1)


def paused_until(site: int, group: str, now: datetime) -> datetime | None:
    found = MailPause.objects.filter(site_id=site, group=group, until__gt=now)
    return found.values_list("until", flat=True).first()


def pause(site: int, group: str, now: datetime) -> datetime:
    """Trips the breaker; says so once, and stays until it has run out or staff lift it."""
    until = now + LENGTH
    MailPause.objects.update_or_create(
        site_id=site, group=group, defaults={"since": now, "until": until}
    )
    log.error("mails (%s) of site %s pause until %s: too many in an hour", group, site, until)
    return until


def lift(pks: list[int], now: datetime) -> int:
    return MailPause.objects.filter(pk__in=pks, until__gt=now).update(until=now)
