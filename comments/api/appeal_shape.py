"""The statement of reasons as the API gives it."""

from datetime import datetime
from typing import Any

from comments.models import Comment, Policy
from comments.notify.words import words
from comments.reading.shapes import iso
from comments.reading.statement import statement


def stated(comment: Comment, policy: Policy, now: datetime) -> dict[str, Any] | None:
    """In the language of the article; None where it is not refused."""
    found = statement(comment, policy, now)
    if found is None:
        return None
    return {
        "why": found.why.removeprefix("why_"),
        "text": words(comment.thread.article.language).t(found.why),
        "automated": found.automated,
        "decided_at": iso(found.decided),
        "appeal": found.appeal,
        "until": iso(found.until) if found.until else None,
        "said": found.said,
    }
