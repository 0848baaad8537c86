"""A scheduled article's time comes: by the clock for readers, by a promise for all the rest."""

from datetime import datetime, timedelta

import pytest

from articles.models import Article, Site, Status
from articles.services.publish import come_due
from articles.services.register import register
from articles.services.withdraw import withdraw
from newsroom.kernel import relay
from newsroom.kernel.models import OutboxEvent
from tests.factories import an_article
from tests.together import together

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def scheduled(site: Site, now: datetime) -> Article:
    """For an hour from now."""
    at = (now + HOUR).isoformat()
    return an_article(site, "later", now=now, status="scheduled", published_at=at)


def visible(now: datetime) -> list[str]:
    return list(Article.objects.visible(now).values_list("external_id", flat=True))


def promised(name: str) -> list[datetime]:
    rows = OutboxEvent.objects.filter(name=name).order_by("id")
    return list(rows.values_list("due", flat=True))


def test_readers_see_it_from_its_moment_on_without_anybody_acting(
    scheduled: Article, now: datetime
) -> None:
    assert visible(now + HOUR - timedelta(seconds=1)) == []
    assert visible(now + HOUR) == ["later"]


def test_its_publication_is_promised_for_its_moment(scheduled: Article, now: datetime) -> None:
    assert promised("article.published") == [now + HOUR]


def test_the_relay_waits_for_that_moment(scheduled: Article, now: datetime) -> None:
    sent: list[int] = []
    relay.sweep(lambda pk, lane: sent.append(pk), now)
    assert sent == []
    relay.sweep(lambda pk, lane: sent.append(pk), now + HOUR)
    assert len(sent) == 1


def test_it_is_marked_published_once(scheduled: Article, now: datetime) -> None:
    version = Site.objects.get().version
    outcomes = [come_due(scheduled.pk, now + HOUR), come_due(scheduled.pk, now + HOUR)]
    scheduled.refresh_from_db()
    assert (outcomes, scheduled.status) == ([True, False], Status.PUBLISHED)
    assert Site.objects.get().version == version + 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_marks_it(scheduled: Article, now: datetime) -> None:
    outcomes = together(5, lambda _: come_due(scheduled.pk, now + HOUR))
    assert outcomes.count(True) == 1


def test_before_its_time_nothing_is_marked(scheduled: Article, now: datetime) -> None:
    assert not come_due(scheduled.pk, now)


def test_an_article_put_off_does_not_appear_at_its_old_time(
    scheduled: Article, site: Site, now: datetime
) -> None:
    put_off = {"published_at": (now + 3 * HOUR).isoformat()}
    register(site, "later", put_off, now, partial=True)
    assert not come_due(scheduled.pk, now + HOUR)
    assert visible(now + HOUR) == []
    assert promised("article.published") == [now + HOUR, now + 3 * HOUR]


def test_a_draft_is_promised_nothing(site: Site, now: datetime) -> None:
    an_article(site, "draft", now=now, status="draft")
    assert not OutboxEvent.objects.exists()


def test_what_is_withdrawn_before_its_time_never_appears(
    scheduled: Article, site: Site, now: datetime
) -> None:
    withdraw(site, "later", now)
    assert not come_due(scheduled.pk, now + HOUR)
    assert visible(now + HOUR) == []


def test_what_readers_never_saw_is_not_announced_as_withdrawn(
    scheduled: Article, site: Site, now: datetime
) -> None:
    withdraw(site, "later", now)
    assert promised("article.withdrawn") == []


def test_taking_back_what_readers_saw_is_announced(
    article: Article, site: Site, now: datetime
) -> None:
    withdraw(site, article.external_id, now)
    assert (visible(now), promised("article.withdrawn")) == ([], [now])


def test_withdrawing_twice_is_the_same_as_once(article: Article, site: Site, now: datetime) -> None:
    withdraw(site, article.external_id, now)
    withdraw(site, article.external_id, now)
    assert len(promised("article.withdrawn")) == 1


def test_a_public_article_put_off_is_withdrawn_until_then(
    article: Article, site: Site, now: datetime
) -> None:
    OutboxEvent.objects.all().delete()
    again = {"status": "scheduled", "published_at": (now + HOUR).isoformat()}
    register(site, article.external_id, again, now, partial=True)
    assert (promised("article.published"), promised("article.withdrawn")) == ([now + HOUR], [now])


def test_an_unknown_article_cannot_be_withdrawn(site: Site, now: datetime) -> None:
    assert withdraw(site, "nobody-knows", now) is None
