"""The last words of a whole site, and one comment for another page to quote."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.services.steer_thread import steer_thread
from comments.states import Status
from tests.conftest import Reader
from tests.factories import NOON, a_comment, a_site, an_article

pytestmark = pytest.mark.usefixtures("clock")
LATEST = "/api/v1/sites/daily/latest"


def test_the_newest_comments_come_first_each_with_its_article(
    reader: Reader, article: Article
) -> None:
    a_comment(article, body="One & two\n\nthree")
    newest = a_comment(article, name="Ada")
    first, second = reader.get(LATEST).json()["results"]

    assert first["id"] == newest.pk
    assert first["author"]["name"] == "Ada"
    assert first["url"] == f"{article.url}#comment-{newest.pk}"
    assert first["article"] == {"id": "story-1", "url": article.url, "title": article.title}
    assert second["excerpt"] == "One & two three"


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PUBLISHED])
def test_what_is_not_published_is_neither_listed_nor_quoted(
    reader: Reader, article: Article, status: Status
) -> None:
    hidden = a_comment(article, status=status)

    assert reader.get(LATEST).json()["results"] == []
    assert quoted(reader, f"{article.url}#comment-{hidden.pk}").status_code == 404


def test_another_sites_comments_are_not_listed(reader: Reader, article: Article) -> None:
    a_comment(an_article(a_site("other"), "elsewhere"))

    assert reader.get(LATEST).json()["results"] == []


def test_as_many_are_listed_as_are_asked_for(reader: Reader, article: Article) -> None:
    for _ in range(7):
        a_comment(article)

    assert len(reader.get(LATEST).json()["results"]) == 5
    assert len(reader.get(f"{LATEST}?limit=6").json()["results"]) == 6
    assert reader.get(f"{LATEST}?limit=31").status_code == 400
    assert reader.get("/api/v1/sites/nobody/latest").status_code == 404


def test_the_list_costs_the_same_queries_whatever_it_holds(
    reader: Reader, article: Article
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            reader.get(f"{LATEST}?limit=30")
        return len(found)

    a_comment(article)
    few = queries()
    for _ in range(12):
        a_comment(article)

    assert queries() == few


def quoted(reader: Reader, url: str, **more: str) -> Any:
    return reader.get(f"/api/v1/oembed?{urlencode({'url': url, **more})}")


def test_a_comment_is_quoted_by_its_link(reader: Reader, article: Article) -> None:
    comment = a_comment(article, name="<b>Ada</b>", body="Well said.")
    answer = quoted(reader, f"{article.url}#comment-{comment.pk}", maxwidth="400").json()

    assert answer["type"] == "rich"
    assert answer["width"] == 400
    assert answer["author_name"] == "<b>Ada</b>"
    assert "<p>Well said.</p>" in answer["html"]
    assert "&lt;b&gt;Ada&lt;/b&gt;" in answer["html"]
    assert "<script" not in answer["html"]


def test_a_link_that_is_none_quotes_nothing(reader: Reader, article: Article) -> None:
    comment = a_comment(article)

    for url in ("", article.url, f"https://else.example/#comment-{comment.pk}", "#comment-1"):
        assert quoted(reader, url).status_code == 404
    link = f"{article.url}#comment-{comment.pk}"
    assert quoted(reader, link, format="xml").status_code == 501


def test_a_thread_that_is_switched_off_is_neither_listed_nor_quoted(
    reader: Reader, article: Article
) -> None:
    comment = a_comment(article)
    steer_thread(comment.thread, mode="off", closes_at=None, note="", now=NOON)

    assert reader.get(LATEST).json()["results"] == []
    assert quoted(reader, f"{article.url}#comment-{comment.pk}").status_code == 404
