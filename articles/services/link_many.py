"""link_many: the lists of many articles, a few in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles import ranking
from articles.models import RelatedRule
from articles.ranking import Backlink, Match
from articles.services.comparing import Subject, compared_many
from articles.services.entries import Entries
from articles.services.lists import leave, lock, take_in, would_change, write_many
from articles.services.placing import finding_themselves, mark_linked, unchanged
from articles.services.relate import recall
from articles.services.steering import steering_of_many

# Articles a transaction: some 50 ms, in which others wait.
AT_ONCE = 25


def link_many(
    subjects: Sequence[Subject], now: datetime, known: Entries, *, placed: datetime | None
) -> None:
    """Makes the lists of articles of one site. ``placed``: when they had been; older lists take
    them in too, except those that are made after that. None where all lists are made anew."""
    for start in range(0, len(subjects), AT_ONCE):
        _link_some(subjects[start : start + AT_ONCE], now, known, placed)


def _link_some(
    subjects: Sequence[Subject], now: datetime, known: Entries, placed: datetime | None
) -> None:
    begun = timezone.now()  # not ``now``: others of the batch were linked meanwhile
    found = compared_many(subjects, now, known)
    back = _links_back(found, placed) if placed else []
    with transaction.atomic():
        held = lock([*found, *(b.owner for b in back)])
        # Whoever changed one meanwhile has promised its links anew.
        still = unchanged(subjects)
        asked = [(each.row, [match.other.id for match in found[each.row.pk]]) for each in still]
        # Asked only now: an editor who held a row before has had the last word.
        steers = steering_of_many(asked, now)
        write_many({pk: steer.chosen(found[pk], now) for pk, steer in steers.items()})
        if placed:
            mark_linked(still, begun)
            for pk, steer in steers.items():
                if steer.shut:
                    leave(steer.shut, pk)
            take_in(b for b in back if b.new in steers and b.owner in held - steers[b.new].shut)
            _recall(still, now)


def _links_back(found: Mapping[int, Sequence[Match]], placed: datetime) -> list[Backlink]:
    others = {match.other.id for matches in found.values() for match in matches}
    by_themselves = finding_themselves(others, placed)
    back = (
        b
        for matches in found.values()
        if any(match.other.id not in by_themselves for match in matches)
        for b in ranking.backlinks(matches)
    )
    return would_change(b for b in back if b.owner not in by_themselves)


def _recall(subjects: Sequence[Subject], now: datetime) -> None:
    pinned = RelatedRule.objects.filter(
        other__in=[each.row.pk for each in subjects], kind=RelatedRule.Kind.PIN
    )
    places = set(pinned.values_list("other_id", flat=True))
    for each in subjects:
        if each.row.pk in places:
            recall(each.row, now)
