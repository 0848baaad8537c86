"""Asks every scorer, within a deadline, and keeps an answer from each: a value, or Missing(why).

This is all the I/O there is before a judgement; the stages see its answers only.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.evidence.learned import ask_learned_removed, ask_learned_spam
from comments.evidence.lists import ask_lists
from comments.evidence.mail_domain import ask_mail_domain
from comments.evidence.outside import ask_akismet, ask_http_scorer
from comments.evidence.repeats import ask_repeats
from comments.evidence.similar import ask_same_text
from comments.models import Comment
from comments.pipeline.case import Missing, Scored, Skipped

Scorer = Callable[[Comment, datetime], Any]

SCORERS: dict[str, Scorer] = {
    "lists": ask_lists,
    "same_text": ask_same_text,
    "repeats": ask_repeats,
    "mail_domain": ask_mail_domain,
    "learned_spam": ask_learned_spam,
    "learned_removed": ask_learned_removed,
    "akismet": ask_akismet,
    "http_scorer": ask_http_scorer,
}
# Each scorer bounds its own waiting. Together they get no more: a lease would run out meanwhile.
DEADLINE = 20.0  # seconds
LONGEST_VALUE = 100_000  # characters of JSON


@dataclass(frozen=True)
class Answer:
    """``value`` is plain JSON, Missing or Skipped; the rest is for the row and for people."""

    scorer: str
    value: Any
    milliseconds: float
    score: float | None = None
    reason: str = ""
    details: Any = None
    version: str = ""


def gather(
    comment: Comment, now: datetime, scorers: Mapping[str, Scorer] = SCORERS
) -> list[Answer]:
    started = time.perf_counter()
    return [_ask(name, scorer, comment, now, started) for name, scorer in scorers.items()]


def as_evidence(answers: Iterable[Answer]) -> dict[str, Any]:
    """What stages see; a scorer that had nothing to ask about is not in it."""
    return {one.scorer: one.value for one in answers if not isinstance(one.value, Skipped)}


def _ask(name: str, scorer: Scorer, comment: Comment, now: datetime, began: float) -> Answer:
    started = time.perf_counter()
    if started - began > DEADLINE:
        return Answer(name, Missing("no time was left"), 0)
    try:
        value = _checked(scorer(comment, now))
    except Exception as error:
        value = Missing(f"{type(error).__name__}: {error}")
    took = (time.perf_counter() - started) * 1000
    if isinstance(value, Scored):
        return Answer(
            name, value.value, took, value.score, value.reason, value.details, value.version
        )
    return Answer(name, value, took)


def _checked(found: Any) -> Any:
    """Raises TypeError or ValueError for what could not be stored, and so not be replayed."""
    if isinstance(found, Missing | Skipped):
        return found
    kept = (found.value, found.score, found.details) if isinstance(found, Scored) else (found,)
    if len(json.dumps(kept, allow_nan=False)) > LONGEST_VALUE:
        raise ValueError("the answer is too long")
    return found
