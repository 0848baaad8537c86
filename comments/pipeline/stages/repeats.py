"""The same text again: by one author it was refused at the gate; by several it is a campaign."""

from comments.pipeline.case import Case, Finding, Missing, Verdict

SPAM_AUTHORS = 3


def repeats(case: Case) -> Finding | None:
    """Spam at three authors sharing at least four words and a link; otherwise a person looks.
    People do repeat one-line praise, so short texts alone are nobody's fault."""
    others = case.evidence.get("same_text")
    if others is None or isinstance(others, Missing) or not others:
        return None
    words = len(case.text.split())
    if words < 4:
        return None
    details = {"authors": others}
    if others + 1 >= SPAM_AUTHORS and case.links:
        return Finding("repeats", Verdict.SPAM, "repeated_text", details)
    return Finding("repeats", Verdict.HOLD, "repeated_text", details)
