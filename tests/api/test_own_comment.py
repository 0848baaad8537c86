"""The author's own comment by receipt: see it in any state, change it, take it back."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.api.addresses import API, a_body, of_article, own_url, site_url
from tests.conftest import Clock, Reader

Posted = dict[str, Any]


@pytest.fixture
def posted(reader: Reader, article: Article, clock: Clock) -> Posted:
    answer: Posted = reader.post(
        site_url(article.site, "comments"), a_body(article, clock.now)
    ).json()
    return answer


def decide(posted: Posted, to: Status, editor: Any, clock: Clock) -> None:
    moderate(Comment.objects.get(pk=posted["id"]), to, editor, clock.now)


def patch(reader: Reader, posted: Posted, body: Any = "Better words.") -> Any:
    return reader.send("PATCH", own_url(posted), {"body": body})


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Status.PUBLISHED, "read_and_fine"),
        (Status.HELD, "second_opinion"),
        (Status.REJECTED, "rejected"),
        (Status.SPAM, "spam"),
        (Status.REMOVED, "removed"),
    ],
)
def test_an_author_sees_how_their_comment_stands(
    reader: Reader, posted: Posted, editor: Any, clock: Clock, status: Status, code: str
) -> None:
    decide(posted, status, editor, clock)
    seen = reader.get(own_url(posted)).json()
    assert (seen["status"], seen["reason"]["code"]) == (status.value, code)
    assert seen["comment"]["html"]


def test_the_desks_own_reason_for_a_refusal_stays_at_the_desk(
    reader: Reader, posted: Posted, editor: Any, clock: Clock
) -> None:
    comment = Comment.objects.get(pk=posted["id"])
    moderate(comment, Status.REJECTED, editor, clock.now, reason="troll", note="third time")
    seen = reader.get(own_url(posted)).content
    assert b"troll" not in seen
    assert b"third time" not in seen


WRONG = ["", "x", "r1.00000000." + "0" * 64, "r1." + "a" * 73]


@pytest.mark.parametrize("receipt", WRONG, ids=["none", "short", "forged", "odd"])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_wrong_receipt_opens_nothing(
    reader: Reader, posted: Posted, method: str, receipt: str
) -> None:
    before = Comment.objects.values().get(pk=posted["id"])
    answer = reader.send(method, own_url(posted, receipt), {"body": "Mine now."})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert Comment.objects.values().get(pk=posted["id"]) == before


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_the_receipt_of_another_comment_opens_nothing(
    reader: Reader, article: Article, posted: Posted, clock: Clock, method: str
) -> None:
    other = reader.post(
        site_url(article.site, "comments"), a_body(article, clock.now, body="Something else.")
    ).json()
    url = own_url({"id": posted["id"], "receipt": other["receipt"]})
    answer = reader.send(method, url, {"body": "Mine now."})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


def test_an_unknown_comment_looks_like_a_wrong_receipt(reader: Reader, posted: Posted) -> None:
    unknown = reader.get(f"{API}/comments/987654?receipt={posted['receipt']}")
    receipt = posted["receipt"]
    other = "0" if receipt[-1] != "0" else "1"  # one receipt in sixteen ends with the digit itself
    wrong = reader.get(own_url(posted, receipt[:-1] + other))
    assert unknown.json() == wrong.json()


def test_a_comment_without_a_receipt_is_nobodys(reader: Reader, posted: Posted) -> None:
    answer = reader.get(f"{API}/comments/{posted['id']}")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


def test_an_author_changes_their_words(reader: Reader, posted: Posted) -> None:
    seen = patch(reader, posted, "Better *words*.").json()
    assert seen["body"] == "Better *words*."
    assert seen["comment"]["html"] == "<p>Better <em>words</em>.</p>"
    assert seen["reason"]["code"] == "edited"
    assert seen["comment"]["edited_at"] == "2026-05-04T12:00:00.000Z"


def test_changed_words_are_judged_again_before_readers_see_them(
    reader: Reader,
    article: Article,
    posted: Posted,
    editor: Any,
    clock: Clock,
    work: Callable[[], int],
) -> None:
    decide(posted, Status.PUBLISHED, editor, clock)
    patch(reader, posted, "Buy at https://a.example https://b.example https://c.example")
    assert reader.get(of_article(article, "comments")).json()["results"] == []
    work()
    assert reader.get(own_url(posted)).json()["reason"]["code"] == "many_links"


def test_the_same_words_again_change_nothing(reader: Reader, posted: Posted) -> None:
    answer = patch(reader, posted, posted["body"])
    assert (answer.status_code, answer.json()) == (200, posted)
    assert not OutboxEvent.objects.filter(name="comment.edited").exists()


def test_the_window_for_changes_ends(reader: Reader, posted: Posted, clock: Clock) -> None:
    clock.go_on(seconds=899)
    assert patch(reader, posted, "Still in time.").status_code == 200
    clock.go_on(seconds=1)
    answer = patch(reader, posted, "Too late.")
    assert (answer.status_code, answer.json()["code"]) == (403, "edit_window_over")
    assert Comment.objects.get(pk=posted["id"]).body == "Still in time."


def test_a_site_without_a_window_takes_no_changes(reader: Reader, posted: Posted) -> None:
    policy = policy_of(Comment.objects.get().thread.site_id)
    policy.edit_window = 0
    policy.save()
    assert patch(reader, posted).json()["code"] == "edit_window_over"
    assert reader.get(own_url(posted)).json()["editable"] is False


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.REMOVED])
def test_what_the_desk_refused_can_not_be_rewritten(
    reader: Reader, posted: Posted, editor: Any, clock: Clock, status: Status
) -> None:
    decide(posted, status, editor, clock)
    assert patch(reader, posted).json()["code"] == "edit_window_over"


@pytest.mark.parametrize(
    ("body", "code"),
    [("", "body_empty"), (" \n", "body_empty"), ("x" * 10_001, "body_too_long")],
    ids=["empty", "blank", "long"],
)
def test_a_change_is_checked_like_a_post(
    reader: Reader, posted: Posted, body: str, code: str
) -> None:
    answer = patch(reader, posted, body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_only_the_words_can_be_changed(reader: Reader, posted: Posted) -> None:
    answer = reader.send("PATCH", own_url(posted), {"body": "x", "status": "published"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")


def test_an_author_takes_their_comment_back(
    reader: Reader, article: Article, posted: Posted, editor: Any, clock: Clock
) -> None:
    decide(posted, Status.PUBLISHED, editor, clock)
    assert reader.send("DELETE", own_url(posted), "").status_code == 204
    assert reader.get(of_article(article, "comments")).json()["thread"]["count"] == 0
    assert reader.get(own_url(posted)).json()["status"] == "withdrawn"


def test_taking_it_back_twice_is_the_same_as_once(reader: Reader, posted: Posted) -> None:
    reader.send("DELETE", own_url(posted), "")
    assert reader.send("DELETE", own_url(posted), "").status_code == 204


def test_taking_back_has_no_end_of_time(reader: Reader, posted: Posted, clock: Clock) -> None:
    clock.go_on(days=400)
    assert reader.send("DELETE", own_url(posted), "").status_code == 204


def test_spam_is_not_taken_back(reader: Reader, posted: Posted, editor: Any, clock: Clock) -> None:
    decide(posted, Status.SPAM, editor, clock)
    answer = reader.send("DELETE", own_url(posted), "")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_no_answer_about_ones_own_comment_is_kept_by_anyone(
    reader: Reader, posted: Posted, method: str
) -> None:
    answer = reader.send(method, own_url(posted), {"body": "Better."})
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
