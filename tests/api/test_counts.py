"""counts: how many comments stand under each article of an index page, in one request."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.services.moderate import moderate
from comments.services.withdraw import withdraw
from comments.states import Status
from tests.api.addresses import site_url
from tests.conftest import Reader
from tests.factories import NOON, a_comment, a_site, an_article


def counts(reader: Reader, article: Article, **query: str) -> dict[str, int]:
    answer = reader.get(site_url(article.site, "counts", **query))
    assert answer.status_code == 200, answer.content
    found: dict[str, int] = answer.json()["counts"]
    return found


def test_counts_are_by_the_name_asked_for(reader: Reader, article: Article) -> None:
    an_article(article.site, "quiet")
    for _ in range(3):
        a_comment(article)
    asked = "story-1,quiet,unknown"
    assert counts(reader, article, articles=asked) == {"story-1": 3, "quiet": 0, "unknown": 0}


def test_counts_by_url_answer_to_the_spelling_asked(reader: Reader, article: Article) -> None:
    a_comment(article)
    asked = "https://DAILY.example/story-1#c"
    assert counts(reader, article, urls=asked) == {asked: 1}


def test_a_comma_within_a_url_divides_nothing(reader: Reader, article: Article) -> None:
    a_comment(article)
    ours, other = "https://daily.example/story-1", "https://daily.example/maps/52.5,13.4"
    assert counts(reader, article, urls=f"{other},{ours}") == {other: 0, ours: 1}


def test_replies_count(reader: Reader, article: Article) -> None:
    a_comment(article, parent=a_comment(article))
    assert counts(reader, article, articles="story-1") == {"story-1": 2}


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PUBLISHED])
def test_what_readers_cannot_see_does_not_count(
    reader: Reader, article: Article, status: Status
) -> None:
    a_comment(article, status)
    assert counts(reader, article, articles="story-1") == {"story-1": 0}


def test_what_is_taken_away_no_longer_counts(reader: Reader, article: Article, editor: Any) -> None:
    moderate(a_comment(article), Status.REMOVED, editor, NOON)
    withdraw(a_comment(article), NOON)
    assert counts(reader, article, articles="story-1") == {"story-1": 0}


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_an_article_that_is_not_public_counts_nothing(
    reader: Reader, article: Article, status: str
) -> None:
    hidden = an_article(article.site, "hidden", status=status)
    a_comment(hidden)
    assert counts(reader, article, articles="hidden") == {"hidden": 0}


def test_another_sites_comments_are_not_counted(reader: Reader, article: Article) -> None:
    a_comment(an_article(a_site("weekly"), "theirs"))
    assert counts(reader, article, articles="theirs") == {"theirs": 0}


def test_a_hundred_at_once_is_the_most(reader: Reader, article: Article) -> None:
    asked = ",".join(f"a{n}" for n in range(100))
    assert len(counts(reader, article, articles=asked)) == 100
    answer = reader.get(site_url(article.site, "counts", articles=f"{asked},one-more"))
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_ids")


def test_asking_for_nothing_answers_with_nothing(reader: Reader, article: Article) -> None:
    assert counts(reader, article) == {}


def test_a_hundred_cost_the_queries_of_one(reader: Reader, article: Article) -> None:
    costs = []
    for asked in ("story-1", ",".join(["story-1", *(f"a{n}" for n in range(99))])):
        with CaptureQueriesContext(connection) as queries:
            counts(reader, article, articles=asked)
        costs.append(len(queries))
    # The site, its articles, their threads, and when the next article is due.
    assert costs[0] == costs[1] <= 4
