"""What judges elsewhere say. Their "no spam" publishes nothing: it only raises no concern."""

from comments.pipeline.case import Case, Finding, Missing, Verdict

SCORERS = ("akismet", "http_scorer")


def outside(case: Case) -> Finding | None:
    said = {name: case.evidence.get(name) for name in SCORERS}
    concerns = {
        name: answer
        for name, answer in said.items()
        if answer is not None and not isinstance(answer, Missing) and answer["spam"]
    }
    if not concerns:
        return None
    spam = any(answer["asks"] == "spam" for answer in concerns.values())
    verdict = Verdict.SPAM if spam else Verdict.HOLD
    return Finding("outside", verdict, "outside_concern", {"said_by": sorted(concerns)})
