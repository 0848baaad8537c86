"""A worker that is killed amid a flood of articles loses the links of none."""

import pytest
from django.utils import timezone

from articles.models import ArticleVector, RelatedLink
from articles.services.register import register_many
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_site
from tests.running import Newsroom, until
from tests.services.paper import SUBJECTS, a_text

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

STORIES, BATCH = 300, 25


def told(number: int) -> tuple[str, dict[str, str]]:
    subject = sorted(SUBJECTS)[number % len(SUBJECTS)]
    name = f"{subject}-{number}"
    body = a_text(subject, number)
    return name, {"url": f"https://daily.example/{name}", "title": name, "body": body}


def test_workers_that_are_killed_amid_a_flood_lose_no_articles_links(newsroom: Newsroom) -> None:
    site, now = a_site("daily"), timezone.now()
    for start in range(0, STORIES, BATCH):
        register_many(site, [told(number) for number in range(start, start + BATCH)], now)
    newsroom.start_redis()
    for enough in (STORIES // 4, STORIES // 2):
        newsroom.start_worker()
        until(lambda enough=enough: ArticleVector.objects.count() >= enough, "some are placed")
        newsroom.kill("worker")
    newsroom.start_worker()

    def done() -> bool:
        newsroom.look_after_worker()
        names = ("articles.told", "articles.placed", "article.changed")
        return not OutboxEvent.objects.filter(name__in=names, done_at=None).exists()

    until(done, "all promises are kept")
    linked = RelatedLink.objects.values("article").distinct().count()
    assert (linked, ArticleVector.objects.filter(facts="").count()) == (STORIES, 0)
