"""Taking an article back: the row stays, with its conversation, and nobody is shown it."""

from datetime import datetime

from django.db import transaction

from articles.models import Article, Site, Status
from articles.services.announce import announce
from articles.services.section_entries import leave


def withdraw(site: Site, external_id: str, now: datetime) -> Article | None:
    """None where the site has no such article; withdrawing twice is the same as once."""
    with transaction.atomic():
        row = Article.objects.filter(site=site, external_id=external_id).first()
        if row is None or row.status == Status.WITHDRAWN:
            return row
        was_public = row.is_public(now)
        row.status = Status.WITHDRAWN
        row.public_at = row.place()
        row.changed = now
        row.told_digest = ""
        row.save(update_fields=["status", "public_at", "changed", "told_digest"])
        leave(row)
        announce(row, was_public=was_public, now=now)
        return row
