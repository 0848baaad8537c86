"""How the databases read a page of a long thread: a few steps in the index of its order, never by
reading the thread, never by sorting it."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment
from comments.reading import rows, thread
from tests.factories import an_article
from tests.long_thread import a_long_thread

COUNT = 5000
ON_SQLITE = connection.vendor == "sqlite"
INDEX = {
    "oldest": "comment_listed",
    "newest": "comment_listed",
    "top": "comment_top",
    "discussed": "comment_discussed",
    "picks": "comment_picks",
}


@pytest.fixture
def crowd(article: Article) -> Any:
    """Beside a live blog with as many roots."""
    a_long_thread(an_article(article.site, "live"), COUNT, 0)
    return a_long_thread(article, COUNT, 3)


def asked(read: Any) -> list[str]:
    """The statements about comments that a read makes, with their values."""
    with CaptureQueriesContext(connection) as found:
        read()
    return [query["sql"] for query in found if "comments_comment" in query["sql"]]


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if ON_SQLITE else "EXPLAIN ANALYZE ") + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def assert_few_steps(found: str, index: str) -> None:
    assert not re.search(r"SCAN (c|comments_comment|up)\b(?! USING)|Seq Scan on", found), found
    assert index in found, found


def middle(crowd: Any, sort: str) -> rows.Place:
    row = Comment.objects.filter(thread=crowd, parent=None).order_by("pk")[COUNT // 8]
    return tuple(getattr(row, column) for column in rows.ORDERS[sort].columns)


@pytest.mark.parametrize("sort", rows.ORDERS)
def test_a_page_from_the_middle_is_read_along_the_index_of_its_order(crowd: Any, sort: str) -> None:
    place = middle(crowd, sort)
    [sql] = asked(lambda: rows.siblings(crowd.pk, None, order=sort, after=place, limit=51))
    found = plan(sql)
    assert_few_steps(found, INDEX[sort])
    assert not re.search(r"TEMP B-TREE|Sort|Bitmap", found), found


@pytest.mark.parametrize("sort", rows.ORDERS)
def test_nothing_before_a_page_is_read(crowd: Any, sort: str) -> None:
    """What the plan of SQLite does not tell: steps are hundreds of instructions."""
    far = middle(crowd, sort)
    near = steps(lambda: rows.siblings(crowd.pk, None, order=sort, after=None, limit=51))
    there = steps(lambda: rows.siblings(crowd.pk, None, order=sort, after=far, limit=51))
    assert there <= near + 10


def steps(read: Any) -> int:
    if not ON_SQLITE:
        [sql] = asked(read)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
            found = json.dumps(cursor.fetchone()[0])
        return int(max(map(int, re.findall(r'"Rows Removed by Filter": (\d+)', found)), default=0))
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.connection.set_progress_handler(step, 100)
    try:
        read()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


def test_first_replies_are_a_few_steps_for_each_parent(crowd: Any) -> None:
    roots = Comment.objects.filter(thread=crowd, parent=None).order_by("pk")[:50]
    parents = list(roots.values_list("pk", flat=True))
    [sql] = asked(lambda: rows.first_replies(crowd.pk, parents, 3))
    assert_few_steps(plan(sql), "comment_listed")


def test_the_way_up_from_a_comment_is_a_step_a_level(crowd: Any) -> None:
    deep = Comment.objects.filter(thread=crowd, depth=3).order_by("pk")[COUNT // 8]
    [sql] = asked(lambda: rows.ancestry(crowd.pk, deep.pk))
    assert_few_steps(plan(sql), "")


def test_a_permalink_into_the_end_of_a_thread_asks_as_little_as_into_its_beginning(
    crowd: Any,
) -> None:
    ends = Comment.objects.filter(thread=crowd, depth=3).order_by("pk")
    first, last = ends[0], ends.reverse()[0]
    asked_first = len(asked(lambda: thread.around(crowd, first.pk)))
    asked_last = len(asked(lambda: thread.around(crowd, last.pk)))
    assert asked_first == asked_last == 4
