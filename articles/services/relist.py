"""relist: lists made anew from the vectors that are stored: no text is read, nobody else's list
changes. For what was decided after an article was placed: rules, clicks, conversations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from articles.models import Article, RelatedLink
from articles.services.announce import renew
from articles.services.comparing import compared
from articles.services.entries import entries
from articles.services.frequencies import frequencies_of
from articles.services.lists import lock, write
from articles.services.steering import steering
from articles.terms import base_language
from newsroom.kernel import outbox

# A well-linked article stands in hundreds of lists; the nightly upkeep comes to the rest.
AROUND = 50


def relist(pks: Iterable[int], now: datetime) -> int:
    """Each list in a short transaction of its own; how many were made."""
    done = 0
    for pk in dict.fromkeys(pks):
        with transaction.atomic():
            lock([pk])
            before = shown_of(pk)
            done += relist_held(pk, now)
            if shown_of(pk) != before:
                renew(Article.objects.values_list("site_id", flat=True).get(pk=pk))
    return done


def shown_of(pk: int) -> list[Any]:
    """What readers see of a stored list. Most lists come out of an upkeep as they went in."""
    links = RelatedLink.objects.filter(article_id=pk).order_by("position")
    return list(links.values_list("other_id", "source", "about", "tags"))


def relist_held(pk: int, now: datetime) -> bool:
    """The same for one article whose row the caller holds."""
    row = Article.objects.select_related("site", "section").filter(pk=pk).first()
    if row is None:
        return False
    known = entries([pk]) if row.is_public(now) else []
    _, figures = frequencies_of(row.site_id, base_language(row.language))
    found = compared(row, known[0], figures, now) if known else []
    steer = steering(row, [match.other.id for match in found], now)
    write(pk, steer.chosen(found, now))
    return True


def promise_relist(site_pk: int, pks: Iterable[int], now: datetime) -> None:
    """For later, in the lane of upkeep."""
    if wanted := sorted(set(pks)):
        outbox.record("related.relist", site_pk, payload={"articles": wanted}, now=now)


def around(pk: int) -> list[int]:
    """The articles whose lists show ``pk``, those that show it high up first; not all of many."""
    rows = RelatedLink.objects.filter(other_id=pk).order_by("position", "-article_id")
    return list(rows.values_list("article_id", flat=True)[:AROUND])
