"""desk_news: what the desk's webhook has to tell, written down and promised once for all of it.

One message a minute at most, however much happens: it tells of everything since the last one. A
receiver that is away is tried again later and later; what is a day old by then is told no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from comments.models import DeskNews, Webhook
from newsroom.kernel import outbox

GATHER = timedelta(seconds=5)
APART = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
LOST = timedelta(minutes=15)
"""A promise so long overdue was lost with its worker: the next news makes another."""
TOO_OLD = timedelta(days=1)
KEEP_TOLD = timedelta(days=2)
MOST = 100
"""Of one kind unheard: more is told as “100 or more”."""
SAID = 200


@dataclass(frozen=True)
class Batch:
    """News for one message; ``row`` as it was when they were read."""

    row: Webhook
    news: Sequence[DeskNews]

    @property
    def id(self) -> str:
        """The same for the same message, so that a receiver knows a second delivery."""
        return f"desk_{self.row.site_id}_{self.news[-1].pk}"


def news(
    site_pk: int, kind: str, now: datetime, *, comment: int | None = None, detail: str = ""
) -> bool:
    """False where the site wants no news of the kind, or has this one already."""
    with transaction.atomic():
        row = Webhook.objects.select_for_update().filter(site=site_pk, on=True).first()
        if row is None or kind not in row.kinds:
            return False
        unheard = DeskNews.objects.filter(site=site_pk, kind=kind, told_at=None)
        if comment is not None and unheard.filter(comment=comment).exists():
            return False
        if unheard.values("pk")[:MOST].count() < MOST:
            DeskNews.objects.create(
                site_id=site_pk, kind=kind, comment_id=comment, detail=detail[:60], created=now
            )
        _promise(row, now)
    return True


def told_since(site_pk: int, kind: str, detail: str, since: datetime) -> bool:
    """Whether this news, heard or not, came after ``since``."""
    rows = DeskNews.objects.filter(site=site_pk, kind=kind, detail=detail, created__gt=since)
    return rows.exists()


def batch(site_pk: int, now: datetime) -> Batch | None:
    """What is to be told now; None where nothing is, and then nothing is promised any more."""
    with transaction.atomic():
        row = Webhook.objects.select_for_update().filter(site=site_pk).first()
        if row is None:
            return None
        old = Q(told_at=None, created__lt=now - TOO_OLD) | Q(told_at__lt=now - KEEP_TOLD)
        DeskNews.objects.filter(old, site=site_pk).delete()
        found = list(_unheard(site_pk)) if row.on else []
        if not found:
            Webhook.objects.filter(pk=row.pk).update(next_at=None)
            return None
    return Batch(row, found)


def arrived(told: Batch, now: datetime) -> None:
    with transaction.atomic():
        row = _locked(told)
        DeskNews.objects.filter(pk__in=[one.pk for one in told.news]).update(told_at=now)
        Webhook.objects.filter(pk=row.pk).update(sent_at=now, failures=0, said="", next_at=None)
        if _unheard(row.site_id).exists():
            row.sent_at, row.next_at = now, None
            _promise(row, now)


def came_back(told: Batch, said: str, now: datetime) -> None:
    """Tried again after one minute, two, four …, an hour at most."""
    with transaction.atomic():
        row = _locked(told)
        at = now + min(APART * 2 ** min(row.failures, 10), LONGEST_WAIT)
        failed = {"failures": row.failures + 1, "failed_at": now, "said": said[:SAID]}
        Webhook.objects.filter(pk=row.pk).update(next_at=at, **failed)
        outbox.record("desk.news", row.site_id, due=at, now=now)


def _unheard(site_pk: int) -> QuerySet[DeskNews]:
    rows = DeskNews.objects.filter(site_id=site_pk, told_at=None).order_by("id")
    return rows.select_related("comment__thread__article")


def _locked(told: Batch) -> Webhook:
    """Whoever writes news holds this row: what was not seen here is seen there."""
    return Webhook.objects.select_for_update().get(pk=told.row.pk)


def _promise(row: Webhook, now: datetime) -> None:
    """At most one message is promised at a time; the caller has locked the row."""
    if row.next_at is not None and row.next_at > now - LOST:
        return
    at = now + GATHER
    if row.sent_at is not None:
        at = max(at, row.sent_at + APART)
    Webhook.objects.filter(pk=row.pk).update(next_at=at)
    outbox.record("desk.news", row.site_id, due=at, now=now)
