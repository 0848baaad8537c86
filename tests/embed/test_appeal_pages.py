"""A refused author reads why, and asks for another person."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Appeal, Comment
from comments.notify.letters.refused import PURPOSE
from comments.receipts import receipt_issue
from comments.services import keys, links
from comments.services.moderate import moderate
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.factories import a_comment

pytestmark = pytest.mark.usefixtures("clock")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def refused(article: Article, editor: Any, clock: Clock) -> Comment:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.REJECTED, editor, clock.now, reason="insult")
    return comment


def receipt_of(comment: Comment, what: str = "/receipts/{}") -> str:
    receipt = receipt_issue(comment.pk, keys.purpose_key("receipt"))
    return f"{what.format(comment.pk)}?receipt={receipt}"


def page(reader: Reader, url: str) -> str:
    return str(reader.get(url).content.decode())


def test_the_receipt_says_why_who_and_until_when(reader: Reader, refused: Comment) -> None:
    shown = page(reader, receipt_of(refused))
    for sentence in (
        "It insults a person or a group of people.",
        "A moderator of Daily decided this.",
        "until 2026-10-31 12:00 UTC",
    ):
        assert sentence in shown


def test_one_click_on_the_receipt_appeals(reader: Reader, refused: Comment) -> None:
    url = receipt_of(refused)
    answer = reader.client.post(url, {"do": "appeal", "text": HOSTILE})
    assert answer.status_code == 303
    assert Appeal.objects.get().text == HOSTILE
    assert "Your appeal has arrived." in page(reader, url)


def test_a_look_at_the_link_in_the_mail_does_nothing(
    reader: Reader, refused: Comment, clock: Clock
) -> None:
    url = mailed(refused, clock)
    assert "It insults a person" in page(reader, url)
    reader.client.head(url)
    reader.client.post(url)
    assert not Appeal.objects.exists()


def test_a_click_behind_the_link_in_the_mail_appeals(
    reader: Reader, refused: Comment, clock: Clock
) -> None:
    url = mailed(refused, clock)
    reader.client.post(url, {"do": "appeal"})
    reader.client.post(url, {"do": "appeal"})
    assert Appeal.objects.get().proven
    assert "Your appeal has arrived." in page(reader, url)


def mailed(comment: Comment, clock: Clock) -> str:
    site = comment.commenter.site_id
    token, _ = links.issue(PURPOSE, site, comment.email, clock.now, comment=comment)
    return f"/appeal/{token}"


def test_the_api_tells_the_same_and_takes_the_appeal(reader: Reader, refused: Comment) -> None:
    told = reader.get(receipt_of(refused, "/api/v1/comments/{}")).json()["statement"]
    assert (told["why"], told["automated"], told["appeal"]) == ("insult", False, "none")
    url = receipt_of(refused, "/api/v1/comments/{}/appeal")
    answer = reader.post(url, {"text": "I meant no harm."})
    assert answer.json()["statement"]["appeal"] == "open"


def test_without_the_receipt_nobody_appeals(reader: Reader, refused: Comment) -> None:
    answer = reader.post(f"/api/v1/comments/{refused.pk}/appeal", {"text": ""})
    assert answer.status_code == 403
    assert not Appeal.objects.exists()


def test_of_spam_no_finding_is_told(
    reader: Reader, article: Article, editor: Any, clock: Clock
) -> None:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.SPAM, editor, clock.now, note="by the third rule")
    shown = page(reader, receipt_of(comment))
    assert "It looks like spam" in shown
    assert "third rule" not in shown


def test_what_is_published_has_no_statement(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    assert "statement" not in reader.get(receipt_of(comment, "/api/v1/comments/{}")).json()


def test_a_published_comment_is_nothing_to_appeal_against(reader: Reader, article: Article) -> None:
    answer = reader.post(receipt_of(a_comment(article), "/api/v1/comments/{}/appeal"), {})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_refused")


def test_a_new_refusal_after_a_granted_appeal_is_a_matter_of_its_own(
    reader: Reader, refused: Comment, editor: Any, clock: Clock
) -> None:
    url = receipt_of(refused)
    reader.client.post(url, {"do": "appeal"})
    moderate(Comment.objects.get(pk=refused.pk), Status.PUBLISHED, editor, clock.now)
    assert "Your appeal was granted" in page(reader, url)
    moderate(Comment.objects.get(pk=refused.pk), Status.REMOVED, editor, clock.now, reason="hate")
    shown = page(reader, url)
    assert "Your appeal was granted" not in shown
    assert "Ask another person to look at it" in shown
