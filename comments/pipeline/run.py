"""Runs stages over a folder; a stage that fails is a finding that holds, never a silence."""

from collections.abc import Callable, Iterable

from comments.pipeline.case import Case, Finding, Post, Verdict

GateStage = Callable[[Post], Finding | None]
ReviewStage = Callable[[Case], Finding | None]


def first(stages: Iterable[GateStage], post: Post) -> Finding | None:
    """The gate: the first objection ends it."""
    for stage in stages:
        finding = stage(post)
        if finding is not None:
            return finding
    return None


def examine(stages: Iterable[ReviewStage], case: Case) -> list[Finding]:
    """The review: every opinion, in order; a broken stage asks for a person."""
    findings = []
    for stage in stages:
        try:
            finding = stage(case)
        except Exception as error:
            name = stage.__name__
            finding = Finding(name, Verdict.HOLD, "stage_failed", {"error": type(error).__name__})
        if finding is not None:
            findings.append(finding)
    return findings
