"""One's own comment as a page without JavaScript: how it stands, changing it, taking it back."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment
from comments.services.moderate import moderate
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, opened, submitted
from tests.embed.test_html_thread import HOSTILE, URL
from tests.factories import a_form

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def receipt(reader: Reader, article: Article, clock: Clock) -> str:
    """The address of the page."""
    values = {
        "name": "Ada Reader",
        "email": "ada@example.org",
        "body": "I was there.",
        "form": a_form(article, clock.now),
    }
    url: str = submitted(reader, URL, values)["Location"]
    return url


def status() -> str:
    return str(Comment.objects.get().status)


def decide(to: Status, editor: Any, clock: Clock) -> None:
    moderate(Comment.objects.get(), to, editor, clock.now)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (Status.PUBLISHED, "A moderator has read your comment."),
        (Status.HELD, "Your comment waits for a moderator."),
        (Status.REJECTED, "A moderator decided not to publish your comment."),
        (Status.SPAM, "Your comment was not published."),
        (Status.REMOVED, "A moderator has removed your comment."),
    ],
)
def test_the_page_says_how_the_comment_stands(
    reader: Reader, receipt: str, editor: Any, clock: Clock, to: Status, sentence: str
) -> None:
    decide(to, editor, clock)
    [said] = opened(reader, receipt).all("p", role="status")
    assert sentence in said.text


def test_a_waiting_page_looks_again_by_itself(
    reader: Reader, receipt: str, editor: Any, clock: Clock
) -> None:
    assert opened(reader, receipt).all("meta", **{"http-equiv": "refresh"})
    decide(Status.PUBLISHED, editor, clock)
    assert not opened(reader, receipt).all("meta", **{"http-equiv": "refresh"})


def test_looking_changes_nothing(reader: Reader, receipt: str) -> None:
    """Scanners of mail follow every link."""
    before = Comment.objects.values().get()
    for query in ("&do=withdraw", "&do=edit&body=x", ""):
        reader.get(receipt + query)
        reader.client.head(receipt + query)
    assert Comment.objects.values().get() == before


def test_words_are_changed(reader: Reader, receipt: str) -> None:
    answer = submitted(reader, receipt, {"do": "edit", "body": "Better words."})
    assert (answer.status_code, answer["Location"]) == (303, receipt)
    assert answer["Cache-Control"] == "no-store"
    assert "Better words." in opened(reader, receipt).text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Please write something."),
        ("x" * 10_001, "At most 10000 characters, please."),
        ("bell \x07", "This holds characters that are not text."),
    ],
    ids=["empty", "long", "control characters"],
)
def test_a_change_that_cannot_be_is_told_and_its_words_are_kept(
    reader: Reader, receipt: str, body: str, sentence: str
) -> None:
    answer = submitted(reader, receipt, {"do": "edit", "body": body})
    page = Page(answer.content.decode())
    assert answer.status_code == 422
    [said] = page.all("p", role="alert")
    assert said.text == sentence
    assert page.forms[0].values["body"] == body
    assert Comment.objects.get().body == "I was there."


def test_a_change_that_comes_too_late_is_told(reader: Reader, receipt: str, clock: Clock) -> None:
    clock.go_on(minutes=16)
    answer = submitted(reader, receipt, {"do": "edit", "body": "Late."})
    assert "The time for changes is over." in Page(answer.content.decode()).text
    assert Comment.objects.get().body == "I was there."


def test_after_the_window_the_page_offers_no_change(
    reader: Reader, receipt: str, clock: Clock
) -> None:
    clock.go_on(minutes=16)
    page = opened(reader, receipt)
    assert not page.all("textarea")
    assert [button for form in page.forms for button in form.buttons] == [("do", "withdraw")]


def test_a_comment_is_taken_back(reader: Reader, receipt: str) -> None:
    assert submitted(reader, receipt, {"do": "withdraw"}).status_code == 303
    assert status() == "withdrawn"
    page = opened(reader, receipt)
    assert "You have withdrawn this comment." in page.text
    assert page.forms == []


def test_taking_it_back_twice_is_the_same_as_once(reader: Reader, receipt: str) -> None:
    submitted(reader, receipt, {"do": "withdraw"})
    assert submitted(reader, receipt, {"do": "withdraw"}).status_code == 303


def test_what_the_desk_refused_is_not_taken_back_in_silence(
    reader: Reader, receipt: str, editor: Any, clock: Clock
) -> None:
    decide(Status.SPAM, editor, clock)
    answer = submitted(reader, receipt, {"do": "withdraw"})
    assert (answer.status_code, status()) == (422, "spam")
    assert Page(answer.content.decode()).all("p", role="alert")


@pytest.mark.parametrize("values", [{"do": "withdraw"}, {"do": "edit", "body": "Mine."}], ids=str)
def test_a_wrong_receipt_does_nothing(reader: Reader, receipt: str, values: dict[str, str]) -> None:
    before = Comment.objects.values().get()
    answer = submitted(reader, receipt[:-1] + ("0" if receipt[-1] != "0" else "1"), values)
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Comment.objects.values().get() == before


def test_nothing_asked_for_is_nothing_done(reader: Reader, receipt: str) -> None:
    answer = submitted(reader, receipt, {})
    assert answer.status_code == 422
    assert Comment.objects.get().body == "I was there."


def test_no_session_takes_part(reader: Reader, receipt: str) -> None:
    reader.client.handler.enforce_csrf_checks = True
    answer = submitted(reader, receipt, {"do": "withdraw"})
    assert answer.status_code == 303
    assert not answer.cookies


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_ones_own_stay_words(reader: Reader, receipt: str, text: str) -> None:
    submitted(reader, receipt, {"do": "edit", "body": text})
    page = opened(reader, receipt)
    assert page.dangers() == []
    assert page.forms[0].values["body"].splitlines() == text.splitlines()
