"""Whom to ask before a person's time is spent: the author, by a link in a mail."""

from comments.pipeline.case import Case, Verdict
from comments.pipeline.decide import Judgement
from comments.pipeline.stages.address import undeliverable


def ask_first(judgement: Judgement, case: Case) -> Judgement:
    """Where the site confirms when in doubt, what would wait for a person waits for its author
    first. Where the mail could not arrive nobody is asked, and a person sees it."""
    if judgement.verdict is Verdict.CONFIRM and not _worth_asking(case):
        return Judgement(Verdict.HOLD, judgement.reasons)
    doubtful = judgement.verdict is Verdict.HOLD and case.rules.confirm_email == "doubtful"
    if not doubtful or case.author_confirmed or not _worth_asking(case):
        return judgement
    return Judgement(Verdict.CONFIRM, ("confirm_email",))


def _worth_asking(case: Case) -> bool:
    if not case.address.given or case.address.bounced:
        return False
    answer = undeliverable(case)
    # A site may say that it asks all the same: then silence is the answer.
    return answer is None or case.rules.on_email.get(answer) == "confirm"
