"""Why a comment stands where it stands, in words, with what drove the learned score."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comments.models import Decision, Evidence, Thread
from comments.pipeline.wording import Why, whys

LEAST_WEIGHT = 0.1  # of a logit: less moves no probability that a person would notice


@dataclass(frozen=True)
class Drive:
    """A piece of the text or a mark, and how much it speaks for spam (above 0) or against."""

    text: str
    weight: float
    span: tuple[int, int] | None


@dataclass(frozen=True)
class Explained:
    """``drives`` are of the learned score and empty where it said nothing; the policy's number is
    None where a person decided."""

    whys: tuple[Why, ...]
    drives: tuple[Drive, ...]
    policy: int | None
    model: str


def decisions_about(site_pk: int, comment_pk: int) -> list[Decision] | None:
    """Newest first; None where the site has no such comment. For the desk: in any state."""
    if not Thread.objects.filter(site_id=site_pk, comments=comment_pk).exists():
        return None
    rows = Decision.objects.filter(comment_id=comment_pk).select_related("policy")
    return list(rows.order_by("-id"))


def explained(decision: Decision) -> Explained:
    row = _score_of(decision) if decision.policy is not None else None
    return Explained(
        whys=tuple(whys(decision.reasons, decision.findings, decision.after)),
        drives=tuple(_drives(row.details)) if row and isinstance(row.details, Mapping) else (),
        policy=decision.policy.version if decision.policy else None,
        model=row.version if row else "",
    )


def lines(found: Explained) -> list[str]:
    """As a page shows it, a thought a line; strongest first."""
    told = [why.text if why.decisive else f"Also: {why.text}" for why in found.whys]
    return told + [f"{_quoted(drive)} {drive.weight:+.1f}" for drive in found.drives]


def _score_of(decision: Decision) -> Evidence | None:
    rows = Evidence.objects.filter(comment_id=decision.comment_id, revision=decision.revision)
    return rows.filter(scorer="learned_spam", state=Evidence.State.OK).first()


def _drives(details: Mapping[str, Any]) -> list[Drive]:
    return [
        Drive(one["text"], one["weight"], tuple(one["span"]) if one["span"] else None)
        for one in details.get("reasons", [])
        if abs(one["weight"]) >= LEAST_WEIGHT
    ]


def _quoted(drive: Drive) -> str:
    return f"“{drive.text}”" if drive.span else drive.text
