"""Stubs that nobody has confirmed for long make room for others."""

from datetime import datetime, timedelta

from articles.models import Article, Origin, Status
from articles.services.announce import renew

UNCONFIRMED = timedelta(days=2)


def old_stubs(now: datetime, most: int = 500) -> list[int]:
    """Primary keys, oldest first."""
    rows = Article.objects.filter(origin=Origin.SEEN, status=Status.DRAFT)
    rows = rows.filter(created__lt=now - UNCONFIRMED).order_by("created")
    return list(rows.values_list("pk", flat=True)[:most])


def forget_stub(pk: int) -> bool:
    """False where it has been confirmed meanwhile. Whoever calls it has seen to its thread."""
    held = Article.objects.select_for_update(no_key=True)
    stub = held.filter(pk=pk, origin=Origin.SEEN, status=Status.DRAFT).first()
    if stub is None:
        return False
    stub.delete()
    renew(stub.site_id)
    return True
