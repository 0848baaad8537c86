"""How often each rule was right: asked of the comments that people decided last."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from comments.evidence.lists import subject_of
from comments.models import Comment, Evidence
from comments.reading.people_said import last_decided, people_said
from comments.rules.lines import Rule
from comments.rules.matcher import Matcher, TooManySteps
from comments.rules.precision import Precision
from comments.states import REFUSED

MOST = 2_000
BATCH = 500
LOADED = ("commenter", "thread__article__section")


@dataclass(frozen=True)
class RuleFigure:
    """``proposes_removal``: it is surely right less often than the site's setting asks."""

    rule: Rule
    precision: Precision
    proposes_removal: bool


def rule_figures(
    site_pk: int, matcher: Matcher, floor: float, most: int = MOST
) -> list[RuleFigure]:
    """A figure a rule, in the list's order; ``floor`` is a share from 0 to 1. A rule in the shadow
    is measured like any other."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    decided = last_decided(site_pk, most)
    for start in range(0, len(decided), BATCH):
        said = people_said(decided[start : start + BATCH])
        rows = Comment.objects.filter(pk__in=said).select_related(*LOADED)
        scores = scores_of(said) if matcher.asks_score else {}
        for comment in rows:
            counted = right if said[comment.pk] in REFUSED else wrong
            subject = subject_of(comment, scores.get(comment.pk))
            with suppress(TooManySteps):  # no rule was heard of this one
                counted.update(hit.rule.key for hit in matcher.hits(subject))
    return [_figure(rule, right[rule.key], wrong[rule.key], floor) for rule in matcher.rules]


def scores_of(comments: Iterable[int]) -> dict[int, float]:
    """The learned spam score of each as it was judged last, where it has one."""
    rows = Evidence.objects.filter(comment_id__in=list(comments), scorer="learned_spam")
    found = rows.exclude(score=None).order_by("revision").values_list("comment_id", "score")
    return {comment: score for comment, score in found if score is not None}


def _figure(rule: Rule, right: int, wrong: int, floor: float) -> RuleFigure:
    precision = Precision(right, wrong)
    return RuleFigure(rule, precision, precision.is_surely_below(floor))
