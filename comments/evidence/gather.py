"""Asks every scorer, within a deadline, and keeps an answer from each: a value, or Missing(why).

This is all the I/O there is before a judgement; the stages see its answers only.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.evidence.mail_domain import ask_mail_domain
from comments.evidence.similar import ask_same_text
from comments.models import Comment
from comments.pipeline.case import Missing

Scorer = Callable[[Comment, datetime], Any]

SCORERS: dict[str, Scorer] = {
    "same_text": ask_same_text,
    "mail_domain": ask_mail_domain,
}


@dataclass(frozen=True)
class Answer:
    scorer: str
    value: Any
    milliseconds: float


def gather(comment: Comment, now: datetime) -> list[Answer]:
    return [_ask(name, scorer, comment, now) for name, scorer in SCORERS.items()]


def _ask(name: str, scorer: Scorer, comment: Comment, now: datetime) -> Answer:
    started = time.perf_counter()
    try:
        value = scorer(comment, now)
    except Exception as error:
        value = Missing(f"{type(error).__name__}: {error}")
    return Answer(name, value, (time.perf_counter() - started) * 1000)
