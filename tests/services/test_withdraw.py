"""withdraw: the author takes their own words back, for good."""

from datetime import datetime

import pytest

from articles.models import Article
from comments.models import Comment, Decision
from comments.services.apply import Applied, Illegal, Stale
from comments.services.review import review
from comments.services.withdraw import withdraw
from comments.states import Status
from tests.factories import a_comment, a_posted
from tests.recount import counted, kept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "status",
    [Status.UNCONFIRMED, Status.PENDING, Status.HELD, Status.PUBLISHED, Status.REJECTED],
)
def test_own_words_can_be_taken_back(article: Article, now: datetime, status: Status) -> None:
    comment = a_comment(article, status)
    assert isinstance(withdraw(comment, now), Applied)
    said = Decision.objects.latest("id")
    assert (said.actor, said.reasons, said.after) == (
        "author",
        ["withdrawn_by_author"],
        Status.WITHDRAWN,
    )


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED, Status.WITHDRAWN])
def test_a_decision_cannot_be_hidden_by_withdrawing(
    article: Article, now: datetime, status: Status
) -> None:
    assert withdraw(a_comment(article, status), now) == Illegal(status, Status.WITHDRAWN)


def test_a_withdrawn_comment_is_nowhere(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    withdraw(comment, now)
    assert not Comment.objects.listed().exists()
    assert kept() == counted()


def test_replies_stay_below_an_empty_place(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    reply = a_comment(article, parent=comment)
    withdraw(comment, now)
    listed = Comment.objects.listed().order_by("id").values_list("pk", flat=True)
    assert list(listed) == [comment.pk, reply.pk]


def test_what_was_taken_back_before_the_review_is_not_judged(
    article: Article, now: datetime
) -> None:
    comment = a_posted(article, now)
    withdraw(comment, now)
    assert review(comment.pk, now) is None


def test_an_old_page_cannot_withdraw_what_has_been_removed(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    Comment.objects.update(status=Status.REMOVED)
    assert withdraw(comment, now) == Stale(Status.REMOVED)


def test_the_same_words_may_be_said_again_after_withdrawing(
    article: Article, now: datetime
) -> None:
    withdraw(a_posted(article, now, body="On second thought."), now)
    assert a_posted(article, now, body="On second thought.").status == Status.PENDING
