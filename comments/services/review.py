"""review: gathers what can be known, judges, and applies. Safe to repeat: a comment that has moved
on, or was edited meanwhile, is left alone."""

from dataclasses import asdict
from datetime import datetime

from comments.evidence.gather import gather
from comments.models import Comment
from comments.pipeline.ask_first import ask_first
from comments.pipeline.case import Finding
from comments.pipeline.decide import decide
from comments.pipeline.order import REVIEW
from comments.pipeline.run import examine
from comments.services.apply import Applied, Illegal, Move, Stale, apply
from comments.services.facts import case_of
from comments.services.record_evidence import record_evidence
from comments.services.threads import policy_of
from comments.states import Status


def review(comment_pk: int, now: datetime) -> Applied | Stale | Illegal | None:
    """None: nothing waits here. The move carries the findings and the policy's version."""
    comment = Comment.objects.select_related("commenter", "thread").filter(pk=comment_pk).first()
    if comment is None or comment.status != Status.PENDING:
        return None
    answers = gather(comment, now)
    record_evidence(comment, answers, now)
    policy = policy_of(comment.thread.site_id)
    evidence = {answer.scorer: answer.value for answer in answers}
    case = case_of(comment, policy, evidence)
    findings = examine(REVIEW, case)
    judgement = ask_first(decide(findings), case)
    move = Move(
        to=Status(judgement.verdict.value),
        actor="machine",
        reasons=judgement.reasons,
        findings=[_written(finding) for finding in findings],
        note=f"policy {policy.version}",
    )
    return apply(comment, move, now)


def _written(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "verdict": finding.verdict.value}
