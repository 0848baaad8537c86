"""SQLite's one file is held by somebody, or finds no room: a wait, and nothing half stored."""

import os
import sqlite3
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Policy
from comments.services.threads import policy_of
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Reader
from tests.factories import a_site, an_article
from tests.faults.poster import THREAD, thought
from tests.running import Newsroom
from tests.together import together

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

WRITERS = 16
LONG = "A long thought of many words. " * 200


@pytest.fixture
def story(transactional_db: None) -> Article:
    story = an_article(a_site("daily"), "story-1", now=timezone.now())
    policy_of(story.site_id)
    Policy.objects.update(posts_per_minute=1000)
    return story


def fill_up() -> int:
    """Leaves the file no page to grow by, nor one that is free within; returns what it had."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    room: int = pragma("max_page_count")
    pragma(f"max_page_count = {pragma('page_count')}")
    return room


def pragma(words: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return cursor.fetchone()[0]


if os.environ["NEWSROOM_TEST_DATABASE"] == "sqlite":

    def test_writers_wait_for_each_other_and_for_a_long_writer(
        newsroom: Newsroom, story: Article
    ) -> None:
        newsroom.start_web()
        newsroom.await_web()
        holder = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
        holder.isolation_level = None
        holder.execute("BEGIN IMMEDIATE")

        def post_or_read(number: int) -> int:
            if number < WRITERS:
                return newsroom.post(THREAD, thought(number)).status
            read = newsroom.get(f"{THREAD}?article=story-1").status
            holder.execute("COMMIT")  # whoever reads was kept waiting by no writer
            return read

        answers = together(WRITERS + 1, post_or_read)
        assert answers == [202] * WRITERS + [200]
        assert Comment.objects.count() == WRITERS

    def test_a_long_reader_keeps_nobody_from_writing(newsroom: Newsroom, story: Article) -> None:
        newsroom.start_web()
        newsroom.await_web()
        with sqlite3.connect(connection.settings_dict["NAME"]) as long_reader:
            long_reader.execute("BEGIN")
            long_reader.execute("SELECT count(*) FROM comments_comment").fetchone()
            answers = together(WRITERS, lambda n: newsroom.post(THREAD, thought(n)).status)
        assert answers == [202] * WRITERS

    def test_a_full_disk_refuses_and_leaves_nothing_half_stored(
        reader: Reader, story: Article
    ) -> None:
        room = fill_up()
        answers = [reader.post(THREAD, thought(n) | {"body": f"{n}. {LONG}"}) for n in range(12)]
        pragma(f"max_page_count = {room}")
        taken = [answer for answer in answers if answer.status_code == 202]
        assert len(taken) < len(answers)
        assert {answer.status_code for answer in answers if answer not in taken} == {503}
        assert Comment.objects.count() == len(taken)
        assert OutboxEvent.objects.filter(name="comment.submitted").count() == len(taken)

    def test_comments_are_taken_again_once_there_is_room(reader: Reader, story: Article) -> None:
        room = fill_up()
        refused = [reader.post(THREAD, thought(n) | {"body": f"{n}. {LONG}"}) for n in range(12)]
        pragma(f"max_page_count = {room}")
        assert refused[-1].headers["Retry-After"] == "2"
        assert reader.post(THREAD, thought(99)).status_code == 202
