"""Learning from all readers together, and remembering none of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import redis

from articles.arms import arm_of
from articles.models import ClickCount, Experiment, PositionCount, RelatedChange, RelatedLink, Site
from articles.services import count_seen as module
from articles.services.change_related_policy import change_related_policy
from articles.services.count_seen import KEY, LOCK, TAKEN, Seen, count_seen, flush_seen
from articles.services.experiment import begin_experiment, end_experiment
from articles.services.relist import relist
from articles.services.steering import steering
from newsroom.kernel.connections import breaker, client
from tests.factories import a_site, an_article
from tests.services.paper import a_paper, named, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(site: Site, now: datetime) -> Site:
    a_paper(site, now)
    return site


@pytest.fixture
def five(paper: Site, now: datetime) -> list[str]:
    return shown(paper, "harbour-0", now)


def counts() -> dict[tuple[str, int], tuple[int, int]]:
    """(id, position) → (shown, clicked)."""
    rows = ClickCount.objects.values_list("other__external_id", "position", "shown", "clicked")
    return {(name, position): (seen, clicked) for name, position, seen, clicked in rows}


def tell(site: Site, five: list[str], clicked: str = "", times: int = 1) -> None:
    for _ in range(times):
        count_seen(site, Seen("harbour-0", tuple(five), clicked))


def test_what_was_shown_and_clicked_is_counted_by_pair_and_position(
    paper: Site, five: list[str], now: datetime
) -> None:
    tell(paper, five, times=2)
    tell(paper, five, clicked=five[1])
    flush_seen(now)
    assert counts() == {(name, at): (3, int(at == 1)) for at, name in enumerate(five)}


def test_counts_add_up_over_many_flushes(paper: Site, five: list[str], now: datetime) -> None:
    for _ in range(3):
        tell(paper, five)
        flush_seen(now)
    assert counts()[five[0], 0] == (3, 0)


def test_a_click_told_later_says_where_it_was(paper: Site, five: list[str], now: datetime) -> None:
    count_seen(paper, Seen("harbour-0", (), five[3], 3))
    flush_seen(now)
    assert counts() == {(five[3], 3): (0, 1)}


def test_only_links_of_the_articles_list_count(paper: Site, now: datetime) -> None:
    stranger = an_article(a_site("weekly"), "harbour-0")
    assert count_seen(paper, Seen("harbour-0", ("nobody", stranger.external_id, "harbour-0"))) == 0
    assert count_seen(paper, Seen("nothing", ("harbour-1",))) == 0
    assert count_seen(stranger.site, Seen("harbour-0", ("harbour-1",))) == 0


def test_nothing_of_a_reader_is_kept(paper: Site, five: list[str]) -> None:
    tell(paper, five, clicked=five[0])
    fields = {field.decode().rpartition(":")[2] for field in client().hkeys(KEY)}
    assert fields == {"shown", "clicked"}
    assert {field.name for field in ClickCount._meta.fields} == {
        "id", "article", "other", "position", "shown", "clicked", "changed",
    }  # fmt: skip


def test_a_site_that_does_not_count_counts_nothing(
    paper: Site, five: list[str], editor: Any, now: datetime
) -> None:
    change_related_policy(paper, {"count_clicks": False}, editor, now)
    tell(paper, five)
    assert flush_seen(now) == 0


def test_while_redis_is_away_nothing_fails_and_nothing_is_counted(
    paper: Site, five: list[str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = redis.Redis(unix_socket_path="/nowhere/redis.sock")
    monkeypatch.setattr(module, "client", lambda: nowhere)
    tell(paper, five)
    breaker.reset()
    assert flush_seen(now) == 0


def test_a_full_hash_takes_no_more(
    paper: Site, five: list[str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_FIELDS", 5)
    tell(paper, five)
    tell(paper, five)
    flush_seen(now)
    assert counts()[five[0], 0] == (1, 0)


def test_what_a_killed_flush_left_is_carried_first(
    paper: Site, five: list[str], now: datetime
) -> None:
    tell(paper, five)
    client().rename(KEY, TAKEN)
    tell(paper, five)
    flush_seen(now)
    assert counts()[five[0], 0] == (1, 0)
    flush_seen(now)
    assert counts()[five[0], 0] == (2, 0)


def test_two_flushes_do_not_double(paper: Site, five: list[str], now: datetime) -> None:
    tell(paper, five)
    client().set(LOCK, "1")
    assert flush_seen(now) == 0
    client().delete(LOCK)
    assert flush_seen(now) == 5


def test_large_counts_are_carried_in_batches(
    paper: Site, five: list[str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    tell(paper, five, clicked=five[0])
    flush_seen(now)
    assert {seen for seen, _ in counts().values()} == {1}
    assert not client().exists(KEY, TAKEN)


def test_counts_of_an_article_that_is_gone_are_dropped(
    paper: Site, five: list[str], now: datetime
) -> None:
    tell(paper, five)
    named(paper, five[0]).delete()
    flush_seen(now)
    assert len(counts()) == 4


def test_a_site_knows_what_each_position_usually_gets(
    paper: Site, five: list[str], now: datetime
) -> None:
    tell(paper, five, times=3)
    tell(paper, five, clicked=five[2])
    flush_seen(now)
    totals = PositionCount.objects.order_by("position").values_list("shown", "clicked")
    assert list(totals) == [(4, 0), (4, 0), (4, 1), (4, 0), (4, 0)]


def count(site: Site, name: str, position: int, seen: int, clicked: int, now: datetime) -> None:
    ClickCount.objects.create(
        article=named(site, "harbour-0"),
        other=named(site, name),
        position=position,
        shown=seen,
        clicked=clicked,
        changed=now,
    )
    total, _ = PositionCount.objects.get_or_create(site=site, position=position)
    total.shown += seen
    total.clicked += clicked
    total.save()


def test_a_link_that_readers_like_rises(paper: Site, five: list[str], now: datetime) -> None:
    row = named(paper, "harbour-0")
    scores = dict(RelatedLink.objects.filter(article=row).values_list("other_id", "score"))
    for at, name in enumerate(five):
        count(paper, name, at, 1000, 400 if at == 4 else 10, now)
    relist([row.pk], now)
    after = dict(RelatedLink.objects.filter(article=row).values_list("other_id", "score"))
    liked = named(paper, five[4]).pk
    assert 1.0 < after[liked] / scores[liked] <= 1.25


def test_under_twenty_showings_tell_nothing(paper: Site, five: list[str], now: datetime) -> None:
    count(paper, five[4], 4, 19, 19, now)
    row = named(paper, "harbour-0")
    factors = steering(row, [], now).rules.clicks
    assert factors == {named(paper, five[4]).pk: 1.0}


def test_clicks_weigh_nothing_where_the_site_does_not_count(
    paper: Site, five: list[str], editor: Any, now: datetime
) -> None:
    count(paper, five[4], 4, 1000, 900, now)
    change_related_policy(paper, {"count_clicks": False}, editor, now)
    assert steering(named(paper, "harbour-0"), [], now).rules.clicks == {}


# --- Experiments -------------------------------------------------------------------------------


@pytest.fixture
def begin(paper: Site, editor: Any, now: datetime) -> Callable[..., Experiment | None]:
    return lambda way="without_clicks": begin_experiment(paper, "May", way, editor, now)


def test_one_experiment_runs_at_a_time(begin: Any) -> None:
    assert begin() is not None
    assert begin() is None


def test_a_way_nobody_knows_is_refused(begin: Any) -> None:
    with pytest.raises(ValueError, match="sideways"):
        begin("sideways")


def test_half_of_the_articles_go_the_other_way(
    paper: Site, five: list[str], begin: Any, now: datetime
) -> None:
    for n in range(7):
        row = named(paper, f"harbour-{n}")
        ClickCount.objects.create(
            article=row, other=named(paper, "orchard-0"), position=0, shown=99, changed=now
        )
    running = begin()
    for n in range(7):
        row = named(paper, f"harbour-{n}")
        learned = bool(steering(row, [], now).rules.clicks)
        assert learned == (arm_of(row.pk, running.pk) == "a")


def test_an_experiment_is_measured_by_half(
    paper: Site, five: list[str], begin: Any, now: datetime
) -> None:
    running = begin()
    for n in range(7):
        beside = shown(paper, f"harbour-{n}", now)
        count_seen(paper, Seen(f"harbour-{n}", tuple(beside), beside[0]))
    flush_seen(now)
    arms = [arm_of(named(paper, f"harbour-{n}").pk, running.pk) for n in range(7)]
    running.refresh_from_db()
    assert (running.shown_a, running.clicked_a) == (5 * arms.count("a"), arms.count("a"))
    assert (running.shown_b, running.clicked_b) == (5 * arms.count("b"), arms.count("b"))


def test_what_is_told_after_the_end_is_not_measured(
    paper: Site, five: list[str], begin: Any, editor: Any, now: datetime
) -> None:
    running = begin()
    assert end_experiment(running, editor, now)
    assert not end_experiment(running, editor, now)
    tell(paper, five)
    flush_seen(now)
    running.refresh_from_db()
    assert running.shown_a + running.shown_b == 0


def test_beginning_and_end_are_written_down(begin: Any, editor: Any, now: datetime) -> None:
    end_experiment(begin(), editor, now)
    actions = RelatedChange.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["experiment_begun", "experiment_ended"]
