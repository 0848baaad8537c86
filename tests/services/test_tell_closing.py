"""That a thread has closed, or is open again, is told once, whoever or whatever did it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from articles.public import ref
from comments.models import Policy, Thread
from comments.services.steer_thread import steer_thread
from comments.services.tell_closing import tell_closings
from comments.services.threads import policy_of, thread_of
from newsroom.kernel.models import OutboxEvent
from newsroom.wiring import WIRING
from tests.factories import a_site, an_article
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(article: Article, now: datetime) -> Thread:
    policy_of(article.site_id)
    return thread_of(ref(article, article.site, now), now)


def told() -> list[str]:
    """The promises to hear of it, as some task of the wiring's would get them."""
    rows = OutboxEvent.objects.filter(name__startswith="thread.").order_by("pk")
    return list(rows.values_list("name", flat=True))


@pytest.fixture(autouse=True)
def _somebody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that starts no task is written nowhere."""
    for name in ("thread.closed", "thread.opened"):
        monkeypatch.setitem(WIRING, name, ["comments.review"])


def steered(thread: Thread, now: datetime, **said: Any) -> None:
    steer_thread(thread, **{"mode": "", "closes_at": None, "note": "", "now": now, **said})


def test_an_editors_word_is_told_at_once(thread: Thread, now: datetime) -> None:
    steered(thread, now, mode="closed")
    steered(thread, now, mode="open")
    assert told() == ["thread.closed", "thread.opened"]
    rows = OutboxEvent.objects.filter(name__startswith="thread.")
    assert {row.key for row in rows} == {str(thread.pk)}


@pytest.mark.parametrize("mode", ["closed", "readonly", "off"])
def test_where_nobody_may_write_it_is_closed(thread: Thread, now: datetime, mode: str) -> None:
    steered(thread, now, mode=mode)
    assert told() == ["thread.closed"]


@pytest.mark.parametrize("mode", ["members", "held", "slow", "open", ""])
def test_where_somebody_may_it_is_not(thread: Thread, now: datetime, mode: str) -> None:
    steered(thread, now, mode=mode, note="Mind your manners.")
    assert told() == []


def test_stricter_than_closed_is_no_second_closing(thread: Thread, now: datetime) -> None:
    for mode in ("closed", "readonly", "off"):
        steered(thread, now, mode=mode)
    assert told() == ["thread.closed"]


def test_its_own_time_closes_it_and_more_time_opens_it(thread: Thread, now: datetime) -> None:
    steered(thread, now, closes_at=now + timedelta(hours=1))
    assert tell_closings(now + timedelta(minutes=59)) == 0
    later = now + timedelta(hours=1)
    assert (tell_closings(later), tell_closings(later)) == (1, 0)
    steered(thread, later, closes_at=later + timedelta(hours=1))
    assert told() == ["thread.closed", "thread.opened"]


@pytest.mark.parametrize("start", ["publication", "last_comment"])
def test_the_sites_days_close_it(thread: Thread, now: datetime, start: str) -> None:
    Policy.objects.update(auto_close_days=7, auto_close_from=start)
    Thread.objects.update(last_at=now + timedelta(days=1))
    days = 7 if start == "publication" else 8
    assert tell_closings(now + timedelta(days=days, hours=-2)) == 0
    assert tell_closings(now + timedelta(days=days)) == 1
    assert told() == ["thread.closed"]


def test_a_thread_nobody_wrote_in_closes_by_its_publication(thread: Thread, now: datetime) -> None:
    Policy.objects.update(auto_close_days=7, auto_close_from="last_comment")
    assert tell_closings(now + timedelta(days=7)) == 1


def test_what_closed_long_ago_is_no_news(thread: Thread, now: datetime) -> None:
    """A site that begins to close its threads closes years of them."""
    Policy.objects.update(auto_close_days=7)
    assert tell_closings(now + timedelta(days=400)) == 0
    assert (told(), Thread.objects.get().closed) == ([], True)


def test_another_sites_days_are_its_own(thread: Thread, now: datetime) -> None:
    other = an_article(a_site("weekly"))
    policy_of(other.site_id)
    Policy.objects.filter(site=other.site_id).update(auto_close_days=1)
    assert tell_closings(now + timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_tell_it_once(thread: Thread, now: datetime) -> None:
    Thread.objects.update(closes_at=now)
    found = together(4, lambda _: tell_closings(now))
    assert (sum(found), told()) == (1, ["thread.closed"])
