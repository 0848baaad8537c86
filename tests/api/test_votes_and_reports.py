"""Votes and reports by readers without an account."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Report, Vote
from comments.services.vote import vote
from comments.states import Status
from comments.tree import wilson
from tests.conftest import Reader
from tests.factories import a_comment, a_posted
from tests.together import together

pytestmark = pytest.mark.django_db

ME = "a-browser-token-of-mine"


def cast(reader: Reader, comment: Comment, value: str, guest: str = ME) -> Any:
    return reader.post(f"/api/v1/comments/{comment.pk}/vote", {"value": value, "guest": guest})


def test_a_vote_counts_once_however_often_it_is_sent(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    for _ in range(3):
        answer = cast(reader, comment, "up")
    assert (answer.status_code, answer.json()) == (200, {"votes": 1, "score": 1})


def test_a_vote_can_be_turned_and_taken_back(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    answers = [cast(reader, comment, value).json() for value in ("up", "down", "none")]
    assert [a["score"] for a in answers] == [1, -1, 0]
    assert answers[-1]["votes"] == 0 and not Vote.objects.exists()


def test_votes_lift_a_comment_by_the_lower_bound(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    for number in range(10):
        vote(comment, f"voter-{number}", 1 if number else -1, now)
    comment.refresh_from_db()
    assert (comment.votes, comment.score) == (10, 8)
    assert comment.rank == wilson(9, 1)


@pytest.mark.django_db(transaction=True)
def test_voices_at_once_are_all_counted(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    together(12, lambda n: vote(comment, f"voter-{n % 6}", 1, now))
    comment.refresh_from_db()
    assert (comment.votes, comment.score, Vote.objects.count()) == (6, 6, 6)


def test_nobody_lifts_their_own_comment(reader: Reader, article: Article, now: datetime) -> None:
    comment = a_posted(article, now, ip="127.0.0.1")
    Comment.objects.filter(pk=comment.pk).update(status="published")
    answer = cast(reader, comment, "up")
    assert (answer.status_code, answer.json()["code"]) == (403, "own_comment")


@pytest.mark.parametrize("status", [Status.HELD, Status.SPAM, Status.REMOVED])
def test_what_readers_cannot_see_they_cannot_act_on(
    reader: Reader, article: Article, status: Status
) -> None:
    comment = a_comment(article, status)
    complaint = {"reason": "abuse", "guest": ME}
    report = reader.post(f"/api/v1/comments/{comment.pk}/report", complaint)
    assert {cast(reader, comment, "up").status_code, report.status_code} == {404}


def test_one_network_can_turn_no_thread(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    codes = [cast(reader, comment, "up", f"{n:02d}-another-token").status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_a_report_is_kept_for_people_and_moves_nothing(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    complaint = {"reason": "abuse", "note": "He means my sister.", "guest": ME}
    for _ in range(2):
        answer = reader.post(f"/api/v1/comments/{comment.pk}/report", complaint)
    comment.refresh_from_db()
    assert (answer.status_code, Report.objects.count()) == (202, 1)
    assert comment.status == Status.PUBLISHED


@pytest.mark.parametrize(
    "wrong",
    [{"value": "up"}, {"value": "up", "guest": "short"}, {"value": 1, "guest": ME},
     {"value": "sideways", "guest": ME}, {"value": "up", "guest": ME, "more": 1}],
)  # fmt: skip
def test_a_vote_that_is_none_is_told_what_is_wrong(
    reader: Reader, article: Article, wrong: dict[str, Any]
) -> None:
    answer = reader.post(f"/api/v1/comments/{a_comment(article).pk}/vote", wrong)
    assert answer.status_code in (400, 422) and answer.json()["code"]
    assert not Vote.objects.exists()
