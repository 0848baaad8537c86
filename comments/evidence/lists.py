"""What the site's own rules say: which spoke, and where."""

import functools
from datetime import datetime
from typing import Any

from comments import text
from comments.evidence.learned import ask_learned_spam
from comments.models import Comment, RuleSet
from comments.pipeline.case import Missing, Scored, Skipped
from comments.rules.matcher import Hit, Matcher, TooManySteps
from comments.rules.subject import Subject

MOST_HITS = 50


def ask_lists(comment: Comment, now: datetime) -> Scored | Skipped:
    """Raises RuleError where the text in force is none, and TooManySteps: then nobody knows, and a
    person looks."""
    site_pk = comment.thread.site_id
    version = RuleSet.objects.filter(site_id=site_pk).values_list("version", flat=True).first()
    if version is None:
        return Skipped("no rules")
    rules = matcher(site_pk, version)
    score = score_of(comment, now) if rules.asks_score else None
    hits = rules.hits(subject_of(comment, score))
    return Scored(as_value(hits, version), version=str(version), reason=_named(hits))


def said_of(rules: Matcher, subject: Subject) -> dict[str, Any] | Missing:
    """What rules that are in force nowhere would say."""
    try:
        return as_value(rules.hits(subject), 0)
    except TooManySteps as error:
        return Missing(str(error))


def as_value(hits: list[Hit], version: int) -> dict[str, Any]:
    """As it is kept in evidence, and read by the stage."""
    return {"version": version, "hits": [_as_json(hit) for hit in hits[:MOST_HITS]]}


@functools.lru_cache(maxsize=16)
def matcher(site_pk: int, version: int) -> Matcher:
    """Made once a process: a version never changes."""
    return Matcher(RuleSet.objects.get(site_id=site_pk, version=version).text)


def score_of(comment: Comment, now: datetime) -> float | None:
    """None where the site does without: a rule that asks for a score is then silent."""
    found = ask_learned_spam(comment, now)
    return found.score if isinstance(found, Scored) else None


def subject_of(comment: Comment, score: float | None = None) -> Subject:
    article = comment.thread.article
    return Subject(
        body=text.plain(comment.body),
        name=comment.name,
        website=comment.website,
        links=tuple(text.links(comment.body)),
        approved=comment.commenter.approved,
        confirmed=comment.confirmed_at is not None,
        is_reply=comment.depth > 0,
        language=article.language,
        article_hours=hours_between(article.published_at, comment.created_at),
        seconds_to_write=comment.seconds_to_write,
        author_hours=hours_between(comment.commenter.first_seen, comment.created_at),
        section=article.section.slug if article.section else "",
        score=score,
    )


def hours_between(earlier: datetime | None, later: datetime) -> float | None:
    return (later - earlier).total_seconds() / 3600 if earlier else None


def _as_json(hit: Hit) -> dict[str, Any]:
    span = None if hit.start is None else [hit.start, hit.end]
    return {
        "rule": hit.rule.key,
        "text": hit.rule.text,
        "action": hit.rule.action,
        "shadow": hit.rule.shadow,
        "field": hit.field,
        "span": span,
    }


def _named(hits: list[Hit]) -> str:
    return "; ".join(hit.rule.text for hit in hits)[:200]
