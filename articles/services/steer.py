"""steer: the one door through which an editor's word on an article's links is kept.

A verb is a function from what stands to what shall stand. Here, in one transaction: the row is
held, a page that has grown old is refused, the rules are stored, the change is written down, and
the lists it touches are made anew. Readers see it with their next request.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from articles.models import Article, RelatedChange, RelatedLink, RelatedRule
from articles.services.announce import renew
from articles.services.entries import tags_of_articles
from articles.services.lists import lock, short
from articles.services.relist import relist_held
from articles.services.tones import BY_HAND, settle_tone
from newsroom.kernel import outbox

Kind = RelatedRule.Kind


@dataclass(frozen=True)
class Standing:
    """What editors have said of one article's links. ``bans``: never together, from either side.
    ``nowhere``: in nobody's list. ``tone``: a kind of rule, empty where the site's lists decide."""

    pins: tuple[int, ...] = ()
    bans: frozenset[int] = frozenset()
    nowhere: bool = False
    off: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Steered:
    """Done; ``change`` is None where it stood so already."""

    change: RelatedChange | None


@dataclass(frozen=True)
class NotSteered:
    """Nothing was changed. ``reason``: stale, itself, other_site, unknown_article, too_many_pins,
    banned, not_pinned, unknown_tone."""

    reason: str


Edit = Callable[[Standing], Standing | NotSteered]
User = AbstractBaseUser | None


def steer(
    article: Article,
    action: str,
    edit: Edit,
    by: User,
    now: datetime,
    *,
    touching: Iterable[int] = (),
    seen: int | None = None,
) -> Steered | NotSteered:
    """``touching``: other articles whose lists may change too. ``seen``: the ``revision`` that the
    editor had before them; where another has come first, nothing is done."""
    with transaction.atomic():
        lock([article.pk, *touching])
        row = Article.objects.select_related("site", "section").get(pk=article.pk)
        if seen is not None and seen != revision(row.pk):
            return NotSteered("stale")
        before = standing(row.pk)
        after = edit(before)
        if isinstance(after, NotSteered):
            return after
        if after == before:
            return Steered(None)
        store(row, before, after, now)
        change = write_down(row, action, before, after, by, now)
        take_effect(row, before, after, now)
        renew(row.site_id)
        return Steered(change)


def revision(article_pk: int) -> int:
    """Rises with every change an editor makes of this article's links; 0 before the first."""
    latest = RelatedChange.objects.filter(article_id=article_pk).order_by("-pk")
    return latest.values_list("pk", flat=True).first() or 0


def standing(article_pk: int) -> Standing:
    rules = list(RelatedRule.objects.filter(Q(article_id=article_pk) | Q(other_id=article_pk)))
    own = [rule for rule in rules if rule.article_id == article_pk]
    alone = {rule.kind for rule in own if rule.other_id is None}
    pins = [rule.other_id for rule in own if rule.kind == Kind.PIN]
    bans = {
        rule.other_id if rule.article_id == article_pk else rule.article_id
        for rule in rules
        if rule.kind == Kind.BAN and rule.other_id is not None
    }
    return Standing(
        pins=tuple(pin for pin in pins if pin is not None),
        bans=frozenset(ban for ban in bans if ban is not None),
        nowhere=Kind.BAN in alone,
        off=Kind.OFF in alone,
        tone=next((kind for kind in alone if kind in BY_HAND), ""),
    )


def store(row: Article, before: Standing, after: Standing, now: datetime) -> None:
    rules = RelatedRule.objects
    if after.pins != before.pins:
        rules.filter(article=row, kind=Kind.PIN).delete()
        rules.bulk_create(
            RelatedRule(article=row, other_id=pin, kind=Kind.PIN, position=at, created=now)
            for at, pin in enumerate(after.pins)
        )
    if lifted := before.bans - after.bans:
        pair = Q(article=row, other__in=lifted) | Q(article__in=lifted, other=row)
        rules.filter(pair, kind=Kind.BAN).delete()
    rules.bulk_create(
        RelatedRule(article=row, other_id=other, kind=Kind.BAN, created=now)
        for other in sorted(after.bans - before.bans)
    )
    for kind in kinds_alone(before) - kinds_alone(after):
        rules.filter(article=row, other=None, kind=kind).delete()
    for kind in sorted(kinds_alone(after) - kinds_alone(before)):
        rules.create(article=row, kind=kind, created=now)


def kinds_alone(state: Standing) -> set[str]:
    kinds = {Kind.BAN.value} if state.nowhere else set()
    kinds |= {Kind.OFF.value} if state.off else set()
    return kinds | ({state.tone} if state.tone else set())


def write_down(
    row: Article, action: str, before: Standing, after: Standing, by: User, now: datetime
) -> RelatedChange:
    names = names_of({*before.pins, *before.bans, *after.pins, *after.bans})
    was, became = spelled(before, names), spelled(after, names)
    touched = [name for name in was if was[name] != became[name]]
    return RelatedChange.objects.create(
        site_id=row.site_id,
        article=row,
        action=action,
        before={name: was[name] for name in touched},
        after={name: became[name] for name in touched},
        by_id=by.pk if by else None,
        by_name=by.get_username()[:150] if by else "",
        created=now,
    )


def names_of(pks: set[int]) -> dict[int, str]:
    return dict(Article.objects.filter(pk__in=pks).values_list("pk", "external_id"))


def spelled(state: Standing, names: dict[int, str]) -> dict[str, Any]:
    return {
        "pins": [names[pin] for pin in state.pins],
        "bans": sorted(names[ban] for ban in state.bans),
        "nowhere": state.nowhere,
        "off": state.off,
        "tone": state.tone,
    }


def take_effect(row: Article, before: Standing, after: Standing, now: datetime) -> None:
    if after.tone != before.tone:
        settle_tone(row, tags_of_articles([row.pk]).get(row.pk, ()))
        outbox.record("related.around", row.pk, now=now)
    if after.nowhere and not before.nowhere:
        leave_every_list(row, now)
    elif before.nowhere and not after.nowhere:
        outbox.record("related.short", row.pk, now=now)
    for pk in sorted({row.pk, *(before.bans ^ after.bans)}):
        relist_held(pk, now)


def leave_every_list(row: Article, now: datetime) -> None:
    links = RelatedLink.objects.filter(other=row)
    owners = list(links.values_list("article_id", flat=True))
    links.delete()
    for owner in short(owners):
        if not outbox.waits("related.short", owner):
            outbox.record("related.short", owner, now=now)


def beside(article: Article, other: Article) -> NotSteered | None:
    """Why the two can be no pair; None where they can."""
    if article.pk == other.pk:
        return NotSteered("itself")
    return NotSteered("other_site") if article.site_id != other.site_id else None


def without_pin(state: Standing, pk: int) -> Standing:
    return replace(state, pins=tuple(pin for pin in state.pins if pin != pk))
