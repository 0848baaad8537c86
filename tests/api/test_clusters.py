"""A comment and all that repeat it, judged together over HTTP, by the site's key."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from articles.services.sites import issue_key
from comments.models import Comment, Decision
from comments.services.review import review
from comments.states import Status
from tests.conftest import Reader
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db
AD = "Order {} of these lovely watches today at https://watches.example.net/shop"


@pytest.fixture
def campaign(article: Article, now: datetime) -> list[Comment]:
    rows = [
        a_posted(article, now, body=AD.format(number), email=f"{number}@example.org")
        for number in (5, 6)
    ]
    for row in rows:
        review(row.pk, now)
    return rows


@pytest.fixture
def ask(reader: Reader, site_key: str) -> Any:
    def of(comment: Comment, body: Any = None, key: str = site_key) -> Any:
        path = f"/api/v1/moderation/daily/comments/{comment.pk}/cluster"
        return reader.send("GET" if body is None else "POST", path, body or {},
                           Authorization=f"Bearer {key}")  # fmt: skip

    return of


def test_what_repeats_a_comment_is_shown(ask: Any, campaign: list[Comment]) -> None:
    answer = ask(campaign[1])
    assert [one["id"] for one in answer.json()["comments"]] == [campaign[1].pk, campaign[0].pk]
    assert answer["Cache-Control"] == "no-store"


def test_one_word_decides_on_all_of_them(ask: Any, campaign: list[Comment]) -> None:
    answer = ask(campaign[0], {"to": "spam", "note": "the watch campaign"})
    assert answer.json() == {"decided": [row.pk for row in campaign], "left": 0}
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.SPAM}
    made = Decision.objects.filter(actor="moderator")
    assert [one.note for one in made] == ["the watch campaign"] * 2


def test_what_its_author_took_back_is_left(ask: Any, campaign: list[Comment]) -> None:
    Comment.objects.filter(pk=campaign[1].pk).update(status=Status.WITHDRAWN)
    assert ask(campaign[1], {"to": "spam"}).json() == {"decided": [campaign[0].pk], "left": 1}


@pytest.mark.parametrize("body", [{}, {"to": "withdrawn"}, {"to": "pending"}, {"to": 5}])
def test_no_other_word_is_taken(ask: Any, campaign: list[Comment], body: Any) -> None:
    assert ask(campaign[0], body or {"note": "only"}).status_code == 422
    assert not Decision.objects.filter(actor="moderator").exists()


def test_a_stranger_to_the_site_decides_nothing(
    ask: Any, campaign: list[Comment], now: datetime
) -> None:
    other = issue_key(a_site("weekly"), "tests", now)
    assert ask(campaign[0], {"to": "spam"}, key=other).status_code == 403
    assert not Decision.objects.filter(actor="moderator").exists()


def test_a_comment_of_another_site_is_unknown(ask: Any, article: Article) -> None:
    elsewhere = a_comment(an_article(a_site("weekly")))
    assert ask(elsewhere).status_code == 404
