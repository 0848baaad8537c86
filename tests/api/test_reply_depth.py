"""How deep replies go: as deep as the site wants, and no conversation ends there."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, Policy
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.api.addresses import of_article
from tests.conftest import Clock, Reader
from tests.embed.html_page import opened
from tests.factories import NOON, a_comment, a_post, a_posted, an_article
from tests.long_thread import a_long_thread

SORTS = ["oldest", "newest", "top", "discussed", "picks"]


def allow(article: Article, depth: int) -> None:
    policy_of(article.site_id)
    Policy.objects.filter(site=article.site).update(reply_depth=depth)


def chain(article: Article, length: int) -> list[Comment]:
    """Each answers the one before."""
    found: list[Comment] = []
    for number in range(length):
        parent = found[-1] if found else None
        found.append(a_comment(article, name=f"Voice {number}", parent=parent))
    return found


def read(reader: Reader, article: Article, **query: Any) -> dict[str, Any]:
    answer = reader.get(of_article(article, "comments", **query))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("deepest", range(11))
def test_replies_go_as_deep_as_the_site_wants_and_then_stand_side_by_side(
    article: Article, deepest: int
) -> None:
    allow(article, deepest)
    depths = [comment.depth for comment in chain(article, 13)]
    assert depths == [min(number, deepest) for number in range(13)]


def test_a_reply_below_the_deepest_level_stands_beside_what_it_answers_and_says_so(
    reader: Reader, article: Article
) -> None:
    allow(article, 1)
    root, first, second, third = chain(article, 4)
    [shown] = read(reader, article)["results"]
    assert [row["id"] for row in shown["replies"]] == [first.pk, second.pk, third.pk]
    assert [row["parent"] for row in shown["replies"]] == [root.pk] * 3
    assert [row.get("in_reply_to") for row in shown["replies"]] == [
        None,
        {"id": first.pk, "name": "Voice 1"},
        {"id": second.pk, "name": "Voice 2"},
    ]


def test_a_reply_that_hangs_below_what_it_answers_need_not_say_so(
    reader: Reader, article: Article
) -> None:
    chain(article, 2)
    [shown] = read(reader, article)["results"]
    assert "in_reply_to" not in shown["replies"][0]


def test_a_posted_reply_finds_its_place_too(article: Article) -> None:
    allow(article, 1)
    root, first = chain(article, 2)
    made = a_posted(article, NOON, parent=first.pk)
    assert (made.parent, made.depth, made.in_reply_to) == (root, 1, first)


def test_where_a_site_wants_less_depth_than_before_new_replies_keep_to_it(article: Article) -> None:
    allow(article, 8)
    voices = chain(article, 7)
    allow(article, 2)
    made = a_posted(article, NOON, parent=voices[-1].pk)
    assert (made.parent, made.depth, made.in_reply_to) == (voices[1], 2, voices[-1])


def test_the_name_of_who_was_answered_goes_with_their_comment(
    reader: Reader, article: Article, editor: Any
) -> None:
    allow(article, 1)
    _, first, _ = chain(article, 3)
    moderate(first, Status.REMOVED, editor, NOON)
    answer = reader.get(of_article(article, "comments"))
    assert "in_reply_to" not in str(answer.json())
    assert b"Voice 1" not in answer.content


def test_a_reply_to_what_is_gone_is_refused_though_the_thread_above_it_stands(
    article: Article, editor: Any
) -> None:
    allow(article, 1)
    _, first, _ = chain(article, 3)
    moderate(first, Status.REMOVED, editor, NOON)
    assert getattr(a_post(article, NOON, parent=first.pk), "reason", "") == "parent_not_visible"


def test_a_permalink_opens_the_page_that_holds_a_side_by_side_reply_and_what_it_answers(
    reader: Reader, article: Article
) -> None:
    allow(article, 1)
    voices = chain(article, 9)
    [root] = read(reader, article, around=voices[-1].pk)["results"]
    assert [row["id"] for row in root["replies"]] == [voice.pk for voice in voices[1:]]


def test_the_way_to_a_reply_far_down_a_row_of_answers_stays_short(
    reader: Reader, article: Article
) -> None:
    allow(article, 1)
    voices = chain(article, 40)
    [root] = read(reader, article, around=voices[-1].pk)["results"]
    shown = [row["id"] for row in root["replies"]]
    assert shown == [voice.pk for voice in [*voices[1:4], *voices[-21:]]]


def test_the_page_without_javascript_links_to_who_is_answered(
    reader: Reader, article: Article, clock: Clock
) -> None:
    allow(article, 1)
    _, first, _ = chain(article, 3)
    [link] = [a for a in opened(reader, of_page(article)).all("a") if "in reply to" in a.text]
    assert link.text == "in reply to Voice 1"
    assert link.attributes["href"].endswith(f"&around={first.pk}#comment-{first.pk}")


def of_page(article: Article) -> str:
    return f"/sites/{article.site.key}/comments?article={article.external_id}"


def statements(reader: Reader, article: Article, **query: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        read(reader, article, **query)
    return len(asked)


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_costs_the_same_queries_at_10_500_and_10000_comments(
    reader: Reader, article: Article, sort: str
) -> None:
    found = set()
    for count in (10, 500, 10_000):
        busy = an_article(article.site, f"busy-{count}")
        a_long_thread(busy, count)
        cursor = read(reader, busy, sort=sort, limit=3)["next"]
        found |= {statements(reader, busy, sort=sort)}
        found |= {statements(reader, busy, sort=sort, cursor=cursor)}
    assert len(found) == 1
    assert found.pop() <= 9


def test_a_page_costs_the_same_queries_at_any_depth(reader: Reader, article: Article) -> None:
    found = set()
    for depth in range(11):
        deep = an_article(article.site, f"deep-{depth}")
        a_long_thread(deep, 60, depth)
        found |= {statements(reader, deep)}
    assert len(found) == 1


def test_a_permalink_costs_the_same_queries_at_any_depth_and_length(
    reader: Reader, article: Article
) -> None:
    found = set()
    for count, depth in ((10, 1), (500, 5), (10_000, 10)):
        busy = an_article(article.site, f"busy-{count}")
        thread = a_long_thread(busy, count, depth)
        last = Comment.objects.filter(thread=thread).order_by("-depth", "-pk")[0]
        found |= {statements(reader, busy, around=last.pk)}
    assert len(found) == 1


def test_every_reply_is_read_by_its_parent_page_by_page_at_every_level(
    reader: Reader, article: Article
) -> None:
    allow(article, 3)
    for parent in chain(article, 3):
        made = [a_comment(article, parent=parent).pk for _ in range(5)]
        found, cursor = [], ""
        while cursor is not None:
            page = read(reader, article, parent=parent.pk, limit=2, cursor=cursor)
            found += [row["id"] for row in page["results"]]
            cursor = page["next"]
        assert found[-5:] == made
