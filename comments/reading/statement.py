"""The statement of reasons: what its author is told of a refusal, and what may be done about it."""

from dataclasses import dataclass
from datetime import datetime

from comments.desk_reasons import REFUSAL_REASONS
from comments.models import Appeal, Comment, Decision, Policy
from comments.services.appeals import appeal_until, problem_with, refusal_of
from comments.states import Status

# Findings that may be told. Of all others, and of spam, the author learns no more than that:
# whoever sends spam would tune it against an answer.
TOLD = {"listed_word": "why_listed_word", "author_banned": "why_author"}
TOLD |= dict.fromkeys(("author_suspended", "sender_blocked"), "why_author")


@dataclass(frozen=True)
class Statement:
    """``why`` names a sentence of ``notify.words``. ``appeal``: none, open, or how the last one
    ended; ``until``: when the time to make one ends, None where there is none to make."""

    status: Status
    why: str
    automated: bool
    reported: bool
    decided: datetime
    until: datetime | None
    appeal: str
    said: str


def statement(comment: Comment, policy: Policy, now: datetime) -> Statement | None:
    """None where it is not refused, or by nobody's opinion."""
    refusal = refusal_of(comment)
    if refusal is None:
        return None
    last = appeal_about(comment, refusal)
    open_one = last is not None and last.state == Appeal.State.OPEN
    allowed = not open_one and problem_with(refusal, policy, now) is None
    return Statement(
        status=Status(comment.status),
        why=why(comment, refusal),
        automated=refusal.actor == "machine",
        reported=comment.reports.filter(settled_at=refusal.created).exists(),
        decided=refusal.created,
        until=appeal_until(refusal, policy) if allowed else None,
        appeal=last.state if last else "none",
        said=last.said if last else "",
    )


def appeal_about(comment: Comment, refusal: Decision) -> Appeal | None:
    """The open one, or the one that ended in this refusal: what was granted before a new refusal
    says nothing of it."""
    last = comment.appeals.first()
    if last is None or last.state == Appeal.State.OPEN:
        return last
    return last if refusal.pk in (last.decision_id, last.answer_id) else None


def why(comment: Comment, refusal: Decision) -> str:
    if comment.status == Status.SPAM or "spam" in refusal.reasons:
        return "why_spam"
    if refusal.actor != "machine":
        known = next((code for code in refusal.reasons if code in REFUSAL_REASONS), "other")
        return f"why_{known}"
    return next((TOLD[code] for code in refusal.reasons if code in TOLD), "why_other")


def answered(comment: Comment) -> Appeal | None:
    """The last appeal, where it has been answered."""
    last = comment.appeals.first()
    return last if last is not None and last.state != Appeal.State.OPEN else None
