"""count_past: a comment is deleted, and what was decided of it stays in the figures."""

from django.db.models import F

from comments.models import Appeal, Comment, Decision, PastDecisions
from comments.states import REFUSED


def count_past(comment: Comment) -> None:
    """Call it in the transaction of the deletion."""
    site_pk = comment.thread.site_id
    for decision in Decision.objects.filter(comment=comment, after__in=REFUSED):
        appeal = Appeal.objects.filter(decision=decision).first()
        row, _ = PastDecisions.objects.get_or_create(
            site_id=site_pk,
            month=decision.created.date().replace(day=1),
            actor=decision.actor,
            after=decision.after,
            reason=(decision.reasons[0] if decision.reasons else "")[:60],
        )
        seconds = max(0, int((decision.created - comment.created_at).total_seconds()))
        PastDecisions.objects.filter(pk=row.pk).update(
            count=F("count") + 1,
            seconds=F("seconds") + seconds,
            appealed=F("appealed") + int(appeal is not None),
            granted=F("granted") + int(appeal is not None and appeal.state == Appeal.State.GRANTED),
        )
