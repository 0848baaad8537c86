"""The site's own rules: each asks for what its line says; one in the shadow asks for nothing."""

from comments.pipeline.case import Case, Finding, Missing, Verdict
from comments.pipeline.decide import SEVERITY

ASKS = {"hold": Verdict.HOLD, "reject": Verdict.REJECT, "spam": Verdict.SPAM}


def lists(case: Case) -> Finding | None:
    answer = case.evidence.get("lists")
    if answer is None or isinstance(answer, Missing):
        return None
    spoken = [hit for hit in answer["hits"] if not hit["shadow"]]
    if not spoken:
        return None
    verdict = max((ASKS[hit["action"]] for hit in spoken), key=lambda one: SEVERITY[one])
    said = [hit["text"] for hit in spoken if ASKS[hit["action"]] is verdict]
    return Finding("lists", verdict, "listed_word", {"words": said, "version": answer["version"]})
