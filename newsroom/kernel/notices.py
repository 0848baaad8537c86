"""What upkeep found that somebody should hear of: kept for ``doctor``, one row a subject."""

from datetime import datetime, timedelta

from newsroom.kernel.models import Notice

RECENT = timedelta(days=7)


def tell(name: str, said: str, now: datetime) -> None:
    """The newest word on a subject stands for all before it."""
    Notice.objects.update_or_create(name=name, defaults={"said": said[:500], "created": now})


def recent(now: datetime) -> list[Notice]:
    return list(Notice.objects.filter(created__gt=now - RECENT).order_by("name"))
