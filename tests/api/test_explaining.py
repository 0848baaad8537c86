"""Why a comment stands where it stands, over HTTP, by the site's key."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment
from comments.services.review import review
from tests.conftest import Reader
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db

SPAM = "Hey guys check out my new channel and subscribe please!!"


@pytest.fixture
def judged(article: Article, now: datetime) -> Comment:
    comment = a_posted(article, now, body=SPAM)
    review(comment.pk, now)
    return comment


@pytest.fixture
def told(reader: Reader, site_key: str) -> Any:
    def of(comment: Comment, key: str = site_key) -> Any:
        path = f"/api/v1/moderation/daily/comments/{comment.pk}/decisions"
        return reader.get(path, Authorization=f"Bearer {key}")

    return of


def test_a_decision_is_told_in_words(told: Any, judged: Comment) -> None:
    [decision] = told(judged).json()["decisions"]
    assert (decision["after"], decision["by"], decision["policy"]) == ("held", "machine", 1)
    assert [one["code"] for one in decision["why"]] == ["like_spam", "first_comment"]
    assert decision["why"][1]["text"] == "Nothing of this author's has been published before."


def test_the_score_is_told_by_pieces_of_the_text(told: Any, judged: Comment) -> None:
    score = told(judged).json()["decisions"][0]["score"]
    pieces = [one for one in score["drives"] if one["span"]]
    assert score["model"] == "prior"
    assert pieces and all(SPAM[slice(*one["span"])] == one["text"] for one in pieces)


def test_it_is_kept_by_no_cache(told: Any, judged: Comment) -> None:
    assert told(judged)["Cache-Control"] == "no-store"


def test_a_comment_of_another_site_is_unknown(told: Any, judged: Comment) -> None:
    elsewhere = a_comment(an_article(a_site("weekly")))
    assert told(elsewhere).status_code == 404


def test_nobody_else_is_told(told: Any, judged: Comment) -> None:
    assert told(judged, key="wrong").status_code == 403
