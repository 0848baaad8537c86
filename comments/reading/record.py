"""The record: every decision at a site, newest first, sought by who, what and when; a page by
keyset, or all of it as rows of plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from comments.models import Decision, Evidence

PAGE = 50
BATCH = 1_000
ACTORS = ("moderator", "machine", "author")


@dataclass(frozen=True)
class Sought:
    """One view of the record, as its URL says it; '' and None seek everything. ``who``: a staff
    account's name; ``words``: in the comment or in the note; ``before``: a decision's number."""

    who: str = ""
    actor: str = ""
    after: str = ""
    reason: str = ""
    words: str = ""
    comment: int | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Entry:
    """``score``: the learned probability of spam that was said of these words; None: none was."""

    decision: Decision
    score: float | None


def entries(site_pk: int, sought: Sought) -> list[Entry]:
    """One more than PAGE where there is more."""
    return _with_scores(list(_rows(site_pk, sought)[: PAGE + 1]))


def every(site_pk: int, sought: Sought) -> Iterator[dict[str, Any]]:
    """All that is sought, newest first, a batch at a time: nothing is held for long."""
    rows = _rows(site_pk, sought)
    while batch := list(rows[:BATCH]):
        yield from (as_row(entry) for entry in _with_scores(batch))
        rows = _rows(site_pk, sought).filter(pk__lt=batch[-1].pk)


def as_row(entry: Entry) -> dict[str, Any]:
    one = entry.decision
    appeal = getattr(one, "appeal", None)
    return {
        "decision": one.pk,
        "at": one.created.isoformat(),
        "comment": one.comment_id,
        "revision": one.revision,
        "article": one.comment.thread.article.external_id,
        "actor": one.actor,
        "by": one.by.get_username() if one.by else "",
        "before": one.before,
        "after": one.after,
        "reasons": " ".join(one.reasons),
        "note": one.note,
        "policy": one.policy.version if one.policy else None,
        "score": entry.score,
        "appeal": appeal.state if appeal else "",
    }


def _rows(site_pk: int, sought: Sought) -> QuerySet[Decision]:
    rows = Decision.objects.filter(comment__thread__site=site_pk)
    rows = rows.select_related("by", "policy", "appeal", "comment__thread__article")
    exact = {
        "by__username": sought.who,
        "actor": sought.actor,
        "after": sought.after,
        "comment": sought.comment,
        "pk__lt": sought.before,
        "reasons__icontains": f'"{sought.reason}"' if sought.reason else "",
        "created__gte": _midnight(sought.since) if sought.since else None,
        "created__lt": _midnight(sought.until + timedelta(days=1)) if sought.until else None,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in sought.words.split():
        rows = rows.filter(Q(note__icontains=word) | Q(comment__body__icontains=word))
    return rows.order_by("-id")


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _with_scores(rows: list[Decision]) -> list[Entry]:
    said = Evidence.objects.filter(
        comment__in=[row.comment_id for row in rows],
        scorer="learned_spam",
        state=Evidence.State.OK,
    )
    known = {
        (comment, revision): score
        for comment, revision, score in said.values_list("comment", "revision", "score")
    }
    return [Entry(row, known.get((row.comment_id, row.revision))) for row in rows]
