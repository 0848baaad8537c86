"""How much a comment wants a person's eyes: harm × reach × uncertainty, each from 0 to 1.

Harm is what may be wrong with it, reach how many would see it, uncertainty how little the machine
knows. The product orders the queue; the three parts are kept, so that a card can say them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What the review's reasons say of harm, were they right. A reason that is not here is DOUBT.
HARM = {
    "author_banned": 0.9,
    "author_suspended": 0.9,
    "author_shadowed": 0.8,
    "sender_blocked": 0.8,
    "filled_trap": 0.8,
    "listed_word": 0.8,
    "honeypot": 0.8,
    "author_watched": 0.7,
    "repeated_text": 0.6,
    "many_links": 0.5,
    "written_too_quickly": 0.4,
    "email_disposable": 0.4,
    "email_undeliverable": 0.3,
    "email_unconfirmed": 0.3,
    "email_typo": 0.2,
    "email_role": 0.2,
    "email_smtputf8": 0.2,
    "first_comment": 0.2,
    "every_comment_waits": 0.1,
    "no_concern": 0.1,
}
DOUBT = 0.5
# What one reader's report says of it.
REPORTED = {
    "privacy": 0.8,
    "abuse": 0.7,
    "spam": 0.5,
    "false": 0.5,
    "other": 0.4,
    "off_topic": 0.3,
}
EACH_MORE = 0.8
"""What each further report leaves of the distance to 1."""
UNSCORED = 0.8
LEAST = 0.05
FULL_HOUSE = 1000
"""Comments in a thread, from which on its reach counts as full."""


@dataclass(frozen=True)
class Urgency:
    """``cause``: the code behind the harm: a reason, or ``reported_`` and a reader's reason."""

    harm: float
    reach: float
    uncertainty: float
    cause: str

    @property
    def value(self) -> float:
        return round(self.harm * self.reach * self.uncertainty, 6)


def urgency(
    reasons: Iterable[str],
    reports: Mapping[str, int],
    *,
    thread_size: int,
    replies: int,
    depth: int,
    score: float | None,
) -> Urgency:
    """``reports``: how many are open, by reason. ``score``: the probability of spam, if anybody
    has said one."""
    harm, cause = max(_by_reasons(reasons), _by_reports(reports))
    return Urgency(
        harm=round(harm, 3),
        reach=round(_reach(thread_size, replies, depth), 3),
        uncertainty=round(_uncertainty(score), 3),
        cause=cause,
    )


def _by_reasons(reasons: Iterable[str]) -> tuple[float, str]:
    found = [(HARM.get(reason, DOUBT), reason) for reason in reasons]
    return max(found, default=(LEAST, ""))


def _by_reports(reports: Mapping[str, int]) -> tuple[float, str]:
    if not reports:
        return 0.0, ""
    worst = max(reports, key=lambda reason: REPORTED.get(reason, DOUBT))
    further = sum(reports.values()) - 1
    return 1 - (1 - REPORTED.get(worst, DOUBT)) * EACH_MORE**further, f"reported_{worst}"


def _reach(thread_size: int, replies: int, depth: int) -> float:
    """A long thread has many readers; a comment deep below is read by fewer of them, one with
    replies by more."""
    crowd = math.log1p(thread_size + 5 * replies) / math.log1p(FULL_HOUSE)
    place = 1.0 if depth == 0 else 0.8 if depth == 1 else 0.6
    return max(LEAST, min(1.0, (0.2 + 0.8 * crowd) * place))


def _uncertainty(score: float | None) -> float:
    """Highest at an even chance. A certain machine may be wrong too, so never nothing."""
    return UNSCORED if score is None else max(LEAST, 1 - abs(2 * score - 1))
