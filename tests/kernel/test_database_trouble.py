"""A database that is away for a moment: whoever asks is told to come again."""

from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from articles.models import Article
from comments.models import Comment
from tests.conftest import Reader
from tests.factories import a_form

pytestmark = pytest.mark.django_db

THREAD = "/api/v1/sites/daily/comments"


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What every look at a thread raises from now on."""

    def begin(error: Exception) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr("comments.api.views.for_reading", fail)
        monkeypatch.setattr("comments.services.attempt.thread_of", fail)
        monkeypatch.setattr("newsroom.embed.page.for_reading", fail)

    return begin


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError()])
def test_a_read_may_be_asked_again(
    reader: Reader, article: Article, trouble: Any, error: Exception
) -> None:
    trouble(error)
    answer = reader.get(f"{THREAD}?article=story-1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert (answer.json()["code"], answer["Cache-Control"]) == ("unavailable", "no-store")


def test_a_post_may_be_sent_again(
    reader: Reader, article: Article, trouble: Any, now: Any, clock: Any
) -> None:
    said = {"article": "story-1", "name": "Ada", "email": "ada@example.org", "body": "Hello."}
    trouble(OperationalError("the connection is closed"))
    answer = reader.post(THREAD, {**said, "form": a_form(article, now)})
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert not Comment.objects.exists()


def test_a_page_says_it_in_words(reader: Reader, article: Article, trouble: Any) -> None:
    trouble(OperationalError("too many clients already"))
    answer = reader.get("/sites/daily/comments?article=story-1")
    assert answer.status_code == 503
    assert "try again in a moment" in answer.content.decode()


def test_a_mistake_of_ours_is_not_called_a_passing_trouble(
    reader: Reader, article: Article, trouble: Any
) -> None:
    trouble(IntegrityError("our mistake"))
    answer = reader.get(f"{THREAD}?article=story-1")
    assert (answer.status_code, "Retry-After" in answer) == (500, False)
