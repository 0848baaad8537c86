"""How the desk does: figures of what truly happened, bounded in what they read."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from comments.models import Comment, HeatChange, QueueEntry, ThreadHeat
from comments.panel.chart import stacked
from comments.panel.dashboard_page import in_words
from comments.reading.dashboard import alarms, dashboard, shift
from comments.services.decide_seen import Wish, decide_seen
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.undo import undo
from comments.states import Status
from tests.conftest import Clock
from tests.factories import NOON, a_comment, a_posted, a_site, an_article
from tests.panel.desk import Desk, an_account, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto(site: Site) -> Any:
    return an_account("otto", site)


def decided(article: Article, status: Status, by: Any, **time: float) -> Comment:
    row = a_posted(article, NOON)
    moderate(row, status, by, NOON + timedelta(**time))
    return row


def test_each_hour_says_who_published_and_what_was_refused(article: Article, nora: Any) -> None:
    decided(article, Status.PUBLISHED, nora, hours=-2)
    decided(article, Status.SPAM, nora, hours=-2)
    review(a_posted(article, NOON, email="new@example.org").pk, NOON)
    found = dashboard(article.site_id, NOON)
    hours = {hour.begins.hour: hour for hour in found.hours}
    assert len(found.hours) == 24
    assert (hours[10].by_people, hours[10].refused, hours[12].held) == (1, 1, 1)
    assert found.machine_share == 0


def test_the_machines_share_is_of_what_was_published(article: Article, nora: Any) -> None:
    decided(article, Status.PUBLISHED, nora)
    a_comment(article)  # an import, which nobody judged
    review(a_posted(article, NOON).pk, NOON)  # of an author whom nora has published
    assert dashboard(article.site_id, NOON).machine_share == 0.5


def test_what_waits_says_how_long(article: Article) -> None:
    for hours in (0.5, 2, 30):
        a_comment(article, Status.HELD, created_at=NOON - timedelta(hours=hours))
    found = dashboard(article.site_id, NOON)
    assert found.counts["waiting"] == 3
    assert found.oldest == NOON - timedelta(hours=30)
    assert found.ages == [(1, 2), (6, 1), (24, 1)]


def test_moderators_agree_where_both_let_stand_or_both_refuse(
    article: Article, nora: Any, otto: Any
) -> None:
    for first, second in (
        (Status.SPAM, Status.REJECTED),
        (Status.PUBLISHED, Status.REMOVED),
    ):
        moderate(decided(article, first, nora), second, otto, NOON + timedelta(minutes=1))
    decided(article, Status.PUBLISHED, nora)
    found = dashboard(article.site_id, NOON + timedelta(hours=1)).agreed
    assert (found.agreed, found.overturned) == (1, 1)


def test_what_was_undone_is_no_disagreement(article: Article, nora: Any, otto: Any) -> None:
    row = a_comment(article, Status.HELD)
    wish = Wish(Status.SPAM, seen(row), "", "")
    outcome: Any = decide_seen(row, wish, nora, NOON)
    undo(outcome.decision, nora, NOON + timedelta(seconds=2))
    found = dashboard(article.site_id, NOON + timedelta(hours=1)).agreed
    assert found.judged == 0


def test_where_it_runs_hot_is_named(article: Article) -> None:
    thread = decided_thread(article)
    ThreadHeat.objects.create(thread=thread, level=2, reasons=["reports"], since=NOON, seen=NOON)
    HeatChange.objects.create(site=article.site, thread=None, level=1, created=NOON)
    found = dashboard(article.site_id, NOON)
    assert [(one.title, one.level, one.reasons) for one in found.hot] == [
        (article.title, 2, ("reports",))
    ]
    assert found.site_heat == 1


def decided_thread(article: Article) -> Any:
    return a_comment(article).thread


def test_a_campaign_of_the_last_hour_raises_an_alarm(article: Article) -> None:
    for number in range(4):
        at = NOON - timedelta(minutes=number)
        a_comment(article, Status.HELD, reasons=("repeated_text",), created_at=at)
        a_comment(article, Status.HELD, reasons=("first_comment",), created_at=at)
    assert QueueEntry.objects.filter(reason="repeated_text").count() == 4
    assert alarms(article.site_id, NOON) == [("repeated_text", 4)]
    assert alarms(article.site_id, NOON + timedelta(hours=2)) == []


def test_a_shift_is_ones_own_and_says_what_colleagues_changed(
    article: Article, nora: Any, otto: Any
) -> None:
    kept, changed = (decided(article, Status.PUBLISHED, nora) for _ in range(2))
    decided(article, Status.SPAM, nora, hours=-9)
    moderate(changed, Status.REMOVED, otto, NOON + timedelta(minutes=1))
    found = shift(article.site_id, nora.pk, NOON + timedelta(minutes=2))
    assert (found.total, found.decided, found.changed) == (2, {"published": 2}, 1)
    assert shift(article.site_id, otto.pk, NOON + timedelta(minutes=2)).total == 1
    assert kept.pk


def test_another_sites_decisions_do_not_count(article: Article, nora: Any) -> None:
    weekly = a_site("weekly")
    decided(an_article(weekly, "w"), Status.SPAM, nora)
    a_comment(an_article(weekly, "w2"), Status.HELD)
    found = dashboard(article.site_id, NOON)
    assert sum(hour.refused for hour in found.hours) == 0
    assert found.counts["waiting"] == 0


def test_the_page_shows_it_and_draws_without_a_script(
    article: Article, site: Site, nora: Any, clock: Clock
) -> None:
    decided(article, Status.PUBLISHED, nora)
    a_comment(article, Status.HELD, created_at=NOON - timedelta(hours=3))
    page = Desk(nora).page("dashboard")
    assert "The oldest has waited for 3 hours." in page
    assert '<rect class="by_people"' in page
    assert "style=" not in page and "<script" not in page
    assert "1 decision: 1 published." in page


def test_a_page_costs_the_same_however_much_was_decided(
    article: Article, nora: Any, clock: Clock
) -> None:
    def questions() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            Desk(nora).page("dashboard")
        return len(asked)

    decided(article, Status.PUBLISHED, nora)
    one = questions()
    for _ in range(10):
        decided(article, Status.SPAM, nora)
        a_comment(article, Status.HELD)
    assert questions() == one


def test_hostile_titles_are_text(site: Site, nora: Any, clock: Clock) -> None:
    evil = "<script>alert(1)</script>"
    row = an_article(site, "evil", title=evil, section=evil)
    ThreadHeat.objects.create(
        thread=a_comment(row).thread, level=3, reasons=[evil], since=NOON, seen=NOON
    )
    assert "<script" not in Desk(nora).page("dashboard")


def test_a_chart_fills_its_height_and_stands_on_the_ground() -> None:
    chart = stacked([("a", [("x", 1), ("y", 3)]), ("b", [("x", 0), ("y", 2)])])
    assert chart.top == 4
    assert [(part.kind, part.y, part.height) for part in chart.bars[0].parts] == [
        ("x", 120, 40), ("y", 0, 120),
    ]  # fmt: skip
    assert [(part.y, part.height) for part in chart.bars[1].parts] == [(80, 80)]
    assert stacked([]).bars == () and stacked([("a", [("x", 0)])]).bars[0].parts == ()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (179, "2 hours"), (2880, "2 days")],
)
def test_a_time_is_told_by_its_largest_unit(minutes: int, words: str) -> None:
    assert in_words(timedelta(minutes=minutes)) == words
