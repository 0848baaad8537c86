"""count_seen: what a reader's page showed and what was clicked there, counted in Redis; flush_seen
carries the sums to the database.

Nothing of the reader is kept: no cookie, no address, no visit, only sums by pair and position. A
lost Redis loses counts and nothing else; while it is away none are made.
"""

import contextlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import redis
from django.db import transaction
from django.db.models import F

from articles.arms import arm_of
from articles.models import Article, ClickCount, Experiment, PositionCount, RelatedLink, Site
from articles.related_policy import policy_of
from newsroom.kernel.connections import breaker, client

log = logging.getLogger(__name__)

KEY, TAKEN, LOCK = "articles:seen", "articles:seen:taken", "articles:seen:lock"
# Sums by pair and position: with nobody to carry them away they must not fill the memory.
MOST_FIELDS = 100_000
KEPT_SECONDS, LOCK_SECONDS = 86_400, 300
BATCH = 500
_COUNT = """
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
for i = 3, #ARGV do redis.call('HINCRBY', KEYS[1], ARGV[i], 1) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return #ARGV - 2
"""


@dataclass(frozen=True)
class Seen:
    """``shown``: the publisher's ids by position, each counted once as shown; ``clicked``: one of
    them, or the one at ``position`` of a list that was told of before."""

    article: str
    shown: tuple[str, ...] = ()
    clicked: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    site: int
    article: int
    other: int
    position: int


@dataclass(slots=True)
class Sum:
    shown: int = 0
    clicked: int = 0


def count_seen(site: Site, seen: Seen) -> int:
    """How many counts were made: only links that stand in the article's list count at all."""
    if breaker.is_open() or not policy_of(site.settings).count_clicks:
        return 0
    counted = list(_fields(site, seen))
    if not counted:
        return 0
    try:
        return int(client().eval(_COUNT, 1, KEY, MOST_FIELDS, KEPT_SECONDS, *counted))
    except redis.RedisError:
        breaker.trip()
        return 0


def _fields(site: Site, seen: Seen) -> Iterator[str]:
    names = {*seen.shown, *([seen.clicked] if seen.clicked else [])}
    links = RelatedLink.objects.filter(
        article__site=site, article__external_id=seen.article, other__external_id__in=names
    )
    known = {
        name: f"{site.pk}:{article}:{other}"
        for article, other, name in links.values_list(
            "article_id", "other_id", "other__external_id"
        )
    }
    for position, name in enumerate(seen.shown):
        if name in known:
            yield f"{known[name]}:{position}:shown"
    if seen.clicked in known:
        at = seen.shown.index(seen.clicked) if seen.clicked in seen.shown else seen.position
        yield f"{known[seen.clicked]}:{at or 0}:clicked"


def flush_seen(now: datetime) -> int:
    """Carries what was counted to the database; how many sums. One at a time: another is away
    at once. Killed in between, it loses nothing and doubles one batch at most."""
    counted = client()
    try:
        if not counted.set(LOCK, "1", nx=True, ex=LOCK_SECONDS):
            return 0
        try:
            return _carry(counted, now)
        finally:
            counted.delete(LOCK)
    except redis.RedisError as error:
        log.warning("counts of links wait until Redis is back: %s", error)
        return 0


def _carry(counted: redis.Redis, now: datetime) -> int:
    with contextlib.suppress(redis.ResponseError):  # nothing was counted
        counted.renamenx(KEY, TAKEN)  # what is left of a flush that was killed goes first
    raw = {_text(field): int(number) for field, number in counted.hgetall(TAKEN).items()}
    for batch in _batches(raw):
        _store(_sums(batch), now)
        counted.hdel(TAKEN, *batch)
    return len(raw)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _batches(raw: Mapping[str, int]) -> Iterator[dict[str, int]]:
    items = iter(sorted(raw.items()))
    while batch := dict(islice(items, BATCH)):
        yield batch


def _sums(batch: Mapping[str, int]) -> dict[Pair, Sum]:
    sums: dict[Pair, Sum] = {}
    for field, number in batch.items():
        *numbers, what = field.split(":")
        pair = Pair(*map(int, numbers))
        of_pair = sums.setdefault(pair, Sum())
        if what == "clicked":
            of_pair.clicked += number
        else:
            of_pair.shown += number
    return sums


def _store(sums: Mapping[Pair, Sum], now: datetime) -> None:
    with transaction.atomic():
        sums = _still_there(sums)
        _store_pairs(sums, now)
        _store_positions(sums)
        _store_arms(sums)


def _still_there(sums: Mapping[Pair, Sum]) -> dict[Pair, Sum]:
    pks = {pk for pair in sums for pk in (pair.article, pair.other)}
    known = set(Article.objects.filter(pk__in=pks).values_list("pk", flat=True))
    return {pair: of for pair, of in sums.items() if {pair.article, pair.other} <= known}


def _store_pairs(sums: Mapping[Pair, Sum], now: datetime) -> None:
    kept = ClickCount.objects.filter(article__in={pair.article for pair in sums})
    before = {(row.article_id, row.other_id, row.position): row for row in kept.select_for_update()}
    rows = []
    for pair, of in sums.items():
        old = before.get((pair.article, pair.other, pair.position), ClickCount())
        rows.append(
            ClickCount(
                article_id=pair.article,
                other_id=pair.other,
                position=pair.position,
                shown=old.shown + of.shown,
                clicked=old.clicked + of.clicked,
                changed=now,
            )
        )
    ClickCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article", "other", "position"],
        update_fields=["shown", "clicked", "changed"],
    )


def _store_positions(sums: Mapping[Pair, Sum]) -> None:
    totals: dict[tuple[int, int], Sum] = {}
    for pair, of in sums.items():
        _add(totals.setdefault((pair.site, pair.position), Sum()), of)
    for (site, position), of in sorted(totals.items()):
        PositionCount.objects.get_or_create(site_id=site, position=position)
        PositionCount.objects.filter(site_id=site, position=position).update(
            shown=F("shown") + of.shown, clicked=F("clicked") + of.clicked
        )


def _store_arms(sums: Mapping[Pair, Sum]) -> None:
    """What a running experiment is measured by."""
    for running in _running({pair.site for pair in sums}):
        arms = {"a": Sum(), "b": Sum()}
        for pair, of in sums.items():
            if pair.site == running.site_id:
                _add(arms[arm_of(pair.article, running.pk)], of)
        Experiment.objects.filter(pk=running.pk).update(
            shown_a=F("shown_a") + arms["a"].shown,
            clicked_a=F("clicked_a") + arms["a"].clicked,
            shown_b=F("shown_b") + arms["b"].shown,
            clicked_b=F("clicked_b") + arms["b"].clicked,
        )


def _running(sites: Iterable[int]) -> Sequence[Experiment]:
    return list(Experiment.objects.filter(site__in=sites, ended=None))


def _add(total: Sum, of: Sum) -> None:
    total.shown += of.shown
    total.clicked += of.clicked
