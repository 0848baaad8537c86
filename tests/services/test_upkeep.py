"""The night's work: what publishing alone cannot keep good."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import ClickCount, RelatedLink, Site, TermFrequencies
from articles.services import rebuild_related, sweep_lists, upkeep
from articles.services.rebuild_related import rebuild
from newsroom.celery import app
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock
from tests.services.paper import STORIES, a_paper, named, shown

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture
def paper(site: Site, now: datetime, clock: Clock) -> Site:
    a_paper(site, now)
    return site


def lists() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for article, other in RelatedLink.objects.values_list("article_id", "other_id"):
        found.setdefault(article, []).append(other)
    return found


def a_night(now: datetime, work: Work) -> None:
    upkeep.begin_upkeep(now)
    work()


def test_the_lists_of_the_last_seven_days_are_made_again(
    paper: Site, now: datetime, work: Work
) -> None:
    before = lists()
    RelatedLink.objects.all().update(other=named(paper, "orchard-0"))
    a_night(now, work)
    assert lists() == before


def test_a_short_list_is_filled_however_old_it_is(
    paper: Site, now: datetime, clock: Clock, work: Work
) -> None:
    before = lists()
    RelatedLink.objects.filter(position__gt=2).delete()
    later = clock.go_on(days=60)
    a_night(later, work)
    assert lists() == before


def test_a_long_list_of_a_past_season_is_left_alone(
    paper: Site, now: datetime, clock: Clock, work: Work
) -> None:
    later = clock.go_on(days=60)
    part = later.date().toordinal() % 100
    row = next(r for n in range(7) if (r := named(paper, f"harbour-{n}")).pk % 100 != part)
    before = list(RelatedLink.objects.filter(article=row).values_list("pk", flat=True))
    a_night(later, work)
    assert list(RelatedLink.objects.filter(article=row).values_list("pk", flat=True)) == before


def test_every_list_has_its_night_within_a_season(
    paper: Site, now: datetime, clock: Clock, work: Work
) -> None:
    clock.go_on(days=60)
    row = named(paper, "harbour-3")
    before = set(RelatedLink.objects.filter(article=row).values_list("pk", flat=True))
    nights = [clock.now + timedelta(days=n) for n in range(100)]
    [its_own] = [night for night in nights if night.date().toordinal() % 100 == row.pk % 100]
    clock.now = its_own
    a_night(its_own, work)
    assert not RelatedLink.objects.filter(pk__in=before).exists()


def test_a_list_that_readers_used_is_weighed_again(paper: Site, clock: Clock, work: Work) -> None:
    later = clock.go_on(days=60)
    row = named(paper, "harbour-3")
    before = set(RelatedLink.objects.filter(article=row).values_list("pk", flat=True))
    ClickCount.objects.create(
        article=row, other=named(paper, "harbour-1"), position=0, shown=5, changed=later
    )
    a_night(later, work)
    assert not RelatedLink.objects.filter(pk__in=before).exists()


def test_the_work_is_done_in_small_batches(
    paper: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 4)
    monkeypatch.setattr(upkeep, "WINDOW", 6)
    before = lists()
    RelatedLink.objects.filter(position__gt=2).delete()
    a_night(now, work)
    assert lists() == before
    stages = [row.payload["stage"] for row in OutboxEvent.objects.filter(name="related.upkeep")]
    assert stages.count("recent") == 3 * STORIES // 4 + 1


def test_a_night_has_an_end_even_where_there_is_more(
    paper: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 4)
    monkeypatch.setattr(upkeep, "MOST", 8)
    a_night(now, work)
    stages = [row.payload["stage"] for row in OutboxEvent.objects.filter(name="related.upkeep")]
    assert stages.count("recent") == 2


def test_a_second_night_does_not_begin_before_the_first_has(
    paper: Site, now: datetime, work: Work
) -> None:
    assert (upkeep.begin_upkeep(now), upkeep.begin_upkeep(now)) == (1, 0)


def test_counts_that_nobody_added_to_for_half_a_year_are_forgotten(
    paper: Site, now: datetime, work: Work
) -> None:
    pair: dict[str, Any] = {
        "article": named(paper, "harbour-3"),
        "other": named(paper, "harbour-1"),
    }
    ClickCount.objects.create(**pair, position=0, changed=now - timedelta(days=181))
    ClickCount.objects.create(**pair, position=1, changed=now - timedelta(days=179))
    a_night(now, work)
    assert [row.position for row in ClickCount.objects.all()] == [1]


def test_figures_that_the_site_has_outgrown_are_counted_anew(
    paper: Site, now: datetime, work: Work
) -> None:
    TermFrequencies.objects.update(articles=13, documents=13)
    epoch = TermFrequencies.objects.get().epoch
    a_night(now, work)
    figures = TermFrequencies.objects.get()
    assert (figures.epoch, figures.documents) == (epoch + 1, 21)


def test_figures_that_still_fit_are_left_alone(paper: Site, now: datetime, work: Work) -> None:
    epoch = TermFrequencies.objects.get().epoch
    a_night(now, work)
    assert TermFrequencies.objects.get().epoch == epoch


def test_a_rebuild_in_parts_is_a_whole_rebuild(
    paper: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild(paper, now, "en")
    before = lists()
    RelatedLink.objects.all().delete()
    monkeypatch.setattr(rebuild_related, "BATCH", 4)
    monkeypatch.setattr(rebuild_related, "AT_ONCE", 2)
    TermFrequencies.objects.update(articles=1)
    monkeypatch.setattr(upkeep, "STAGES", {"recent": lambda *_: upkeep.Batch([], None)})
    a_night(now, work)
    assert lists() == before
    assert OutboxEvent.objects.filter(name="articles.outgrown").count() > 3


def test_a_sweep_comes_to_every_list(
    paper: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep_lists, "BATCH", 4)
    before = {name: shown(paper, name, now) for name in ("harbour-0", "orchard-6")}
    RelatedLink.objects.all().delete()
    sweep_lists.sweep_lists(paper, 0, now)
    work()
    assert {name: shown(paper, name, now) for name in before} == before


def test_the_scheduler_knows_what_to_do_by_night_and_by_minute() -> None:
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"articles.begin_upkeep", "articles.flush_seen"} <= tasks
    assert tasks <= set(app.tasks)
