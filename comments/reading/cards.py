"""What a moderator needs to decide on a comment, many at a time: three questions for a page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from comments import text
from comments.models import (
    Appeal,
    Assignment,
    Comment,
    Correction,
    Decision,
    DeskNote,
    QueueEntry,
    Report,
    SignedIn,
    standing,
)
from comments.reading.beside import (
    Similar,
    Spoke,
    answers_about,
    said_before,
    shortened,
    similar,
    spoken,
)
from comments.services.appeals import desk_of, involved
from comments.services.corrections import OPEN, line_of
from comments.services.decide_seen import mark_of
from comments.services.people import seen_of

LOADED = ("commenter", "parent", "thread__article__section", "claim__user")


@dataclass(frozen=True)
class Author:
    published: int
    refused: int
    state: str
    since: datetime
    confirmed: bool
    pk: int
    seen: str


@dataclass(frozen=True)
class Said:
    """Open reports of one reason, with what readers wrote beside it."""

    reason: str
    count: int
    notes: list[str]


@dataclass(frozen=True)
class Plea:
    """An open appeal. ``yours``: the viewer may turn it down; whoever refused it may not, while
    anybody else is there."""

    text: str
    created: datetime
    refused_by: str
    yours: bool


@dataclass(frozen=True)
class Card:
    """``html`` is rendered and sanitised, ``body`` its source; everything else is text. ``mark``
    goes back with the decision: it says what was seen. ``findings``: ``{reason, details}`` of the
    machine."""

    pk: int
    mark: str
    status: str
    name: str
    website: str
    badge: str
    html: str
    body: str
    created_at: datetime
    edited_at: datetime | None
    reply_count: int
    permalink: str
    headline: str
    section: str
    language: str
    parent_name: str
    parent_text: str
    author: Author
    reasons: list[str]
    findings: list[dict[str, Any]]
    note: str
    reports: list[Said]
    opened_by: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    plea: Plea | None = None
    meant_for: str = ""
    notes: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    """What was said before it in its place of the thread, as (name, words); the nearest last."""
    spoke: tuple[Spoke, ...] = ()
    similar: tuple[Similar, ...] = ()
    picked: bool = False
    of_staff: bool = False
    story: int = 0
    """The article's number."""
    told_newsroom: str = ""
    """What stands open about it at the newsroom: 'an error in the article, new'."""


def row_at(site_pk: int, pk: int) -> Comment | None:
    """What ``cards`` takes: a comment of this site, or nothing."""
    rows = Comment.objects.select_related(*LOADED).filter(pk=pk, thread__site=site_pk)
    return rows.first() if pk < 2**63 else None


def cards_of(entries: Sequence[QueueEntry], viewer: int, now: datetime) -> list[Card]:
    """``viewer``: whose own claims are not shown to them."""
    parts = {entry.comment_id: entry.parts for entry in entries}
    return cards([entry.comment for entry in entries], viewer, now, parts)


def cards(
    comments: Sequence[Comment], viewer: int, now: datetime, parts: Mapping[int, Any] | None = None
) -> list[Card]:
    """Of comments with thread, article, section, commenter, parent and claim beside them."""
    pks = [comment.pk for comment in comments]
    decisions, reports, pleas = _decisions(pks), _reports(pks), _pleas(pks, viewer)
    found = [
        _card(one, decisions[one.pk], reports[one.pk], (parts or {}).get(one.pk, {}), viewer, now)
        for one in comments
    ]
    meant, notes, tails = _meant(pks), _notes(pks), said_before(comments)
    answers = answers_about(comments)
    alike = similar(comments, answers)
    at_newsroom = _at_newsroom(pks)
    return [
        replace(
            card,
            plea=pleas.get(card.pk),
            meant_for=meant.get(card.pk, ""),
            notes=tuple(notes[card.pk]),
            before=tails.get(card.pk, ()),
            similar=alike.get(card.pk, ()),
            spoke=tuple(spoken(card.findings, answers[card.pk])),
            told_newsroom=at_newsroom.get(card.pk, ""),
        )
        for card in found
    ]


def _meant(pks: list[int]) -> dict[int, str]:
    rows = Assignment.objects.filter(comment__in=pks)
    return dict(rows.values_list("comment", "user__username"))


def _notes(pks: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for note in DeskNote.objects.filter(comment__in=pks).select_related("by").order_by("id"):
        name = note.by.get_username() if note.by else "somebody"
        found[note.comment_id].append(f"{name}: {note.text}")
    return found


def _at_newsroom(pks: list[int]) -> dict[int, str]:
    rows = Correction.objects.filter(comment__in=pks, state__in=OPEN).select_related("editor")
    return {row.comment_id: line_of(row) for row in rows}


def _pleas(pks: list[int], viewer: int) -> dict[int, Plea]:
    open_ones = Appeal.objects.filter(comment__in=pks, state=Appeal.State.OPEN)
    rows = list(open_ones.select_related("decision__by"))
    if not rows:
        return {}
    who, desk = involved([row.comment_id for row in rows]), desk_of(rows[0].site_id)
    return {row.comment_id: _plea(row, viewer, who[row.comment_id], desk) for row in rows}


def _plea(row: Appeal, viewer: int, who: set[int], desk: set[int]) -> Plea:
    by, yours = row.decision.by, viewer not in who or not desk - who
    name = by.get_username() if by else row.decision.actor
    return Plea(row.text, row.created, name, yours)


def _decisions(pks: list[int]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(comment__in=pks).order_by("-id"):
        found[decision.comment_id].append(decision)
    return found


def _reports(pks: list[int]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(comment__in=pks, settled_at=None).order_by("id"):
        found[report.comment_id].append(report)
    return found


def _card(
    comment: Comment,
    decisions: list[Decision],
    reports: list[Report],
    parts: Any,
    viewer: int,
    now: datetime,
) -> Card:
    article, parent = comment.thread.article, comment.parent
    counted = standing(decisions)
    by_machine = next((one for one in decisions if one.actor == "machine"), None)
    return Card(
        pk=comment.pk,
        mark=mark_of(comment, decisions[0] if decisions else None),
        status=comment.status,
        name=comment.name,
        website=comment.website,
        badge=comment.badge,
        html=comment.html,
        body=comment.body,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        reply_count=comment.reply_count,
        permalink=f"{article.url}#comment-{comment.pk}",
        headline=article.title,
        section=article.section.name if article.section else "",
        language=article.language,
        parent_name=parent.name if parent else "",
        parent_text=shortened(text.plain(parent.body)) if parent else "",
        author=_author(comment),
        reasons=list(counted.reasons) if counted else [],
        findings=list(by_machine.findings) if by_machine else [],
        note=counted.note if counted and counted.actor == "moderator" else "",
        reports=_said(reports),
        opened_by=_opened_by(comment, viewer, now),
        parts=parts,
        picked=comment.picked,
        story=article.pk,
        of_staff=comment.signed_in == SignedIn.STAFF,
    )


def _author(comment: Comment) -> Author:
    who = comment.commenter
    return Author(
        published=who.approved,
        refused=who.refused,
        state=who.state,
        since=who.first_seen,
        confirmed=comment.confirmed_at is not None,
        pk=who.pk,
        seen=seen_of(who),
    )


def _said(reports: Iterable[Report]) -> list[Said]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        by_reason[report.reason].append(report.note)
    return [
        Said(reason, len(notes), [note for note in notes if note][:5])
        for reason, notes in by_reason.items()
    ]


def _opened_by(comment: Comment, viewer: int, now: datetime) -> str:
    claim = getattr(comment, "claim", None)
    if claim is None or claim.until < now or claim.user_id == viewer:
        return ""
    return str(claim.user.get_username())
