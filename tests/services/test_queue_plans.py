"""How the databases find the queue: along one index of its order, whatever is filtered; and counts
that read their own tab up to a number."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, QueueEntry, Tab
from comments.reading import queue
from comments.reading.dashboard import agreement
from comments.reading.queue import Asked, counts, page
from comments.states import Status
from tests.factories import NOON, a_comment, an_article

pytestmark = pytest.mark.django_db
WAITING, WALK = 3000, 100
ON_SQLITE = connection.vendor == "sqlite"
INDEXES = {"worst": "entry_worst", "newest": "entry_time", "oldest": "entry_time"}
FILTERS: list[dict[str, Any]] = [
    {},
    {"section": "world"},
    {"section": "nowhere"},
    {"reason": "many_links"},
    {"language": "fr"},
    {"link": True},
    {"newcomer": True},
    {"words": "needle"},
    {"section": "world", "link": True, "words": "needle x"},
]


@pytest.fixture
def backlog(article: Article, monkeypatch: pytest.MonkeyPatch) -> Article:
    """Thousands that wait, in five threads, and one with a needle in each thousand."""
    monkeypatch.setattr(queue, "WALK", WALK)
    places = [a_comment(an_article(article.site, f"s{n}", section="World")) for n in range(5)]
    said = {"commenter_id": places[0].commenter_id, "avatar": "a", "html": "b", "digest": "d"}
    comments = Comment.objects.bulk_create(
        Comment(**said, thread_id=places[n % 5].thread_id, name="n", status=Status.HELD,
                body="needle" if n % 1000 == 999 else "hay", created_at=NOON)
        for n in range(WAITING)
    )  # fmt: skip
    QueueEntry.objects.bulk_create(
        QueueEntry(comment=one, thread_id=one.thread_id, site_id=article.site_id, reason="x",
                   tab="waiting" if n % 3 else "spam", urgency=n / WAITING,
                   created_at=NOON + timedelta(seconds=n))
        for n, one in enumerate(comments)
    )  # fmt: skip
    with connection.cursor() as cursor:
        for model in (QueueEntry, Comment):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return article


def plans(captured: CaptureQueriesContext, table: str) -> list[str]:
    """Of each question whose rows come from the table."""
    with connection.cursor() as cursor:
        found = []
        for asked in captured.captured_queries:
            if f'FROM "{table}"' not in asked["sql"]:
                continue
            cursor.execute(("EXPLAIN QUERY PLAN " if ON_SQLITE else "EXPLAIN ") + asked["sql"])
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def assert_along(plan: str, index: str) -> None:
    assert index in plan, plan
    assert not re.search(r"TEMP B-TREE|Sort", plan), plan
    assert_bounded(plan)


def assert_bounded(plan: str) -> None:
    """Nothing is read whole: not what waits, and not what was ever said."""
    tables = r"comments_(queueentry|comment)\b"
    assert not re.search(rf"SCAN {tables}(?! USING)|Seq Scan on {tables}", plan), plan


@pytest.mark.parametrize("order", INDEXES)
def test_a_page_is_a_walk_along_the_index_of_its_order(backlog: Article, order: str) -> None:
    for said in FILTERS:
        with CaptureQueriesContext(connection) as asked:
            found = page(backlog.site_id, Asked(order=order, **said))
        walks = plans(asked, "comments_queueentry")
        assert len(walks) == (2 if said else 1)
        assert_along(walks[0], INDEXES[order])
        # Of a few hundred rows PostgreSQL may sort what it found; SQLite goes along the index.
        (assert_along(walks[-1], INDEXES[order]) if ON_SQLITE else assert_bounded(walks[-1]))
        assert found.next


def test_a_page_further_on_is_entered_at_its_place(backlog: Article) -> None:
    first = page(backlog.site_id, Asked())
    with CaptureQueriesContext(connection) as asked:
        page(backlog.site_id, Asked(cursor=first.next))
    [walk] = plans(asked, "comments_queueentry")
    assert_along(walk, "entry_worst")
    entered = r"urgency<\?" if ON_SQLITE else r"Index Cond: .*urgency <= "
    assert re.search(entered, walk), walk


def test_an_articles_queue_is_found_by_its_thread(backlog: Article) -> None:
    a_comment(backlog, Status.HELD)
    with CaptureQueriesContext(connection) as asked:
        found = page(backlog.site_id, Asked(article=backlog.external_id))
    assert len(found.entries) == 1
    [walk] = plans(asked, "comments_queueentry")
    assert not re.search(
        r"SCAN comments_queueentry(?! USING)|Seq Scan on comments_queueentry", walk
    )


def test_what_no_filter_finds_is_looked_for_no_further_than_the_walk(backlog: Article) -> None:
    found = page(backlog.site_id, Asked(words="nobody wrote this"))
    assert (found.entries, found.cut) == ([], True)


def test_all_tabs_are_counted_in_one_question_and_up_to_a_number(
    backlog: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "COUNTED", 50)
    with CaptureQueriesContext(connection) as asked:
        found = counts(backlog.site_id)
    assert (found["waiting"], found["spam"], found["appeals"]) == (50, 50, 0)
    [plan] = plans(asked, "articles_site")
    if ON_SQLITE:
        assert "SCAN comments_queueentry" not in plan, plan
    else:
        assert plan.count("Limit") >= len(Tab), plan


def test_agreement_joins_no_comment_that_one_person_decided(backlog: Article) -> None:
    with CaptureQueriesContext(connection) as asked:
        agreement(backlog.site_id, NOON)
    assert "HAVING COUNT(DISTINCT" in asked.captured_queries[0]["sql"]
