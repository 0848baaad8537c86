"""Keeps what scorers answered, a row a scorer and revision: a decision can be replayed by it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from comments.evidence.gather import Answer
from comments.models import Comment, Evidence
from comments.pipeline.case import Missing, Skipped

WRITTEN = ("state", "value", "score", "reason", "details", "version", "milliseconds")


def record_evidence(comment: Comment, answers: Iterable[Answer], now: datetime) -> None:
    rows = [_row(comment, answer, now) for answer in answers]
    Evidence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["comment", "revision", "scorer"],
        update_fields=[*WRITTEN, "created"],
    )


def _row(comment: Comment, answer: Answer, now: datetime) -> Evidence:
    state, value, reason = _told(answer)
    return Evidence(
        comment=comment,
        revision=comment.revision,
        scorer=answer.scorer,
        state=state,
        value=value,
        score=answer.score,
        reason=reason[:200],
        details=answer.details,
        version=answer.version,
        milliseconds=answer.milliseconds,
        created=now,
    )


def _told(answer: Answer) -> tuple[Evidence.State, Any, str]:
    if isinstance(answer.value, Missing):
        return Evidence.State.MISSING, None, answer.value.why
    if isinstance(answer.value, Skipped):
        return Evidence.State.SKIPPED, None, answer.value.why
    return Evidence.State.OK, answer.value, answer.reason
