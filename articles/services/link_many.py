"""link_many: the lists of many articles, a few in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from articles import ranking
from articles.models import RelatedRule
from articles.ranking import Backlink, Match
from articles.services.comparing import Subject, compared_many
from articles.services.entries import Entries
from articles.services.lists import leave, lock, take_in, would_change, write_many
from articles.services.placing import mark_linked, unchanged, unlinked
from articles.services.relate import recall
from articles.services.steering import steering_of_many

# Articles a transaction: some 50 ms, in which others wait.
AT_ONCE = 25


def link_many(
    subjects: Sequence[Subject], now: datetime, known: Entries, *, both_ways: bool
) -> None:
    """Makes the lists of articles of one site. ``both_ways``: older lists take them in too, except
    those that are still to be made themselves; not needed where all lists are made anew."""
    for start in range(0, len(subjects), AT_ONCE):
        _link_some(subjects[start : start + AT_ONCE], now, known, both_ways)


def _link_some(subjects: Sequence[Subject], now: datetime, known: Entries, both_ways: bool) -> None:
    found = compared_many(subjects, now, known)
    back = _links_back(found) if both_ways else []
    with transaction.atomic():
        held = lock([*found, *(b.owner for b in back)])
        # Whoever changed one meanwhile has promised its links anew.
        still = unchanged(subjects)
        asked = [(each.row, [match.other.id for match in found[each.row.pk]]) for each in still]
        # Asked only now: an editor who held a row before has had the last word.
        steers = steering_of_many(asked, now)
        write_many({pk: steer.chosen(found[pk], now) for pk, steer in steers.items()})
        if both_ways:
            mark_linked(still)
            for pk, steer in steers.items():
                if steer.shut:
                    leave(steer.shut, pk)
            take_in(b for b in back if b.new in steers and b.owner in held - steers[b.new].shut)
            _recall(still, now)


def _links_back(found: Mapping[int, Sequence[Match]]) -> list[Backlink]:
    back = [b for matches in found.values() for b in ranking.backlinks(matches)]
    waiting = unlinked({b.owner for b in back})
    return would_change(b for b in back if b.owner not in waiting)


def _recall(subjects: Sequence[Subject], now: datetime) -> None:
    pinned = RelatedRule.objects.filter(
        other__in=[each.row.pk for each in subjects], kind=RelatedRule.Kind.PIN
    )
    places = set(pinned.values_list("other_id", flat=True))
    for each in subjects:
        if each.row.pk in places:
            recall(each.row, now)
