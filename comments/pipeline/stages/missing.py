"""Scorers without an answer: the site says of each whether that is ignored, held or asked again."""

from datetime import timedelta

from comments.pipeline.case import Case, Finding, Missing, Verdict

ACTIONS = ("ignore", "hold", "retry")
# A name server's silence says nothing about whoever wrote.
# The score for the queue's order decides nothing, so its absence decides nothing either.
DEFAULTS = {"mail_domain": "ignore", "learned_removed": "ignore"}
MOST_TRIES = 4


def action_on(case: Case, scorer: str) -> str:
    if scorer == "learned_spam" and case.rules.learned_spam in ("off", "inform"):
        return "ignore"
    return case.rules.on_missing.get(scorer, DEFAULTS.get(scorer, "hold"))


def unanswered(case: Case) -> Finding | None:
    """A person looks where a scorer did not answer; asking again has come to nothing by then."""
    why = {name: answer.why for name, answer in case.evidence.items() if _counts(case, name)}
    return Finding("unanswered", Verdict.HOLD, "scorer_missing", why) if why else None


def worth_asking_again(case: Case, tries: int) -> bool:
    """Whether a scorer that shall be asked again has given no answer in fewer than MOST_TRIES."""
    again = any(
        isinstance(answer, Missing)
        and (action_on(case, name) == "retry" or answer.again_after is not None)
        for name, answer in case.evidence.items()
    )
    return again and tries < MOST_TRIES


def asked_back(case: Case) -> timedelta:
    """How long a scorer wants to be left in peace before it is asked once more."""
    missing = [answer for answer in case.evidence.values() if isinstance(answer, Missing)]
    return timedelta(seconds=max((one.again_after or 0 for one in missing), default=0))


def _counts(case: Case, scorer: str) -> bool:
    missing = isinstance(case.evidence[scorer], Missing)
    return missing and action_on(case, scorer) != "ignore"
