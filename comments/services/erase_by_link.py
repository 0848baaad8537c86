"""erase_by_link: the owner of an address said yes; the work is promised, and done soon after."""

from datetime import datetime

from django.db import transaction

from comments.models import Link
from comments.services import links
from comments.services.erase import erase, find
from newsroom.kernel import outbox

PURPOSE = "erase"


def promise_erasure(link: Link, now: datetime) -> bool:
    """False where the link was used before. The promise names the link, which knows the address
    until the work is done: no address stands in the outbox."""
    with transaction.atomic():
        if not links.use(link, now):
            return False
        outbox.record("person.erase", link.pk, now=now)
    return True


def keep_promise(link_pk: int, now: datetime) -> None:
    """Safe to repeat: once all is gone the link is gone too."""
    link = Link.objects.filter(pk=link_pk, purpose=PURPOSE).exclude(used_at=None).first()
    if link is not None:
        erase(find(link.address, link.site_id), "link", now)
