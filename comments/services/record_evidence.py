"""Keeps what scorers answered, a row a scorer and revision: a decision can be replayed by it."""

from collections.abc import Iterable
from datetime import datetime

from comments.evidence.gather import Answer
from comments.models import Comment, Evidence
from comments.pipeline.case import Missing


def record_evidence(comment: Comment, answers: Iterable[Answer], now: datetime) -> None:
    rows = [_row(comment, answer, now) for answer in answers]
    Evidence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["comment", "revision", "scorer"],
        update_fields=["state", "value", "reason", "milliseconds", "created"],
    )


def _row(comment: Comment, answer: Answer, now: datetime) -> Evidence:
    missing = answer.value if isinstance(answer.value, Missing) else None
    return Evidence(
        comment=comment,
        revision=comment.revision,
        scorer=answer.scorer,
        state=Evidence.State.MISSING if missing else Evidence.State.OK,
        value=None if missing else answer.value,
        reason=missing.why[:200] if missing else "",
        milliseconds=answer.milliseconds,
        created=now,
    )
