"""Two web processes and everything that can change before readers: five seconds later no public
byte shows the old state, with Redis or without it."""

import http.client
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from articles.services.register import register
from comments.models import Comment
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.connections import breaker
from tests.factories import a_comment, a_site, an_article
from tests.running import Newsroom, free_port, until

# Every public kind: where a comment's words stand, where the title of its article does, and how
# the number of comments is written.
WITH_WORDS = (
    "/api/v1/sites/daily/page?article=story-1",
    "/api/v1/sites/daily/comments?article=story-1",
    "/api/v1/sites/daily/latest",
    "/sites/daily/comments?article=story-1",
    "/feeds/daily/comments.atom",
    "/feeds/daily/comments/story-1.atom",
)
WITH_TITLE = (
    "/api/v1/sites/daily/page?article=story-1",
    "/api/v1/sites/daily/latest",
    "/api/v1/sites/daily/navigation?article=story-2",
    "/api/v1/sites/daily/sections/world/articles",
    "/feeds/daily/articles.atom",
    "/feeds/daily/comments/story-1.atom",
)
COUNTS = "/api/v1/sites/daily/counts?articles=story-1"
READS = {*WITH_WORDS, *WITH_TITLE, COUNTS}
LIVE = "/api/v1/sites/daily/live?article=story-1"
# What the promise says; a machine that is busy with other tests may stretch what it measures.
SECONDS = 5.0


class Pair:
    """Two processes before one database, each with its own memory."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.ports = [newsroom.port, free_port()]
        newsroom.start_web()
        newsroom.start_web("second", self.ports[1])
        newsroom.await_web()
        until(lambda: self.bytes_of(self.ports[1], "/readyz"), "the second server answers")

    def bytes_of(self, port: int, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.read() if answer.status == 200 else b""
        except OSError:
            return b""
        finally:
            connection.close()

    def all(self) -> dict[tuple[int, str], bytes]:
        return {(port, path): self.bytes_of(port, path) for port in self.ports for path in READS}

    def seconds_until(self, shown: Callable[[dict[tuple[int, str], bytes]], bool]) -> float:
        begun = time.monotonic()
        while not shown(self.all()):
            if time.monotonic() - begun > SECONDS:
                break
        return time.monotonic() - begun


@pytest.fixture
def story(transactional_db: None) -> Article:
    site = a_site("daily")
    an_article(site, "story-2", section="World", now=timezone.now())
    story = an_article(site, "story-1", section="World", now=timezone.now())
    a_comment(story, created_at=timezone.now())  # something stands there that stays
    return story


@pytest.fixture
def pair(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr("newsroom.kernel.changes.client", newsroom.redis)
    yield Pair(newsroom)


def changes_of(
    story: Article, editor: Any
) -> Iterator[tuple[str, Callable[[dict[Any, bytes]], bool]]]:
    """Makes one change after another; each with what all reads show once it has come."""
    words = f"Words number {time.monotonic_ns()}"
    comment = a_comment(story, Status.HELD, body=words, created_at=timezone.now())

    def read(found: dict[Any, bytes], count: int, words: str = words) -> bool:
        """Words and number of comments say the same in every process."""
        wanted = f'"story-1":{count}'.encode()
        return all(
            wanted in body if path == COUNTS else (words.encode() in body) == (count > 1)
            for (_, path), body in found.items()
            if path == COUNTS or path in WITH_WORDS
        )

    def now(status: Status) -> None:
        moderate(Comment.objects.get(pk=comment.pk), status, editor, timezone.now())

    now(Status.PUBLISHED)
    yield "publish", lambda found: read(found, 2)
    now(Status.HELD)
    yield "hide", lambda found: read(found, 1)
    now(Status.PUBLISHED)
    yield "publish again", lambda found: read(found, 2)
    row = Comment.objects.select_related("thread__article__section").get(pk=comment.pk)
    other = f"Otherwise {time.monotonic_ns()}"
    assert edit(row, other, policy_of(story.site_id), timezone.now()) is None
    yield "edit", lambda found: read(found, 1)
    now(Status.PUBLISHED)
    yield "publish the edit", lambda found: read(found, 2, other)
    now(Status.REMOVED)
    yield "removal", lambda found: read(found, 1, other)
    title = f"Title {time.monotonic_ns()}"
    register(story.site, "story-1", {"title": title}, timezone.now(), partial=True)
    yield (
        "article",
        lambda found: all(
            title.encode() in body for (_, path), body in found.items() if path in WITH_TITLE
        ),
    )


def test_five_seconds_after_a_change_nobody_is_given_the_old_state(
    pair: Pair, story: Article, editor: Any
) -> None:
    for redis_is in ("away", "up", "lost"):
        if redis_is == "up":
            pair.newsroom.start_redis()
        if redis_is == "lost":
            pair.newsroom.kill("redis")
        breaker.reset()
        pair.all()
        for name, shown in changes_of(story, editor):
            took = pair.seconds_until(shown)
            assert took < SECONDS, f"{name} while Redis is {redis_is}"


def test_a_server_that_is_asked_to_end_does_not_wait_for_its_live_readers(
    pair: Pair, story: Article
) -> None:
    streams = []
    for _ in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", pair.ports[1], timeout=10)
        connection.request("GET", LIVE)
        answer = connection.getresponse()
        assert answer.readline().startswith(b"retry: ")
        streams.append((connection, answer))
    begun = time.monotonic()
    pair.newsroom.end_web("second")
    assert time.monotonic() - begun < 3
    for connection, answer in streams:
        answer.read()  # raises where the stream was cut off
        connection.close()
