"""tell_closing: everybody is told once that nobody may write in a thread any more, or may again.

What holds is said by mode and clock (``services.threads``); ``Thread.closed`` is only what was last
told. An editor's word on a thread is told at once, the clock's within a minute. A word on a section
or a site changes thousands of threads, and is told for none of them.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from comments import modes
from comments.models import CloseFrom, Policy, Thread
from comments.services.threads import mode_in, policy_of
from newsroom.kernel import outbox

BATCH, MOST = 200, 5_000
# What ended before is no news: a site that begins to close its threads closes years of them.
NEWS = timedelta(days=1)


def tell_closing(thread: Thread, now: datetime) -> bool:
    """Whether there was something to tell; of any number of callers one does."""
    mode = mode_in(thread, policy_of(thread.site_id), now)
    closed = modes.refusal(mode, verified=True) is not None
    with transaction.atomic():
        if not Thread.objects.filter(pk=thread.pk, closed=not closed).update(closed=closed):
            return False
        outbox.record("thread.closed" if closed else "thread.opened", thread.pk, now=now)
    return True


def tell_closings(now: datetime) -> int:
    """Threads whose time has run out since the last look; returns of how many it was told."""
    open_ones = Thread.objects.filter(closed=False)
    told = _tell(open_ones, "closes_at", now, now)
    for policy in Policy.objects.filter(auto_close_days__gt=0):
        mine = open_ones.filter(site_id=policy.site_id, closes_at=None)
        from_last = policy.auto_close_from == CloseFrom.LAST_COMMENT
        published = F("article__published_at")
        start = Coalesce(F("last_at"), published) if from_last else published
        over = now - timedelta(days=policy.auto_close_days)
        told += _tell(mine.alias(start=start), "start", over, now)
    return told


def _tell(rows: QuerySet[Thread], moment: str, over: datetime, now: datetime) -> int:
    """Of those whose ``moment`` is not after ``over``."""
    ended = rows.filter(**{f"{moment}__lte": over})
    old = ended.filter(**{f"{moment}__lte": over - NEWS}).values_list("pk", flat=True)[:MOST]
    Thread.objects.filter(pk__in=list(old)).update(closed=True)
    news = ended.select_related("article__section")
    return sum(tell_closing(thread, now) for thread in news[:BATCH])
