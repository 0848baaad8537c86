"""rebuild_related: every list of a site anew, in steps that can stop and go on.

A step counts frequencies, places a batch of vectors, or links a batch; each is short, holds no
lock between batches, and a finished batch is never done again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from articles.models import Article, ArticleQuerySet, RelatedBuild, Site
from articles.services.entries import Entries, tags_of_articles
from articles.services.frequencies import count, languages, tags_of
from articles.services.link_many import link_many
from articles.services.placing import place_many, placements
from articles.services.relate_many import subjects_of
from articles.services.tones import settle_tones

BATCH = 100
# Batches in one event: some seconds, which is how long others wait for the worker.
AT_ONCE = 6


@dataclass(frozen=True)
class Progress:
    stage: str
    done: int
    total: int


def rebuild(site: Site, now: datetime, language: str = "") -> int:
    """All of it in one go; returns how many articles have a list now."""
    last = Progress("", 0, 0)
    for step in steps(site, now, language):
        last = step
    return last.total


def rebuild_some(site: Site, now: datetime, language: str = "") -> bool:
    """As much of it as a worker may take on at once; whether all is done."""
    return sum(1 for _ in islice(steps(site, now, language), AT_ONCE)) < AT_ONCE


def steps(site: Site, now: datetime, language: str = "") -> Iterator[Progress]:
    """Does a batch a step. A build that was broken off goes on where it stood."""
    build, _ = RelatedBuild.objects.get_or_create(
        site=site, language=language, defaults={"started": now}
    )
    if build.stage == "count":
        for one in [language] if language else languages(site):
            count(site, one, now)
        move_on(build, "place")
    yield from batches(build, now, "place", "link")
    yield from batches(build, now, "link", "done")
    build.delete()


def batches(build: RelatedBuild, now: datetime, stage: str, following: str) -> Iterator[Progress]:
    if build.stage != stage:
        return
    rows = public(build, now)
    total = rows.count()
    done = rows.filter(pk__lte=build.last_id).count()
    while batch := list(rows.filter(pk__gt=build.last_id)[:BATCH]):
        for row in batch:
            row.site = build.site
        place_batch(build, batch) if stage == "place" else link_batch(build, batch, now)
        build.last_id = batch[-1].pk
        remember(build)
        done += len(batch)
        yield Progress(stage, done, total)
    move_on(build, following)


def place_batch(build: RelatedBuild, batch: list[Article]) -> None:
    tags = tags_of_articles([row.pk for row in batch])
    settle_tones(build.site, batch, tags)
    place_many(placements(batch, tags), linked=True)


def link_batch(build: RelatedBuild, batch: list[Article], now: datetime) -> None:
    """Everybody is ranked against everybody, so nobody needs a link back."""
    known = Entries()
    link_many(subjects_of(build.site, batch, known), now, known, placed=None)


def public(build: RelatedBuild, now: datetime) -> ArticleQuerySet:
    rows = Article.objects.filter(site=build.site).visible(now).order_by("pk")
    rows = rows.select_related("section")
    return rows.filter(language__in=tags_of(build.site, build.language)) if build.language else rows


def move_on(build: RelatedBuild, stage: str) -> None:
    build.stage, build.last_id = stage, 0
    remember(build)


def remember(build: RelatedBuild) -> None:
    # Two may run at once; the row is gone where the other came to the end first.
    RelatedBuild.objects.filter(pk=build.pk).update(stage=build.stage, last_id=build.last_id)
