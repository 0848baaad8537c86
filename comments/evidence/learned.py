"""What the site's learned models say of a comment, and what drove the score."""

import functools
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from articles.public import own_domains
from comments import text
from comments.identity import ascii_domain
from comments.learning.domains import REPUTABLE
from comments.learning.errors import LearningError
from comments.learning.explain import Reason
from comments.learning.facts import Facts
from comments.learning.model import Model
from comments.learning.scorer import Kind, Scorer
from comments.learning.thresholds import Calibration
from comments.models import Comment, Learned, LearnedModel, LearnedScorer, Policy
from comments.pipeline.case import Scored, Skipped

PRIOR = "prior"
COUNTED = ("approvals", "removals", "seconds_to_write", "article_age", "is_reply")


@dataclass(frozen=True)
class InUse:
    """``trouble`` says why the prior stands in for the site's own model."""

    scorer: Scorer
    version: str
    trouble: str = ""


def ask_learned_spam(comment: Comment, now: datetime) -> Scored | Skipped:
    if _does_without(comment):
        return Skipped("the site does without")
    return _ask(Kind.SPAM, comment)


def ask_learned_removed(comment: Comment, now: datetime) -> Scored | Skipped:
    if _live(comment.thread.site_id, Kind.REMOVED) is None:
        return Skipped("nothing was learned yet")
    if _does_without(comment):
        return Skipped("the site does without")
    found = _ask(Kind.REMOVED, comment)
    return found if found.value["own"] else Skipped(found.reason)


def in_use(site_pk: int, kind: Kind) -> InUse:
    """The site's own model, or the prior. Raises LearningError where that is damaged too."""
    live = _live(site_pk, kind)
    own = frozenset(own_domains(site_pk))
    if live is None:
        return InUse(_prior(kind, own), PRIOR)
    try:
        scorer = _opened(*live)
    except LearningError as error:
        return InUse(_prior(kind, own), PRIOR, str(error))
    return InUse(replace(scorer, allowed=scorer.allowed | own), f"{kind.value} {live[0]}")


def _live(site_pk: int, kind: Kind) -> tuple[int, str] | None:
    rows = LearnedScorer.objects.filter(site_id=site_pk, kind=kind.value).exclude(live=None)
    return rows.values_list("live_id", "live__checksum").first()


def _prior(kind: Kind, own: frozenset[str]) -> Scorer:
    return Scorer(kind.prior(), allowed=REPUTABLE | own)


# A version never changes, so it is opened once; as many sites as a worker meets in a while. The
# checksum tells it from another that a restored backup gave the same number.
@functools.lru_cache(maxsize=64)
def _opened(pk: int, checksum: str) -> Scorer:
    return opened(LearnedModel.objects.get(pk=pk))


def opened(row: LearnedModel) -> Scorer:
    """Raises LearningError for a damaged row and for features of another version."""
    return Scorer(
        Model.unpack(bytes(row.weights)),
        Calibration(row.slope, row.offset),
        row.threshold,
        frozenset(row.allowed),
        own=True,
    )


def facts_about(comment: Comment) -> Facts:
    """What is known of author and posting, as the learner has it."""
    published = comment.thread.article.published_at
    return Facts(
        name=comment.name,
        website=comment.website,
        mail_domain=ascii_domain(comment.email.rpartition("@")[2]) or "",
        approvals=comment.commenter.approved,
        removals=comment.commenter.refused,
        seconds_to_write=comment.seconds_to_write,
        article_age=(comment.created_at - published).total_seconds() if published else None,
        is_reply=comment.parent_id is not None,
    )


def _does_without(comment: Comment) -> bool:
    site = Policy.objects.filter(site_id=comment.thread.site_id)
    return site.filter(learned_spam=Learned.OFF).exists()


def _ask(kind: Kind, comment: Comment) -> Scored:
    used = in_use(comment.thread.site_id, kind)
    words, facts = text.plain(comment.body), facts_about(comment)
    found = used.scorer.judge(words, facts)
    return Scored(
        value={
            "probability": found.probability,
            "word": found.word.value,
            "logit": found.logit,
            "own": used.scorer.own,
        },
        score=found.probability,
        reason=used.trouble,
        details={
            "reasons": [_shown(one) for one in used.scorer.explain(words, facts)],
            "facts": {name: getattr(facts, name) for name in COUNTED},
        },
        version=used.version,
    )


def _shown(reason: Reason) -> dict[str, Any]:
    return {**asdict(reason), "weight": round(reason.weight, 3)}
