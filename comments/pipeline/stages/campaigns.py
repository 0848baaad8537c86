"""Texts and links that several people spread: what one of them alone would not show."""

from comments.pipeline.case import Case, Finding, Missing, Verdict

SPAM_AUTHORS = 3
DOMAIN_AUTHORS = 3
BURST_PLACES = 6


def near_repeats(case: Case) -> Finding | None:
    """Spam at three authors who share at least four words and a link; otherwise a person looks."""
    answer = _answer(case)
    if not answer or not answer["authors"]:
        return None
    details = {name: answer[name] for name in ("authors", "linked", "articles", "sites")}
    if answer["linked"] + 1 >= SPAM_AUTHORS:
        return Finding("near_repeats", Verdict.SPAM, "repeated_text", details)
    return Finding("near_repeats", Verdict.HOLD, "repeated_text", details)


def shared_domain(case: Case) -> Finding | None:
    """A place nobody was ever published with, and suddenly several people link to it."""
    answer = _answer(case)
    if not answer or answer["domain"] + 1 < DOMAIN_AUTHORS:
        return None
    return Finding("shared_domain", Verdict.HOLD, "repeated_link", {"authors": answer["domain"]})


def burst(case: Case) -> Finding | None:
    """Nobody has something to say below so many articles within ten minutes."""
    answer = _answer(case)
    if not answer or answer["places"] < BURST_PLACES:
        return None
    return Finding("burst", Verdict.HOLD, "many_places", {"articles": answer["places"]})


def _answer(case: Case) -> dict[str, int] | None:
    answer = case.evidence.get("repeats")
    return None if answer is None or isinstance(answer, Missing) else answer
