"""What the score says that learned from this newsroom: at worst as much as the site allows it."""

from collections.abc import Mapping

from comments.pipeline.case import Case, Finding, Verdict
from comments.pipeline.stages.author import is_known


def learned_spam(case: Case) -> Finding | None:
    """Spam only by the score's own word, which it has after a hundred approvals of this site's."""
    answer, worst = case.evidence.get("learned_spam"), case.rules.learned_spam
    if not isinstance(answer, Mapping) or worst not in ("hold", "spam"):
        return None
    if answer["word"] == "publish" or (not answer["own"] and is_known(case)):
        return None  # whom this newsroom has published outweighs what ships with the software
    spam = answer["word"] == worst == "spam"
    details = {"probability": round(answer["probability"], 3)}
    return Finding("learned_spam", Verdict.SPAM if spam else Verdict.HOLD, "like_spam", details)
