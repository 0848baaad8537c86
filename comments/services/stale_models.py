"""Models that have new lessons ask to be rebuilt: after enough of them, and each hour anyway."""

from datetime import datetime

from django.db.models import Q

from comments.learning.replay import MAX_DECISIONS
from comments.learning.scorer import Kind
from comments.models import LearnedScorer, Lesson
from newsroom.kernel import outbox

LABELS = {
    Kind.SPAM: (Lesson.Label.GOOD, Lesson.Label.SPAM),
    Kind.REMOVED: (Lesson.Label.GOOD, Lesson.Label.REMOVED),
}


def ask_for_rebuild(site_pk: int, kind: Kind, now: datetime) -> None:
    """Promises one rebuild; a second before it has begun would be the same work twice."""
    key = f"{site_pk}:{kind.value}"
    if not outbox.waits("model.stale", key):
        outbox.record("model.stale", key, now=now)


def catch_up(now: datetime) -> int:
    """Asks for every model that has new lessons, or knows of lessons that are gone (comments are
    erased in many ways), and that nobody has pinned; returns how many."""
    rows = LearnedScorer.objects.filter(Q(new_lessons__gt=0) | Q(live__isnull=False), pinned=False)
    stale = [row for row in rows.select_related("live") if row.new_lessons or _knows_more(row)]
    for row in stale:
        ask_for_rebuild(row.site_id, Kind(row.kind), now)
    return len(stale)


def _knows_more(row: LearnedScorer) -> bool:
    taught = LABELS[Kind(row.kind)]
    left = Lesson.objects.filter(site_id=row.site_id, label__in=taught)[:MAX_DECISIONS].count()
    return row.live is not None and left < row.live.lessons
