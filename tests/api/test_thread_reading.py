"""Reading a thread: pages by cursor, replies by parent, stubs where something is gone."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment
from comments.services.moderate import moderate
from comments.services.withdraw import withdraw
from comments.states import Status
from tests.api.addresses import of_article
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, an_article


def read(reader: Reader, article: Article, **query: Any) -> dict[str, Any]:
    answer = reader.get(of_article(article, "comments", **query))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def pages(reader: Reader, article: Article, **query: Any) -> Iterator[list[int]]:
    cursor = None
    for _ in range(20):
        page = read(reader, article, **query, **({"cursor": cursor} if cursor else {}))
        yield [row["id"] for row in page["results"]]
        cursor = page["next"]
        if cursor is None:
            return
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("sort", ["oldest", "newest"])
def test_pages_hold_every_comment_once_and_in_order(
    reader: Reader, article: Article, sort: str
) -> None:
    # All in one moment: the order must not hang on time alone.
    made = [a_comment(article, created_at=NOON - timedelta(minutes=5)).pk for _ in range(7)]
    read_ids = list(itertools.chain(*pages(reader, article, sort=sort, limit=2)))
    assert read_ids == (made if sort == "oldest" else made[::-1])


def test_a_comment_published_meanwhile_moves_no_page(reader: Reader, article: Article) -> None:
    made = [a_comment(article).pk for _ in range(4)]
    first = read(reader, article, sort="newest", limit=2)
    a_comment(article)
    second = read(reader, article, sort="newest", limit=2, cursor=first["next"])
    assert [row["id"] for row in second["results"]] == made[1::-1]


def test_a_full_last_page_has_no_next(reader: Reader, article: Article) -> None:
    for _ in range(4):
        a_comment(article)
    assert [len(page) for page in pages(reader, article, limit=2)] == [2, 2]


def test_a_page_shows_the_first_three_replies(reader: Reader, article: Article) -> None:
    root = a_comment(article)
    replies = [a_comment(article, parent=root).pk for _ in range(4)]
    [shown] = read(reader, article)["results"]
    assert [row["id"] for row in shown["replies"]] == replies[:3]
    assert (shown["reply_count"], shown["has_more"]) == (4, True)


def test_replies_are_read_by_their_parent(reader: Reader, article: Article) -> None:
    root = a_comment(article)
    replies = [a_comment(article, parent=root).pk for _ in range(5)]
    found = pages(reader, article, parent=root.pk, limit=2)
    assert list(itertools.chain(*found)) == replies


def test_replies_read_oldest_first_whatever_the_sort(reader: Reader, article: Article) -> None:
    root = a_comment(article)
    replies = [a_comment(article, parent=root).pk for _ in range(3)]
    found = read(reader, article, parent=root.pk, sort="newest")
    assert [row["id"] for row in found["results"]] == replies


def test_the_parent_of_another_thread_has_no_replies_here(reader: Reader, article: Article) -> None:
    elsewhere = a_comment(an_article(article.site, "story-2"))
    a_comment(an_article(article.site, "story-2"), parent=elsewhere)
    assert read(reader, article, parent=elsewhere.pk)["results"] == []


@pytest.mark.parametrize(
    "status", [Status.PENDING, Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED]
)
def test_only_published_comments_are_read(reader: Reader, article: Article, status: Status) -> None:
    a_comment(article, status)
    found = read(reader, article)
    assert (found["results"], found["thread"]["count"]) == ([], 0)


@pytest.mark.parametrize("way", ["removed", "withdrawn"])
def test_what_is_gone_keeps_its_place_above_replies_and_nothing_else(
    reader: Reader, article: Article, editor: Any, way: str
) -> None:
    root = a_comment(article, name="Mallory", body="Gone words", website="https://gone.example/")
    reply = a_comment(article, parent=root)
    if way == "removed":
        moderate(root, Status.REMOVED, editor, NOON)
    else:
        withdraw(root, NOON)
    answer = reader.get(of_article(article, "comments"))
    [stub] = answer.json()["results"]
    assert (stub["removed"], stub["author"], stub["html"]) == (True, None, "")
    assert [row["id"] for row in stub["replies"]] == [reply.pk]
    assert not any(word in answer.content for word in (b"Mallory", b"Gone words", b"gone.example"))


def test_a_stub_goes_with_its_last_reply(reader: Reader, article: Article, editor: Any) -> None:
    root = a_comment(article)
    reply = a_comment(article, parent=root)
    for comment in (root, reply):
        moderate(comment, Status.REMOVED, editor, NOON)
    assert read(reader, article)["results"] == []


def test_an_edited_comment_says_when(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    Comment.objects.filter(pk=comment.pk).update(edited_at=NOON)
    assert read(reader, article)["results"][0]["edited_at"] == "2026-05-04T12:00:00.000Z"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "invalid"),
        ({"limit": "101"}, "invalid"),
        ({"limit": "-1"}, "invalid"),
        ({"limit": "ten"}, "invalid"),
        ({"limit": "１０"}, "invalid"),
        ({"sort": "best"}, "invalid"),
        ({"sort": "oldest; drop table"}, "invalid"),
        ({"parent": "x"}, "invalid"),
        ({"parent": str(2**63)}, "invalid"),
        ({"cursor": "x"}, "cursor_invalid"),
        ({"cursor": "Wzk5OTk5OSwwLDEsMV0"}, "cursor_invalid"),
        ({"cursor": "A" * 300}, "invalid"),
    ],
    ids=str,
)
def test_a_page_that_cannot_be_is_refused(
    reader: Reader, article: Article, query: dict[str, str], code: str
) -> None:
    answer = reader.get(of_article(article, "comments", **query))
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_cursor_serves_the_order_it_was_made_in_alone(reader: Reader, article: Article) -> None:
    for _ in range(3):
        a_comment(article)
    cursor = read(reader, article, sort="oldest", limit=1)["next"]
    answer = reader.get(of_article(article, "comments", sort="newest", cursor=cursor))
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def test_a_cursor_serves_its_own_thread_alone(reader: Reader, article: Article) -> None:
    for _ in range(3):
        a_comment(article)
    cursor = read(reader, article, limit=1)["next"]
    other = an_article(article.site, "story-2")
    a_comment(other)
    answer = reader.get(of_article(other, "comments", cursor=cursor))
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def test_every_limit_up_to_a_hundred_is_served(reader: Reader, article: Article) -> None:
    a_comment(article)
    assert len(read(reader, article, limit=100)["results"]) == 1


def test_a_scheduled_articles_thread_is_not_there_yet(
    reader: Reader, article: Article, clock: Clock
) -> None:
    later = an_article(article.site, "later", status="scheduled", published_at="2026-05-04T13:00Z")
    address = of_article(later, "comments")
    assert reader.get(address).status_code == 404
    clock.go_on(hours=2)
    assert reader.get(address).status_code == 200


def queries_for_a_thread_of(count: int, reader: Reader, article: Article) -> int:
    for _ in range(count):
        a_comment(article, parent=a_comment(article))
    reader.get(of_article(article, "comments"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(reader, article)
    return len(queries)


def test_a_thread_costs_the_same_queries_at_five_and_at_fifty_comments(
    reader: Reader, article: Article
) -> None:
    few = queries_for_a_thread_of(3, reader, article)
    many = queries_for_a_thread_of(25, reader, an_article(article.site, "busy"))
    assert few == many <= 9


def test_reading_writes_nothing(reader: Reader, article: Article) -> None:
    with CaptureQueriesContext(connection) as asked:
        for name in ("comments", "page"):
            assert reader.get(of_article(article, name)).status_code == 200
    assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == []
