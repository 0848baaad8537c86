"""rebuild_model: a site's model made anew from the prior and the last decisions of its people.

One at a time: the row is held by compare-and-swap, and given up by time. Whoever is killed in the
middle leaves the old model where it is; whoever was overtaken changes nothing.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from articles.public import own_domains
from comments import text
from comments.evidence.learned import facts_about, opened
from comments.learning.domains import DomainMemory
from comments.learning.errors import LearningError
from comments.learning.features import Example, examples
from comments.learning.replay import MAX_DECISIONS
from comments.learning.replay import Decision as Lived
from comments.learning.scorer import Candidate, Kind, Scorer, taught
from comments.models import LearnedModel, LearnedScorer, Lesson
from comments.services.stale_models import LABELS

LONGEST = timedelta(minutes=5)
KEPT_VERSIONS = 20


@dataclass(frozen=True)
class Built:
    """``model.refused`` says why it did not go live, where it did not."""

    model: LearnedModel


@dataclass(frozen=True)
class NotBuilt:
    """``busy``: somebody else is at it; ``pinned``: a person chose a version; ``no_lessons``;
    ``overtaken``: it took so long that somebody else began anew."""

    why: str


def rebuild_model(
    site_pk: int, kind: Kind, now: datetime, *, by_hand: bool = False
) -> Built | NotBuilt:
    """``by_hand`` ends a pin: whoever asks for a new model wants the newest."""
    row, _ = LearnedScorer.objects.get_or_create(site_id=site_pk, kind=kind.value)
    if row.pinned and not by_hand:
        return NotBuilt("pinned")
    builder = uuid.uuid4().hex
    if not _hold(row, builder, now):
        return NotBuilt("busy")
    try:
        row.refresh_from_db()
        return _build(row, kind, builder, now)
    except BaseException:
        _let_go(row, builder)
        raise


def _hold(row: LearnedScorer, builder: str, now: datetime) -> bool:
    free = Q(building_until=None) | Q(building_until__lt=now)
    rows = LearnedScorer.objects.filter(free, pk=row.pk)
    return bool(rows.update(builder=builder, building_until=now + LONGEST))


def _let_go(row: LearnedScorer, builder: str) -> None:
    held = LearnedScorer.objects.filter(pk=row.pk, builder=builder)
    held.update(builder="", building_until=None)


def _build(row: LearnedScorer, kind: Kind, builder: str, now: datetime) -> Built | NotBuilt:
    lessons = list(lessons_of(row.site_id, kind)[:MAX_DECISIONS])[::-1]
    if not lessons:
        return _nothing_left(row, builder)
    domains = DomainMemory()
    for lesson in lessons:
        domains.learn(lesson.domains, lesson.label != Lesson.Label.GOOD)
    candidate = taught(
        kind.prior(),
        list(_lived(lessons)),
        [one.logit for one in lessons if one.label == Lesson.Label.GOOD],
        domains.allowed(own_domains(row.site_id)),
        _live(row, kind),
    )
    return _swap(row, candidate, len(lessons), builder, now)


def _nothing_left(row: LearnedScorer, builder: str) -> NotBuilt:
    """Every lesson was erased: the prior judges, and no version remembers them."""
    with transaction.atomic():
        held = LearnedScorer.objects.filter(pk=row.pk, builder=builder)
        if held.update(live=None, new_lessons=0, builder="", building_until=None, pinned=False):
            LearnedModel.objects.filter(site_id=row.site_id, kind=row.kind).delete()
    return NotBuilt("no_lessons")


def lessons_of(site_pk: int, kind: Kind) -> QuerySet[Lesson]:
    """Newest first."""
    rows = Lesson.objects.filter(site_id=site_pk, label__in=LABELS[kind])
    return rows.order_by("-decided", "-id")


def _lived(lessons: Iterable[Lesson]) -> Iterable[Lived]:
    for lesson in lessons:
        example = _example(lesson)
        if example is not None:
            yield Lived(example, lesson.label != Lesson.Label.GOOD)


def _example(lesson: Lesson) -> Example | None:
    """Stored features, or, where they are of another version, those of the words while they are
    the ones that were decided."""
    try:
        return Example.unpack(bytes(lesson.example))
    except LearningError:
        comment = lesson.comment
        if comment.revision != lesson.revision:
            return None
        return examples(text.plain(comment.body), facts_about(comment))[0]


def _live(row: LearnedScorer, kind: Kind) -> Scorer:
    try:
        return opened(row.live) if row.live else Scorer(kind.prior())
    except LearningError:
        return Scorer(kind.prior())


def _swap(
    row: LearnedScorer, candidate: Candidate, lessons: int, builder: str, now: datetime
) -> Built | NotBuilt:
    scorer, refused = candidate.scorer, candidate.refused or ""
    weights = scorer.model.pack()
    with transaction.atomic():
        # The row first: whoever was overtaken must not leave a version behind.
        held = LearnedScorer.objects.filter(pk=row.pk, builder=builder)
        done = {"builder": "", "building_until": None, "refused": refused, "pinned": False}
        if not held.update(new_lessons=F("new_lessons") - row.new_lessons, **done):
            return NotBuilt("overtaken")
        model = LearnedModel.objects.create(
            site_id=row.site_id,
            kind=row.kind,
            number=_next_number(row),
            weights=weights,
            checksum=hashlib.sha256(weights).hexdigest(),
            slope=scorer.calibration.slope,
            offset=scorer.calibration.offset,
            threshold=scorer.threshold,
            allowed=sorted(scorer.allowed),
            lessons=lessons,
            recall=candidate.trial.recall,
            calibration_error=candidate.trial.calibration_error,
            refused=refused,
            created=now,
        )
        if not refused:
            LearnedScorer.objects.filter(pk=row.pk).update(live=model)
        _forget_old(row, model)
    return Built(model)


def _next_number(row: LearnedScorer) -> int:
    versions = LearnedModel.objects.filter(site_id=row.site_id, kind=row.kind)
    last: int | None = versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _forget_old(row: LearnedScorer, newest: LearnedModel) -> None:
    old = LearnedModel.objects.filter(
        site_id=row.site_id, kind=row.kind, number__lte=newest.number - KEPT_VERSIONS
    )
    live = LearnedScorer.objects.filter(pk=row.pk).values("live_id")
    old.exclude(pk__in=live).delete()
