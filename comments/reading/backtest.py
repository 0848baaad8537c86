"""What a change of rules or settings would have done to the machine's last decisions.

Each is judged twice from what it stood on: as the site is set now, and as it would be set. Between
the two stands what a person said of the comment, where one did.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from comments.evidence.lists import hours_between, matcher, said_of
from comments.models import Comment, Decision, RuleSet
from comments.pipeline.case import Case, Rules
from comments.pipeline.decide import SEVERITY, Judgement
from comments.pipeline.folder import NotReplayable, case_from
from comments.pipeline.judge import judge
from comments.pipeline.order import REVIEW
from comments.reading.people_said import people_said
from comments.reading.replay import words_at
from comments.rules.matcher import Matcher
from comments.rules.precision import Precision
from comments.rules.subject import Subject
from comments.states import REFUSED, Status

MOST = 10_000
BATCH = 500
EXAMPLES = 20
LOADED = ("comment__thread__article__section", "comment__commenter", "policy")


@dataclass(frozen=True)
class Setting:
    """How a site judges: its settings, and its rules made ready (None: it has none)."""

    rules: Rules
    lists: Matcher | None


@dataclass(frozen=True)
class Example:
    comment: int
    excerpt: str
    was: str
    would: str
    reasons: tuple[str, ...]
    people: str | None


@dataclass
class Backtest:
    """``hits`` would end otherwise. ``agreed``: people said so too; ``overturned``: people said the
    contrary; the other hits nobody but the machine decided. ``skipped`` could not be judged again.
    """

    judged: int = 0
    skipped: int = 0
    hits: int = 0
    agreed: int = 0
    overturned: int = 0
    seconds: float = 0.0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    @property
    def precision(self) -> Precision:
        return Precision(self.agreed, self.overturned)


def lists_in_force(site_pk: int) -> Matcher | None:
    version = RuleSet.objects.filter(site_id=site_pk).values_list("version", flat=True).first()
    return matcher(site_pk, version) if version else None


def backtest(
    site_pk: int, now: Setting, then: Setting, most: int = MOST, since: datetime | None = None
) -> Backtest:
    """Over the last ``most`` decisions of the machine at the site, newest first; none from before
    ``since``."""
    began, found = time.perf_counter(), Backtest()
    for batch in _batches(site_pk, most, since):
        said = people_said(decision.comment_id for decision in batch)
        for decision in batch:
            try:
                case = case_again(decision)
            except NotReplayable:
                found.skipped += 1
                continue
            subject = subject_again(case, decision)
            was, would = judged_by(now, case, subject), judged_by(then, case, subject)
            _count(found, decision.comment, was, would, said.get(decision.comment_id))
    found.seconds = round(time.perf_counter() - began, 3)
    return found


def _batches(site_pk: int, most: int, since: datetime | None) -> Iterator[list[Decision]]:
    rows = Decision.objects.filter(comment__thread__site_id=site_pk, policy__isnull=False)
    if since is not None:
        rows = rows.filter(created__gte=since)
    pks = list(rows.order_by("-id").values_list("pk", flat=True)[:most])
    full = Decision.objects.select_related(*LOADED)
    for start in range(0, len(pks), BATCH):
        some = full.filter(pk__in=pks[start : start + BATCH]).order_by("-id")
        yield list(some.defer("comment__html", "findings"))


def case_again(decision: Decision) -> Case:
    """Raises NotReplayable."""
    assert decision.policy is not None
    words = words_at(decision.comment, decision.revision)
    return case_from(words, decision.policy.rules, decision.facts, decision.evidence)


def subject_again(case: Case, decision: Decision) -> Subject:
    """As the rules would have seen it when it was decided."""
    article, created = decision.comment.thread.article, decision.comment.created_at
    learned = case.evidence.get("learned_spam")
    return Subject(
        body=case.text,
        name=case.name,
        website=case.website,
        links=case.links,
        approved=case.author_approved,
        confirmed=case.author_confirmed,
        is_reply=case.depth > 0,
        language=article.language,
        article_hours=hours_between(article.published_at, created),
        seconds_to_write=case.seconds_to_write,
        author_hours=hours_between(decision.comment.commenter.first_seen, created),
        section=article.section.slug if article.section else "",
        score=learned["probability"] if isinstance(learned, Mapping) else None,
    )


def judged_by(setting: Setting, case: Case, subject: Subject) -> Judgement:
    evidence: Mapping[str, Any] = {k: v for k, v in case.evidence.items() if k != "lists"}
    if setting.lists is not None:
        evidence = {**evidence, "lists": said_of(setting.lists, subject)}
    return judge(replace(case, rules=setting.rules, evidence=evidence), REVIEW)[0]


def _count(
    found: Backtest, comment: Comment, was: Judgement, would: Judgement, said: Status | None
) -> None:
    found.judged += 1
    if was.verdict is would.verdict:
        return
    found.hits += 1
    found.moved[was.verdict.value, would.verdict.value] += 1
    if said is not None:
        stricter = SEVERITY[would.verdict] > SEVERITY[was.verdict]
        agreed = (said in REFUSED) is stricter
        found.agreed += agreed
        found.overturned += not agreed
    if len(found.examples) < EXAMPLES:
        found.examples.append(
            Example(
                comment.pk, comment.body[:200], was.verdict.value, would.verdict.value,
                would.reasons, said.value if said else None,
            )
        )  # fmt: skip
