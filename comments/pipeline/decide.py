"""From findings to one verdict: the worst wins, and keeps the reasons that led to it."""

from dataclasses import dataclass

from comments.pipeline.case import Finding, Verdict

# Confirmation stands above holding: nobody should read what a script wrote in a stranger's name.
SEVERITY = {
    Verdict.PUBLISH: 0,
    Verdict.HOLD: 1,
    Verdict.CONFIRM: 2,
    Verdict.REJECT: 3,
    Verdict.SPAM: 4,
}


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reasons: tuple[str, ...]


def decide(findings: list[Finding]) -> Judgement:
    """No finding: publish. Otherwise the gravest, with every reason of that gravity, in order."""
    if not findings:
        return Judgement(Verdict.PUBLISH, ("no_concern",))
    gravest = max(findings, key=lambda finding: SEVERITY[finding.verdict]).verdict
    reasons = [finding.reason for finding in findings if finding.verdict is gravest]
    return Judgement(gravest, tuple(dict.fromkeys(reasons)))
