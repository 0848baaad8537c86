"""The orders of a thread, and the page that a permalink opens."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment
from comments.services.moderate import moderate
from comments.services.vote import vote
from comments.states import Status
from tests.api.test_thread_reading import pages, read
from tests.conftest import Reader
from tests.factories import NOON, a_comment, an_article

pytestmark = pytest.mark.django_db

ORDERS = ["oldest", "newest", "top", "discussed", "picks"]


@pytest.fixture
def lively(article: Article) -> dict[str, int]:
    """Five roots: one praised, one disputed, one with two replies, one picked, one plain."""
    roots = {n: a_comment(article) for n in ("plain", "praised", "disputed", "busy", "picked")}
    for voter in range(9):
        vote(roots["praised"], f"v{voter}", 1, NOON)
        vote(roots["disputed"], f"v{voter}", 1 if voter < 5 else -1, NOON)
    for _ in range(2):
        a_comment(article, parent=roots["busy"])
    Comment.objects.filter(pk=roots["picked"].pk).update(picked=True)
    return {name: row.pk for name, row in roots.items()}


@pytest.mark.parametrize("sort", ORDERS)
def test_every_order_pages_through_every_root_once(
    reader: Reader, article: Article, lively: dict[str, int], sort: str
) -> None:
    seen = [pk for page in pages(reader, article, sort=sort, limit=2) for pk in page]
    assert sorted(seen) == sorted(lively.values())


@pytest.mark.parametrize(
    ("sort", "first"),
    [("oldest", "plain"), ("newest", "picked"), ("top", "praised"), ("discussed", "busy"),
     ("picks", "picked")],
)  # fmt: skip
def test_an_order_begins_with_what_it_promises(
    reader: Reader, article: Article, lively: dict[str, int], sort: str, first: str
) -> None:
    assert read(reader, article, sort=sort)["results"][0]["id"] == lively[first]


def test_a_cursor_of_one_order_is_none_of_another(
    reader: Reader, article: Article, lively: dict[str, int]
) -> None:
    cursor = read(reader, article, sort="top", limit=2)["next"]
    path = f"/api/v1/sites/daily/comments?article=story-1&sort=discussed&cursor={cursor}"
    answer = reader.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def ids(comments: list[dict[str, Any]]) -> set[int]:
    return {c["id"] for c in comments} | {i for c in comments for i in ids(c["replies"])}


def test_a_permalink_opens_the_page_with_the_comment_and_all_above_it(
    reader: Reader, article: Article
) -> None:
    for _ in range(3):
        a_comment(article)
    line = [a_comment(article)]
    for _ in range(6):
        line.append(a_comment(article, parent=line[-1]))
    after = a_comment(article)
    page = read(reader, article, around=line[-1].pk)
    assert page["results"][0]["id"] == line[0].pk
    assert {row.pk for row in line} | {after.pk} <= ids(page["results"])
    assert page["focus"] == line[-1].pk


def test_a_permalink_to_a_held_or_foreign_comment_opens_nothing(
    reader: Reader, article: Article
) -> None:
    held = a_comment(article, Status.HELD)
    elsewhere = a_comment(an_article(article.site, "story-2"))
    for pk in (held.pk, elsewhere.pk, 999_999):
        path = f"/api/v1/sites/daily/comments?article=story-1&around={pk}"
        assert reader.get(path).json()["code"] == "comment_unknown"


def test_a_deeper_thread_costs_no_more_statements(
    reader: Reader, article: Article, django_assert_max_num_queries: Any
) -> None:
    above = None
    for _ in range(12):
        above = a_comment(article, parent=above)
    read(reader, article)
    with django_assert_max_num_queries(8):
        read(reader, article)


def test_a_removed_ancestor_is_a_stub_on_the_way(
    reader: Reader, article: Article, editor: Any
) -> None:
    root = a_comment(article)
    reply = a_comment(article, parent=root)
    root.refresh_from_db()
    moderate(root, Status.REMOVED, editor, NOON)
    page = read(reader, article, around=reply.pk)
    assert page["results"][0]["removed"] and reply.pk in ids(page["results"])
