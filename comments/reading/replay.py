"""A stored decision, judged once more from what it stood on."""

from comments import text
from comments.models import Comment, Decision, Revision
from comments.pipeline.decide import Judgement
from comments.pipeline.folder import NotReplayable, Words, case_from
from comments.pipeline.judge import judge
from comments.pipeline.order import REVIEW


def replay(decision: Decision) -> Judgement:
    """The verdict and reasons that policy, facts and evidence of ``decision`` lead to.

    Raises NotReplayable for a person's decision, and where the words or the code are others."""
    if decision.policy is None:
        raise NotReplayable("A person decided, or an import; there is nothing to replay.")
    words = words_at(decision.comment, decision.revision)
    case = case_from(words, decision.policy.rules, decision.facts, decision.evidence)
    return judge(case, REVIEW)[0]


def words_at(comment: Comment, revision: int) -> Words:
    """What ``comment`` said in ``revision``. Raises NotReplayable where that was not kept."""
    body = words_source(comment, revision)
    if body is None:
        raise NotReplayable("What the comment said then was not kept.")
    return Words(text.plain(body), comment.name, comment.website, tuple(text.links(body)))


def words_source(comment: Comment, revision: int) -> str | None:
    """The source of a revision as it was typed; None where it was not kept."""
    if revision == comment.revision:
        return comment.body
    rows = Revision.objects.filter(comment_id=comment.pk, number=revision)
    return rows.values_list("body", flat=True).first()
