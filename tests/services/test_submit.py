"""Posting: what becomes a comment, what is refused, and what is promised."""

from datetime import datetime, timedelta

import pytest

from articles.models import Article
from articles.public import ref
from comments.models import Comment
from comments.services.submit import Accepted, Refused
from comments.services.threads import policy_of, thread_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_form, a_post, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db


def test_a_post_waits_and_its_review_is_promised(article: Article, now: datetime) -> None:
    comment = a_posted(article, now)
    assert comment.status == Status.PENDING
    promised = OutboxEvent.objects.get(name="comment.submitted")
    assert (promised.key, promised.done_at) == (str(comment.pk), None)


def test_the_same_key_twice_is_one_comment(article: Article, now: datetime) -> None:
    said = {"body": "Once only, please.", "idempotency": "key-1"}
    first, second = a_post(article, now, **said), a_post(article, now, **said)
    assert isinstance(first, Accepted) and isinstance(second, Accepted)
    assert (first.comment.pk, second.repeated) == (second.comment.pk, True)
    assert Comment.objects.count() == 1


def test_a_key_reused_for_other_words_is_refused(article: Article, now: datetime) -> None:
    a_post(article, now, idempotency="key-1", body="One thing.")
    other = a_post(article, now, idempotency="key-1", body="Another thing.")
    assert other == Refused("idempotency_mismatch")


def test_the_same_words_by_the_same_author_are_a_duplicate(article: Article, now: datetime) -> None:
    a_post(article, now, body="I say it again.")
    assert a_post(article, now, body="I  say it AGAIN.") == Refused("duplicate")


def test_the_same_words_by_another_author_are_not(article: Article, now: datetime) -> None:
    a_post(article, now, body="Well said!")
    assert isinstance(a_post(article, now, body="Well said!", email="bob@example.org"), Accepted)


def test_a_closed_thread_takes_nothing(article: Article, now: datetime) -> None:
    thread = thread_of(ref(article, article.site, now), now)
    type(thread).objects.update(mode="closed")
    assert a_post(article, now) == Refused("thread_closed")
    assert not Comment.objects.exists()


def test_a_thread_closes_by_itself_after_the_sites_days(article: Article, now: datetime) -> None:
    policy = policy_of(article.site_id)
    policy.auto_close_days = 7
    policy.save()
    late = now + timedelta(days=8)
    assert a_post(article, late) == Refused("thread_closed")
    assert isinstance(a_post(article, now), Accepted)


def test_a_reply_to_a_held_comment_is_refused(article: Article, now: datetime) -> None:
    held = a_comment(article, Status.HELD)
    assert a_post(article, now, parent=held.pk) == Refused("parent_not_visible")


def test_a_reply_into_another_thread_is_refused(article: Article, now: datetime) -> None:
    elsewhere = a_comment(an_article(article.site, "story-2"))
    assert a_post(article, now, parent=elsewhere.pk) == Refused("parent_unknown")


def test_a_reply_stands_one_deeper(article: Article, now: datetime) -> None:
    parent = a_comment(article)
    assert a_posted(article, now, parent=parent.pk).depth == 1


@pytest.mark.parametrize(
    ("age", "reason"), [(1, "too_fast"), (60 * 60 * 25, "form_expired")], ids=["quick", "old"]
)
def test_the_form_has_an_age(article: Article, now: datetime, age: int, reason: str) -> None:
    form = a_form(article, now - timedelta(seconds=age) + timedelta(seconds=30))
    assert a_post(article, now, form=form) == Refused(reason)


def test_a_form_of_another_article_is_refused(article: Article, now: datetime) -> None:
    other = an_article(article.site, "story-2")
    assert a_post(article, now, form=a_form(other, now)) == Refused("form_invalid")


def test_whoever_fills_the_trap_is_let_in_to_be_judged(article: Article, now: datetime) -> None:
    assert isinstance(a_post(article, now, honeypot=True, form="nonsense"), Accepted)


def test_one_address_may_send_only_so_many_a_minute(article: Article, now: datetime) -> None:
    allow_a_minute(article, 4)
    outcomes = [
        a_post(article, now, email=f"r{n}@example.org", ip="198.51.100.7") for n in range(5)
    ]
    assert isinstance(outcomes[-1], Refused) and outcomes[-1].reason == "rate_limited"
    assert outcomes[-1].wait and outcomes[-1].wait <= 60


def test_one_author_may_send_only_so_many_a_minute_from_anywhere(
    article: Article, now: datetime
) -> None:
    each = policy_of(article.site_id).posts_per_minute_each
    outcomes = [a_post(article, now, ip=f"203.0.113.{n}") for n in range(each + 1)]
    assert isinstance(outcomes[-2], Accepted)
    assert isinstance(outcomes[-1], Refused) and outcomes[-1].reason == "rate_limited"


def allow_a_minute(article: Article, most: int) -> None:
    policy = policy_of(article.site_id)
    policy.posts_per_minute = most
    policy.save()


def test_addresses_of_one_household_count_as_one(article: Article, now: datetime) -> None:
    allow_a_minute(article, 4)
    outcomes = [
        a_post(article, now, email=f"r{n}@example.org", ip=f"2001:db8:1:1::{n}")
        for n in range(1, 6)
    ]
    assert outcomes[-1].reason == "rate_limited"  # type: ignore[union-attr]


def test_spellings_of_one_address_are_one_commenter(article: Article, now: datetime) -> None:
    one = a_posted(article, now, email="Ada.Reader+news@gmail.com")
    two = a_posted(article, now, email="adareader@gmail.com")
    assert one.commenter_id == two.commenter_id


def test_a_commenter_of_one_site_is_a_stranger_at_another(article: Article, now: datetime) -> None:
    other = an_article(a_site("weekly"), "story-9")
    assert a_posted(article, now).commenter_id != a_posted(other, now).commenter_id
