"""A card and its decisions as JSON."""

from dataclasses import asdict
from typing import Any

from comments.models import Decision
from comments.pipeline.wording import whys
from comments.reading.cards import Card
from comments.reading.explained import Explained, explained


def card_as_json(card: Card) -> dict[str, Any]:
    """``html`` is sanitised; all else is text."""
    plain = ("status", "name", "website", "badge", "html", "created_at", "edited_at", "reply_count",
             "permalink", "reasons", "note", "opened_by", "meant_for")  # fmt: skip
    author = asdict(card.author)
    return {
        "id": card.pk,
        "seen": card.mark,
        **{name: getattr(card, name) for name in plain},
        "article": {
            "title": card.headline, "section": card.section, "language": card.language,
        },
        "parent": said(card.parent_name, card.parent_text) if card.parent_text else None,
        "before": [said(name, text) for name, text in card.before],
        "author": {"id": author.pop("pk"), **author},
        "why": as_json(whys(card.reasons, [*card.findings], card.status)),
        "reports": [asdict(one) for one in card.reports],
        "urgency": dict(card.parts),
        "appeal": asdict(card.plea) if card.plea else None,
        "notes": list(card.notes),
    }  # fmt: skip


def said(name: str, text: str) -> dict[str, str]:
    return {"name": name, "text": text}


def as_json(found: Any) -> list[dict[str, Any]]:
    return [{"code": one.code, "text": one.text, "decisive": one.decisive} for one in found]


def decision_as_json(decision: Decision) -> dict[str, Any]:
    """For whoever has the site's key too: who decided is the desk's own business."""
    found = explained(decision)
    return {
        "created": decision.created,
        "revision": decision.revision,
        "before": decision.before,
        "after": decision.after,
        "by": decision.actor,
        "policy": found.policy,
        "why": as_json(found.whys),
        "score": score_as_json(found),
    }


def score_as_json(found: Explained) -> dict[str, Any]:
    drives = [{"text": one.text, "weight": one.weight, "span": one.span} for one in found.drives]
    return {"model": found.model, "drives": drives}


def named_decision(decision: Decision) -> dict[str, Any]:
    """For the desk: with its number, by whom, and the note."""
    who = decision.by.get_username() if decision.by else ""
    own = {"id": decision.pk, "who": who, "reasons": decision.reasons, "note": decision.note}
    return {**own, **decision_as_json(decision)}
