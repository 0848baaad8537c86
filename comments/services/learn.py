"""learn: a person's last decision on a comment becomes a lesson, or the lesson is taken back.

Reads what stands now, so it may run ten times or late: the last one leaves the right row.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from comments.evidence.learned import COUNTED, InUse, facts_about, in_use
from comments.learning.facts import Facts
from comments.learning.links import part
from comments.learning.scorer import Judgement, Kind, is_due
from comments.learning.skeleton import skeleton
from comments.models import (
    Comment,
    Decision,
    Evidence,
    Learned,
    LearnedScorer,
    Lesson,
    Policy,
    standing,
)
from comments.pipeline.folder import NotReplayable
from comments.reading.replay import words_at
from comments.services.stale_models import ask_for_rebuild
from comments.states import Status

LABELS = {
    Status.PUBLISHED: Lesson.Label.GOOD,
    Status.SPAM: Lesson.Label.SPAM,
    Status.REJECTED: Lesson.Label.REMOVED,
    Status.REMOVED: Lesson.Label.REMOVED,
}
SAID = ("logit", "probability", "word")
TEACHES = {
    Lesson.Label.GOOD: (Kind.SPAM, Kind.REMOVED),
    Lesson.Label.SPAM: (Kind.SPAM,),
    Lesson.Label.REMOVED: (Kind.REMOVED,),
}


def learn(comment_pk: int, now: datetime) -> Lesson | None:
    """The lesson that stands now; None where a decision was undone, or teaches nothing."""
    rows = Comment.objects.select_related("commenter", "thread__article")
    comment = rows.filter(pk=comment_pk).first()
    if comment is None or comment.erased_at or _does_without(comment.thread.site_id):
        return None
    decision = standing(comment.decisions.filter(actor="moderator").order_by("-id"))
    label = label_of(decision) if decision else None
    if decision is None or label is None:
        unlearn([comment.pk], now)
        return None
    return _write(comment, decision, label, now)


def label_of(decision: Decision) -> Lesson.Label | None:
    """Held is no answer yet. What was removed as spam teaches what spam is."""
    if "spam" in decision.reasons and decision.after in (Status.REJECTED, Status.REMOVED):
        return Lesson.Label.SPAM
    return LABELS.get(Status(decision.after))


def _does_without(site_pk: int) -> bool:
    return Policy.objects.filter(site_id=site_pk, learned_spam=Learned.OFF).exists()


def unlearn(comment_pks: list[int], now: datetime) -> int:
    """Takes lessons back: an undo, or an erasure. The models forget at their next rebuild."""
    with transaction.atomic():
        lessons = list(Lesson.objects.filter(comment_id__in=comment_pks))
        Lesson.objects.filter(pk__in=[lesson.pk for lesson in lessons]).delete()
        for lesson in lessons:
            _mark_stale(lesson.site_id, Lesson.Label(lesson.label), now)
    return len(lessons)


def _write(
    comment: Comment, decision: Decision, label: Lesson.Label, now: datetime
) -> Lesson | None:
    before = Lesson.objects.filter(comment=comment).first()
    if before and (before.label, before.revision) == (label, decision.revision):
        return before
    used = in_use(comment.thread.site_id, Kind.SPAM)
    try:
        source = words_at(comment, decision.revision).text
    except NotReplayable:
        return None
    said, facts = _said_before(comment, decision.revision)
    judgement = used.scorer.judge(source, facts)
    with transaction.atomic():
        lesson, _ = Lesson.objects.update_or_create(
            comment=comment,
            defaults={
                "site_id": comment.thread.site_id,
                "revision": decision.revision,
                "label": label,
                "example": judgement.example.pack(),
                "domains": sorted({link.domain for link in part(skeleton(source)).links}),
                "decided": decision.created,
                **(_said_now(used, judgement) | said),
            },
        )
        _mark_stale(lesson.site_id, label, now)
        if before and before.label != label:
            _mark_stale(lesson.site_id, Lesson.Label(before.label), now)
    return lesson


def _said_before(comment: Comment, revision: int) -> tuple[dict[str, object], Facts]:
    """What the score said at the review, and on which facts: the counts have moved since."""
    rows = Evidence.objects.filter(comment=comment, revision=revision, scorer="learned_spam")
    row = rows.filter(state=Evidence.State.OK).first()
    known = facts_about(comment)
    told = (row.details or {}).get("facts", {}) if row else {}
    counted = {name: told.get(name) for name in COUNTED}
    facts = Facts(known.name, known.website, known.mail_domain, **counted)
    if row is None or not row.value:
        return {}, facts
    return {name: row.value[name] for name in SAID} | {"scorer": row.version}, facts


def _said_now(used: InUse, judgement: Judgement) -> dict[str, object]:
    return {
        "logit": judgement.logit,
        "probability": judgement.probability,
        "word": judgement.word.value,
        "scorer": used.version,
    }


def _mark_stale(site_pk: int, label: Lesson.Label, now: datetime) -> None:
    """Counts the lesson for each model that it teaches; enough of them ask for a rebuild."""
    for kind in TEACHES[label]:
        row, _ = LearnedScorer.objects.get_or_create(site_id=site_pk, kind=kind.value)
        LearnedScorer.objects.filter(pk=row.pk).update(new_lessons=F("new_lessons") + 1)
        known = row.live.lessons if row.live else 0
        if is_due(row.new_lessons + 1, known) and not row.pinned:
            ask_for_rebuild(site_pk, kind, now)
