"""link_many: the lists of many articles, a few in one transaction."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from articles import ranking
from articles.models import Article, RelatedRule
from articles.ranking import Backlink, Link, Match
from articles.services.announce import renew
from articles.services.comparing import Subject, compared_many
from articles.services.entries import Entries
from articles.services.lists import (
    held_by,
    leave,
    lock,
    stored_lists,
    take_in,
    would_change,
    write_many,
)
from articles.services.placing import begin_linking, mark_linked, to_be_told, unchanged
from articles.services.steering import Steering, steering_of_many
from newsroom.kernel import outbox

T = TypeVar("T")
RECALLED = 200
# Articles a transaction: some 50 ms, in which others wait.
AT_ONCE = 25


def link_many(
    subjects: Sequence[Subject], now: datetime, known: Entries, *, placed: datetime | None
) -> set[int]:
    """Makes the lists of articles of one site; returns whose, which leaves out those that changed
    meanwhile. ``placed``: when they had been; older lists take them in too, except those that are
    made after that. None where all lists are made anew."""
    linked: set[int] = set()
    for some in parts(subjects, AT_ONCE):
        linked |= _link_some(some, now, known, placed)
    return linked


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _link_some(
    subjects: Sequence[Subject], now: datetime, known: Entries, placed: datetime | None
) -> set[int]:
    if placed:
        begin_linking(subjects)
    before = held_by(each.row.pk for each in subjects)
    found = compared_many(subjects, now, known)
    back = _links_back(found, placed) if placed else []
    with transaction.atomic():
        held = lock([*found, *(b.owner for b in back)])
        # Whoever changed one meanwhile has promised its links anew.
        still = unchanged(subjects)
        asked = [(each.row, [match.other.id for match in found[each.row.pk]]) for each in still]
        # Asked only now: an editor who held a row before has had the last word.
        steers = steering_of_many(asked, now)
        lists = {pk: steer.chosen(found[pk], now) for pk, steer in steers.items()}
        for pk, link in came_meanwhile(before, found, steers):
            lists[pk] = ranking.insertion(lists[pk], link) or lists[pk]
        write_many(lists)
        if placed:
            mark_linked(still)
            for pk, steer in steers.items():
                if steer.shut:
                    leave(steer.shut, pk)
            take_in(b for b in back if b.new in steers and b.owner in held - steers[b.new].shut)
            _recall(still, now)
        for site in {each.row.site_id for each in still}:
            renew(site)
    return set(steers)


def came_meanwhile(
    before: Mapping[int, Set[int]],
    found: Mapping[int, Sequence[Match]],
    steers: Mapping[int, Steering],
) -> Iterator[tuple[int, Link]]:
    """Links that entered a list while it was made anew: of articles that were placed too late to be
    found, and came too early to find the new list there. (article, link)"""
    fresh: dict[int, Set[int]] = {}
    for pk, others in held_by(pk for pk, steer in steers.items() if not steer.off).items():
        if missed := others - before.get(pk, set()) - {match.other.id for match in found[pk]}:
            fresh[pk] = missed
    for pk, links in stored_lists(fresh).items():
        yield from ((pk, link) for link in links if link.other in fresh[pk])


def _links_back(found: Mapping[int, Sequence[Match]], placed: datetime) -> list[Backlink]:
    others = {match.other.id for matches in found.values() for match in matches}
    owners = to_be_told(others, placed)
    back = (b for matches in found.values() for b in ranking.backlinks(matches, owners))
    return would_change(back) if owners else []


def _recall(subjects: Sequence[Subject], now: datetime) -> None:
    """An article that comes back takes the places where it is pinned."""
    pinned = RelatedRule.objects.filter(
        other__in=[each.row.pk for each in subjects], kind=RelatedRule.Kind.PIN
    )
    places = set(pinned.values_list("other_id", flat=True))
    for each in subjects:
        if each.row.pk in places:
            _recall_one(each.row, now)


def _recall_one(row: Article, now: datetime) -> None:
    pinned = RelatedRule.objects.filter(other=row, kind=RelatedRule.Kind.PIN)
    missing = pinned.exclude(article__related__other=row).values_list("article_id", flat=True)
    if owners := list(missing[:RECALLED]):
        outbox.record("related.relist", row.site_id, payload={"articles": owners}, now=now)
