"""review: gathers what can be known, judges, and applies. Safe to repeat: a comment that has moved
on, or was edited meanwhile, is left alone."""

from dataclasses import asdict, dataclass
from datetime import datetime

from comments import modes
from comments.evidence.gather import as_evidence, gather
from comments.models import Comment, Policy
from comments.pipeline.case import Case, Finding
from comments.pipeline.folder import evidence_of, facts_of
from comments.pipeline.judge import judge
from comments.pipeline.order import REVIEW
from comments.pipeline.stages.missing import asked_back, worth_asking_again
from comments.services.apply import Applied, Ground, Illegal, Move, Stale, apply
from comments.services.blocks import count_hits
from comments.services.facts import case_of
from comments.services.outside import note_alerts
from comments.services.policy_versions import kept
from comments.services.record_evidence import record_evidence
from comments.services.repeat_marks import leave_marks
from comments.services.threads import policy_of, said_of
from comments.states import Status
from newsroom.kernel import outbox


@dataclass(frozen=True)
class AskedAgain:
    """A scorer without an answer shall be asked once more: the comment waits until ``due``."""

    due: datetime


def review(
    comment_pk: int, now: datetime, tries: int = 1
) -> Applied | Stale | Illegal | AskedAgain | None:
    """None: nothing waits here. The move carries the findings and all that they stand on.
    ``tries`` counts this review and those before it that lacked an answer."""
    comment = (
        Comment.objects.select_related("commenter", "thread__article").filter(pk=comment_pk).first()
    )
    if comment is None or comment.status != Status.PENDING:
        return None
    leave_marks(comment, now)
    answers = gather(comment, now)
    record_evidence(comment, answers, now)
    note_alerts(comment.thread.site_id, answers, now)
    policy = policy_of(comment.thread.site_id)
    held = said_of(comment.thread, policy) == modes.HELD
    case = case_of(comment, policy, as_evidence(answers), now, held=held)
    if worth_asking_again(case, tries):
        return _ask_again(comment, case, tries, now)
    if case.blocks:
        count_hits([number for _, _, number in case.blocks], now)
    return apply(comment, move_of(case, policy, now), now)


def move_of(case: Case, policy: Policy, now: datetime) -> Move:
    """What the machine decides on such a case, with all that it stands on."""
    judgement, findings = judge(case, REVIEW)
    return Move(
        to=Status(judgement.verdict.value),
        actor="machine",
        reasons=judgement.reasons,
        findings=[_written(finding) for finding in findings],
        note=f"policy {policy.version}",
        ground=Ground(kept(policy.site_id, case.rules, now), facts_of(case), evidence_of(case)),
    )


def _ask_again(comment: Comment, case: Case, tries: int, now: datetime) -> AskedAgain:
    due = now + max(outbox.retry_delay(tries), asked_back(case))
    outbox.record("comment.unanswered", comment.pk, payload={"tries": tries + 1}, due=due, now=now)
    return AskedAgain(due)


def _written(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "verdict": finding.verdict.value}
