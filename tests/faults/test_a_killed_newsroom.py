"""Any process may be killed at any moment: no comment that was taken is lost or judged twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from comments.evidence.gather import SCORERS
from comments.models import Comment, Decision, Evidence, Policy
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.celery import app, deliver
from newsroom.kernel import outbox, relay
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_form, a_posted, a_site, an_article
from tests.recount import counted, kept
from tests.running import Answer, Newsroom, until
from tests.together import together

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

THREAD = "/api/v1/sites/daily/comments"


@pytest.fixture
def story(transactional_db: None) -> Article:
    story = an_article(a_site("daily"), "story-1", now=timezone.now())
    policy_of(story.site_id)
    Policy.objects.update(posts_per_minute=1000)
    OutboxEvent.objects.all().delete()  # the article's own: here all is about comments
    return story


@pytest.fixture
def post(newsroom: Newsroom, story: Article) -> Callable[..., Answer]:
    form = a_form(story, timezone.now())
    said = {"article": "story-1", "form": form, "name": "Ada"}

    def call(number: int = 1, **headers: str) -> Answer:
        own = {"body": f"Thought {number}.", "email": f"reader{number}@example.org"}
        return newsroom.post(THREAD, {**said, **own}, **headers)

    return call


def by_redis(newsroom: Newsroom) -> Callable[[int, str], None]:
    """What a relay does, through the newsroom's own Redis."""
    connection = app.connection_for_write(newsroom.env["NEWSROOM_REDIS_URL"].replace(
        "unix://", "redis+socket://").replace("?db=", "?virtual_host="))  # fmt: skip

    def send(pk: int, lane: str) -> None:
        deliver.apply_async((pk,), queue=lane, retry=False, connection=connection)

    return send


def all_judged_once(newsroom: Newsroom, count: int = 1) -> None:
    def judged() -> bool:
        newsroom.look_after_worker()
        pending = Comment.objects.filter(status=Status.PENDING)
        return not pending.exists() and not OutboxEvent.objects.filter(done_at=None).exists()

    until(judged, "all comments are judged, all promises kept")
    assert Comment.objects.count() == Decision.objects.count() == count
    assert kept() == counted()


# --- Redis ---


def test_a_redis_that_is_killed_and_loses_everything_loses_no_comment(
    newsroom: Newsroom, post: Callable[..., Answer], settings: Any
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 2
    newsroom.start_redis()
    newsroom.start_web()
    newsroom.await_web()
    assert post().status == 202
    assert relay.sweep(by_redis(newsroom), timezone.now()) == 1
    assert newsroom.redis().llen("judge") == 1  # in its queue, and nowhere else
    newsroom.kill("redis")
    newsroom.start_redis(empty=True)
    newsroom.start_worker()
    all_judged_once(newsroom)


def test_a_redis_that_is_killed_under_a_worker_delays_no_more_than_that(
    newsroom: Newsroom, post: Callable[..., Answer]
) -> None:
    newsroom.start()
    post(1)
    all_judged_once(newsroom, 1)
    newsroom.kill("redis")
    assert post(2).status == 202
    newsroom.start_redis(empty=True)
    assert post(3).status == 202
    all_judged_once(newsroom, 3)


def test_posting_goes_on_without_redis(newsroom: Newsroom, post: Callable[..., Answer]) -> None:
    newsroom.start_web()
    newsroom.start_worker()
    newsroom.await_web()
    assert [post(number).status for number in range(3)] == [202] * 3
    assert newsroom.get(f"{THREAD}?article=story-1").status == 200
    newsroom.start_redis()
    all_judged_once(newsroom, 3)


def test_posting_goes_on_while_redis_hangs(newsroom: Newsroom, post: Callable[..., Answer]) -> None:
    newsroom.start()
    newsroom.freeze("redis")
    assert [post(number).status for number in range(3)] == [202] * 3
    newsroom.thaw("redis")
    all_judged_once(newsroom, 3)


def test_posting_goes_on_while_redis_is_full(
    newsroom: Newsroom, post: Callable[..., Answer]
) -> None:
    newsroom.start()
    newsroom.redis().config_set("maxmemory", 1)
    assert [post(number).status for number in range(3)] == [202] * 3
    newsroom.redis().config_set("maxmemory", 0)
    all_judged_once(newsroom, 3)


def test_a_post_sent_again_through_all_of_it_is_one_comment(
    newsroom: Newsroom, post: Callable[..., Answer]
) -> None:
    newsroom.start_redis()
    newsroom.start_web()
    newsroom.await_web()
    first = post(Idempotency_Key="key-1")
    newsroom.kill("redis")
    second = post(Idempotency_Key="key-1")
    newsroom.kill("web")
    newsroom.start_web()
    newsroom.start_redis(empty=True)
    newsroom.start_worker()
    newsroom.await_web()
    third = post(Idempotency_Key="key-1")
    assert first.json()["id"] == second.json()["id"] == third.json()["id"]
    all_judged_once(newsroom)


# --- Workers ---


def test_a_worker_that_is_killed_amid_a_review_leaves_it_to_the_next(
    newsroom: Newsroom, story: Article
) -> None:
    newsroom.start_redis()
    halted = newsroom.home / "halted"
    newsroom.start_worker("tests.faults.halting", HALTED=str(halted))
    a_posted(story, timezone.now())
    until(halted.exists, "the review has begun")
    newsroom.kill("worker")
    assert Comment.objects.get().status == Status.PENDING
    newsroom.start_worker()
    all_judged_once(newsroom)
    assert OutboxEvent.objects.get(name="comment.submitted").tries == 2


def test_workers_that_are_killed_again_and_again_judge_each_comment_once(
    newsroom: Newsroom, story: Article
) -> None:
    now = timezone.now()
    for number in range(30):
        a_posted(story, now, email=f"reader{number}@example.org")
    newsroom.start_redis()
    for enough in (3, 12):
        newsroom.start_worker()
        until(lambda enough=enough: Decision.objects.count() >= enough, "some are judged")
        newsroom.kill("worker")
    newsroom.start_worker()
    all_judged_once(newsroom, 30)
    assert Evidence.objects.filter(scorer="same_text").count() == 30


def test_a_review_that_kills_every_worker_is_dead_in_the_end(
    newsroom: Newsroom, story: Article
) -> None:
    now = timezone.now()
    a_posted(story, now)
    row = OutboxEvent.objects.get()
    for _ in range(outbox.MAX_TRIES):
        assert outbox.take(row.pk, now) is not None
        now += outbox.lease() * 2
    relay.sweep(lambda pk, lane: None, now)
    row.refresh_from_db()
    assert (row.dead, outbox.replay([row.pk], now)) == (True, 1)


def test_a_poisoned_review_delays_no_other(newsroom: Newsroom, story: Article) -> None:
    bad = a_posted(story, timezone.now(), email="bad@example.org")
    poison = OutboxEvent.objects.get()
    OutboxEvent.objects.update(key="no number", tries=outbox.MAX_TRIES - 1)
    a_posted(story, timezone.now())
    newsroom.start_redis()
    newsroom.start_worker()
    until(lambda: OutboxEvent.objects.filter(dead=True).exists(), "the poison is dead")
    until(lambda: Decision.objects.exists(), "the other is judged")
    poison.refresh_from_db()
    bad.refresh_from_db()
    assert poison.error.startswith("ValueError: ")
    assert bad.status == Status.PENDING


# --- The same again ---


def test_one_review_delivered_ten_times_at_once_is_one_verdict(
    story: Article,
) -> None:
    a_posted(story, timezone.now())
    row = OutboxEvent.objects.get(name="comment.submitted")
    together(10, lambda _: outbox.deliver(row.pk))
    assert (Decision.objects.count(), Evidence.objects.count()) == (1, len(SCORERS))
    assert OutboxEvent.objects.filter(name="comment.held").count() == 1
    assert kept() == counted()


def ten_times(event: str) -> None:
    row = OutboxEvent.objects.get(name=event)
    together(10, lambda _: outbox.deliver(row.pk))


def test_one_mail_delivered_ten_times_at_once_is_one_mail(
    story: Article, mailoutbox: list[Any]
) -> None:
    Policy.objects.update(moderator_mails=["desk@example.org"])
    a_posted(story, timezone.now())
    outbox.deliver(OutboxEvent.objects.get(name="comment.submitted").pk)
    ten_times("comment.held")  # promises the mail
    ten_times("mail.waiting")  # sends it
    assert len(mailoutbox) == 1


def test_one_message_queued_ten_times_is_one_verdict(newsroom: Newsroom, story: Article) -> None:
    a_posted(story, timezone.now())
    row = OutboxEvent.objects.get(name="comment.submitted")
    newsroom.start_redis()
    send = by_redis(newsroom)
    for _ in range(10):
        send(row.pk, "judge")
    newsroom.start_worker()
    all_judged_once(newsroom)
    until(lambda: not newsroom.redis().llen("judge"), "every message is read")
    row.refresh_from_db()
    assert row.tries == 1
