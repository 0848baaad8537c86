"""Web server, worker and Redis die in any order while readers post: what was acknowledged is
there once, and judged once."""

import random

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, Policy
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_site, an_article
from tests.faults.poster import Poster
from tests.recount import counted, kept
from tests.running import Newsroom, until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

KILLS = 10


@pytest.fixture
def story(transactional_db: None) -> Article:
    story = an_article(a_site("daily"), "story-1", now=timezone.now())
    policy_of(story.site_id)
    Policy.objects.update(posts_per_minute=5000)
    OutboxEvent.objects.all().delete()  # the article's own: here all is about comments
    return story


def kill_one(newsroom: Newsroom, chosen: str) -> None:
    newsroom.kill(chosen)
    if chosen == "redis":
        newsroom.start_redis(empty=True)
    elif chosen == "web":
        newsroom.start_web()
        newsroom.await_web()
    else:
        newsroom.start_worker()


def test_what_was_acknowledged_is_there_once_whatever_died(
    newsroom: Newsroom, story: Article
) -> None:
    newsroom.start()
    poster = Poster(newsroom)
    poster.start()
    for chosen in random.sample(["web", "worker", "redis"] * KILLS, KILLS):
        poster.goes_on()
        kill_one(newsroom, chosen)
    poster.goes_on()
    poster.end()

    def judged() -> bool:
        newsroom.look_after_worker()
        return not Comment.objects.filter(status=Status.PENDING).exists()

    until(judged, "all comments are judged")
    stored = list(Comment.objects.order_by("id").values_list("id", flat=True))
    assert stored == poster.acknowledged
    assert list(Decision.objects.order_by("comment").values_list("comment", flat=True)) == stored
    assert kept() == counted()
