"""everything: all that is kept of one address at one site, as plain JSON: for its owner alone, who
came by a link that only that address got. No public read: those never touch what is private."""

from datetime import datetime
from typing import Any

from comments.identity import same_box
from comments.models import (
    Appeal,
    Comment,
    Commenter,
    Correction,
    Decision,
    Mail,
    Mailbox,
    Subscription,
)
from comments.services.members import commenters_of

NOT_INCLUDED = [
    "Votes and reports: they are kept under a number that a browser made up, and belong to no"
    " address.",
    "Words of others about you: ask the newsroom.",
]


def everything(site: int, site_name: str, address: str, person: str, box: str) -> dict[str, Any]:
    """``person`` and ``box``: the keyed hashes of the identity and of this very address. Whoever
    decided is told by their part, never by name."""
    return {
        "site": site_name,
        "address": address,
        "author": [_author(row) for row in _authors(site, person)],
        "comments": [_comment(row) for row in _comments(site, person, address)],
        "subscriptions": [_subscription(row) for row in _subscriptions(site, box)],
        "mails": [_mail(row) for row in _mails(site, person, address)],
        "no_more_mail": _suppressed(person),
        "not_included": NOT_INCLUDED,
    }


def _comments(site: int, person: str, address: str) -> list[Comment]:
    rows = Comment.objects.filter(commenter_id__in=commenters_of(site, person))
    rows = rows.select_related("thread__article").order_by("id")
    found = rows.prefetch_related(
        "revisions", "decisions", "appeals", "holds", "reports", "evidence", "corrections"
    )
    return [row for row in found if same_box(row.email) == same_box(address)]


def _comment(row: Comment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "article": {"title": row.thread.article.title, "url": row.thread.article.url},
        "in_reply_to": row.parent_id,
        "name": row.name,
        "email": row.email,
        "website": row.website,
        "badge": row.badge,
        "body": row.body,
        "earlier_versions": [
            {"body": old.body, "until": _iso(old.created)} for old in row.revisions.all()
        ],
        "status": row.status,
        "created_at": _iso(row.created_at),
        "edited_at": _iso(row.edited_at),
        "confirmed_at": _iso(row.confirmed_at),
        "network_address": row.ip,
        "browser": row.user_agent,
        "seconds_to_write": row.seconds_to_write,
        "votes": row.votes,
        "score": row.score,
        "replies": row.reply_count,
        "kept_as_evidence": any(one.lifted is None for one in row.holds.all()),
        "appeals": [_appeal(one) for one in reversed(row.appeals.all())],
        "picked": row.picked,
        "to_the_newsroom": [_correction(one) for one in reversed(row.corrections.all())],
        "decisions": [_decision(one) for one in reversed(row.decisions.all())],
        "checks": [
            {"check": one.scorer, "answer": one.value, "at": _iso(one.created)}
            for one in row.evidence.all()
        ],
        "reports": [{"reason": one.reason, "at": _iso(one.created)} for one in row.reports.all()],
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "at": _iso(one.created),
        "before": one.before,
        "after": one.after,
        "by": one.actor,
        "reasons": one.reasons,
    }


def _appeal(one: Appeal) -> dict[str, Any]:
    return {
        "at": _iso(one.created),
        "text": one.text,
        "state": one.state,
        "answered_at": _iso(one.closed),
        "answer": one.said,
    }


def _correction(one: Correction) -> dict[str, Any]:
    """The answer where it was meant for them; what colleagues wrote to each other is not theirs."""
    told = one.told in (Correction.Told.MAIL, Correction.Told.PUBLIC)
    return {
        "at": _iso(one.created),
        "as": one.kind,
        "state": one.state,
        "ended_at": _iso(one.closed),
        "answer": one.answer if told else "",
    }


def _subscriptions(site: int, box: str) -> list[Subscription]:
    rows = Subscription.objects.filter(site_id=site, box=box)
    return list(rows.select_related("thread__article").order_by("id"))


def _subscription(row: Subscription) -> dict[str, Any]:
    return {
        "to": row.kind,
        "article": {"title": row.thread.article.title, "url": row.thread.article.url},
        "pace": row.pace,
        "state": row.state,
        "consent": {
            "text": row.consent_text,
            "asked_at": _iso(row.asked_at),
            "given_at": _iso(row.confirmed_at),
            "given_how": row.confirmed_how,
            "ended_at": _iso(row.ended_at),
            "ended_how": row.ended_how,
        },
    }


def _mails(site: int, person: str, address: str) -> list[Mail]:
    rows = (
        Mail.objects.filter(site_id=site, recipient=person)
        .exclude(kind__in=("desk", "heat", "correction"))
        .order_by("id")
    )
    return [row for row in rows if not row.address or same_box(row.address) == same_box(address)]


def _mail(row: Mail) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "state": row.state,
        "created_at": _iso(row.created),
        "ended_at": _iso(row.done_at),
    }


def _authors(site: int, person: str) -> list[Commenter]:
    """As a guest, and as who is signed in with the address."""
    return list(Commenter.objects.filter(pk__in=commenters_of(site, person)).order_by("pk"))


def _author(row: Commenter) -> dict[str, Any]:
    return {
        "name": row.name,
        "state": row.state,
        "state_until": _iso(row.state_until),
        "published": row.approved,
        "refused": row.refused,
        "first_seen": _iso(row.first_seen),
        "last_seen": _iso(row.last_seen),
        "confirmed_at": _iso(row.confirmed_at),
    }


def _suppressed(person: str) -> str:
    found = Mailbox.objects.filter(identity=person).values_list("suppressed_why", flat=True)
    return next(iter(found), "")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
