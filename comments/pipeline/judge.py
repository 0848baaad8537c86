"""The policy: a pure function of the folder. The same folder always gets the same judgement."""

from collections.abc import Iterable

from comments.pipeline.ask_first import ask_first
from comments.pipeline.case import Case, Finding
from comments.pipeline.decide import Judgement, decide
from comments.pipeline.run import ReviewStage, examine

# Rises whenever a change to a stage, to the order or to this function would judge some stored
# folder otherwise: decisions of another number cannot be replayed by this code.
PIPELINE = 2


def judge(case: Case, stages: Iterable[ReviewStage]) -> tuple[Judgement, list[Finding]]:
    """The judgement, and every finding on the way to it."""
    findings = examine(stages, case)
    return ask_first(decide(findings), case), findings
