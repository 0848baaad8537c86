"""Models that have new lessons ask to be rebuilt: after enough of them, and each hour anyway."""

from datetime import datetime

from comments.learning.scorer import Kind
from comments.models import LearnedScorer
from newsroom.kernel import outbox


def ask_for_rebuild(site_pk: int, kind: Kind, now: datetime) -> None:
    """Promises one rebuild; a second before it has begun would be the same work twice."""
    key = f"{site_pk}:{kind.value}"
    if not outbox.waits("model.stale", key):
        outbox.record("model.stale", key, now=now)


def catch_up(now: datetime) -> int:
    """Asks for every model that has new lessons and no pin; returns how many."""
    rows = list(LearnedScorer.objects.filter(new_lessons__gt=0, pinned=False))
    for row in rows:
        ask_for_rebuild(row.site_id, Kind(row.kind), now)
    return len(rows)
