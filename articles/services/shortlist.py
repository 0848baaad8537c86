"""shortlist: what an editor chooses among for one article: its list as readers have it, what came
close, and what is kept out, each with its score and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles import ranking
from articles.models import Article, RelatedChange, RelatedLink
from articles.ranking import Match
from articles.services.comparing import compared
from articles.services.entries import entries
from articles.services.frequencies import frequencies_of
from articles.services.steer import Standing, revision, standing
from articles.services.steering import Steering, steering
from articles.terms import base_language

MOST, CHANGES = 20, 20
BARRED = {
    "clash": "One is sensitive and the other light.",
    "excluded": "Its section is in nobody's list.",
    "too_old": "Older than the site's window.",
    "too_far": "Published too far apart.",
}


@dataclass(frozen=True)
class Choice:
    """An article that may be shown. ``why``: what speaks for it; ``kept_out``: what against."""

    article: Article
    score: float
    why: tuple[str, ...] = ()
    kept_out: str = ""


@dataclass(frozen=True)
class Change:
    """What an editor did: ``before`` and ``after`` in words."""

    created: datetime
    by_name: str
    action: str
    before: str
    after: str


@dataclass(frozen=True)
class Shortlist:
    """``pins`` and ``shown`` are the list as it is stored, ``reserve`` what stands by in it.
    ``revision``: what a change made from this page must name."""

    pins: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    reserve: tuple[Choice, ...]
    others: tuple[Choice, ...]
    banned: tuple[Article, ...]
    standing: Standing
    revision: int
    changes: tuple[Change, ...]


def shortlist(row: Article, now: datetime) -> Shortlist:
    state = standing(row.pk)
    links = list(RelatedLink.objects.filter(article=row).select_related("other__section"))
    listed = [_of_list(link) for link in links]
    places = len(state.pins)
    pins, rest = listed[:places], listed[places:]
    free = max(0, ranking.SHOWN - places)
    changes = RelatedChange.objects.filter(article=row).order_by("-pk")[:CHANGES]
    return Shortlist(
        pins=tuple(pins),
        shown=tuple(rest[:free]),
        reserve=tuple(rest[free:]),
        others=tuple(_others(row, {link.other_id for link in links}, now)),
        banned=tuple(Article.objects.filter(pk__in=state.bans).order_by("-public_at", "-pk")),
        standing=state,
        revision=revision(row.pk),
        changes=tuple(
            Change(
                change.created,
                change.by_name,
                change.action.replace("_", " "),
                _in_words(change.before),
                _in_words(change.after),
            )
            for change in changes
        ),
    )


def _in_words(values: Mapping[str, Any]) -> str:
    """{"pins": ["a", "b"], "off": True} -> "pins: a, b; off: yes" """

    def said(value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    return "; ".join(f"{name}: {said(value) or 'none'}" for name, value in values.items())


def _of_list(link: RelatedLink) -> Choice:
    told = ranking.Link(link.other_id, link.score, link.source, tuple(link.about), tuple(link.tags))
    return Choice(link.other, link.score, tuple(told.why))


def _others(row: Article, listed: set[int], now: datetime) -> Iterable[Choice]:
    """Found alike, and not in the list: twins, what is banned or barred, what was not enough."""
    _, figures = frequencies_of(row.site_id, base_language(row.language))
    known = entries([row.pk])
    found = compared(row, known[0], figures, now) if known else []
    steer = steering(row, [match.other.id for match in found], now)
    left = [match for match in found if match.other.id not in listed][:MOST]
    rows = Article.objects.select_related("section").in_bulk([match.other.id for match in left])
    return [_choice(match, steer, rows) for match in left if match.other.id in rows]


def _choice(match: Match, steer: Steering, rows: Mapping[int, Article]) -> Choice:
    pk = match.other.id
    why = tuple(ranking.link_of(match).why)
    return Choice(rows[pk], match.score, why, _kept_out(match, steer))


def _kept_out(match: Match, steer: Steering) -> str:
    pk = match.other.id
    if pk in steer.barred:
        return BARRED[steer.barred[pk]]
    if pk in steer.rules.bans:
        return "Banned by an editor."
    if match.likeness > ranking.TWIN:
        return "The same text, told again."
    return ""
