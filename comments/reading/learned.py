"""How a site's learned score does: drawn from what it said of each comment before its decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments.evidence.learned import in_use
from comments.learning.errors import LearningError
from comments.learning.gate import calibration_error, recall_at, stability_index
from comments.learning.scorer import Kind
from comments.learning.thresholds import BUDGET, Word
from comments.models import Evidence, LearnedScorer, Lesson

LAST = 500
WEEK = timedelta(days=7)
BEFORE = timedelta(days=28)
FEW = 50


@dataclass(frozen=True)
class Report:
    """Shares in 0–1. ``stability``: under .1 the public is as before, over .25 it is another; None
    where too few comments were judged. ``wrong``: of good comments that the score called spam."""

    lessons: int
    recall: float | None
    calibration_error: float | None
    wrong: float | None
    budget: float
    stability: float | None
    trouble: str


def report(site_pk: int, now: datetime) -> Report:
    """Of the spam score, over the last 500 lessons."""
    rows = Lesson.objects.filter(site_id=site_pk).exclude(label=Lesson.Label.REMOVED)
    told = rows.order_by("-decided", "-id").values_list("probability", "word", "label")
    last = list(told[:LAST])
    said = [probability for probability, _, _ in last]
    spam = [label == Lesson.Label.SPAM for _, _, label in last]
    good = [word == Word.SPAM.value for _, word, label in last if label == Lesson.Label.GOOD]
    return Report(
        lessons=rows.count(),
        recall=recall_at(said, spam) if FEW <= len(last) and any(spam) and good else None,
        calibration_error=calibration_error(said, spam) if len(last) >= FEW else None,
        wrong=sum(good) / len(good) if good else None,
        budget=BUDGET,
        stability=_stability(site_pk, now),
        trouble=trouble(site_pk, Kind.SPAM),
    )


def trouble(site_pk: int, kind: Kind) -> str:
    """Why the site's own model is not in use, or was not renewed; '' where all is well."""
    try:
        found = in_use(site_pk, kind).trouble
    except LearningError as error:
        return f"No score is made: {error}"
    if found:
        return f"The shipped prior judges instead of the site's own model: {found}"
    row = LearnedScorer.objects.filter(site_id=site_pk, kind=kind.value).first()
    if row is not None and row.refused:
        return f"The newest model was worse and is not in use ({row.refused}); the last one stays."
    return ""


def _stability(site_pk: int, now: datetime) -> float | None:
    rows = Evidence.objects.filter(
        scorer="learned_spam", comment__thread__site_id=site_pk, score__isnull=False
    )
    this = list(rows.filter(created__gt=now - WEEK).values_list("score", flat=True)[:5_000])
    past = rows.filter(created__gt=now - BEFORE, created__lte=now - WEEK)
    before = list(past.values_list("score", flat=True)[:5_000])
    if len(this) < FEW or len(before) < FEW:
        return None
    return stability_index([s for s in before if s is not None], [s for s in this if s is not None])
