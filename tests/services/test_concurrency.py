"""Two at once: one of them wins, the other is told, and nothing is counted twice."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, Site
from articles.services.register import register
from articles.services.shelf import Shelf
from comments.evidence.gather import SCORERS
from comments.models import Comment, Commenter, Decision, Evidence, Policy, Thread
from comments.services.apply import Applied, Move, Stale, apply
from comments.services.decide_seen import Conflict, Decided, Wish, decide_seen, mark_of
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.submit import Accepted, Refused
from comments.services.threads import policy_of
from comments.services.withdraw import withdraw
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_post, a_posted
from tests.recount import counted, kept
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def by_number(*calls: Callable[[], Any]) -> list[Any]:
    return together(len(calls), lambda number: calls[number]())


def kinds(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def seen(comment: Comment, times: int) -> list[Comment]:
    """The same comment on so many screens."""
    return [Comment.objects.get(pk=comment.pk) for _ in range(times)]


def test_of_two_moderators_one_decides_and_the_other_is_told(
    article: Article, editor: Any, now: datetime
) -> None:
    pages = seen(a_comment(article, Status.HELD), 2)
    verdicts = (Status.PUBLISHED, Status.REJECTED)
    outcomes = together(2, lambda n: moderate(pages[n], verdicts[n], editor, now))
    assert kinds(outcomes) == ["Applied", "Stale"]
    told = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    assert told.status == Comment.objects.get().status


def test_the_same_click_ten_times_is_one_decision(
    article: Article, editor: Any, now: datetime
) -> None:
    pages = seen(a_comment(article, Status.HELD), 10)
    together(10, lambda n: moderate(pages[n], Status.PUBLISHED, editor, now))
    assert Decision.objects.filter(actor="moderator").count() == 1
    assert (Thread.objects.get().count, Commenter.objects.get().approved) == (1, 1)


def test_ten_reviews_at_once_are_one_verdict(article: Article, now: datetime) -> None:
    comment = a_posted(article, now)
    together(10, lambda _: review(comment.pk, now))
    assert (comment.decisions.count(), Evidence.objects.count()) == (1, len(SCORERS))
    assert OutboxEvent.objects.filter(name="comment.held").count() == 1


def test_an_edit_and_a_publication_at_once_leave_no_unread_words_public(
    article: Article, editor: Any, now: datetime
) -> None:
    one, other = seen(a_comment(article, Status.HELD, created_at=now), 2)
    policy = policy_of(article.site_id)
    by_number(
        lambda: moderate(one, Status.PUBLISHED, editor, now),
        lambda: edit(other, "Something else entirely.", policy, now),
    )
    comment = Comment.objects.get()
    assert (comment.status, comment.revision) in (
        (Status.PUBLISHED, 1),  # the author is told of the conflict
        (Status.PENDING, 2),  # the moderator is told that it has changed
    )


def test_withdrawing_and_removing_at_once_take_it_away_once(
    article: Article, editor: Any, now: datetime
) -> None:
    one, other = seen(a_comment(article), 2)
    outcomes = by_number(
        lambda: withdraw(one, now), lambda: moderate(other, Status.REMOVED, editor, now)
    )
    assert kinds(outcomes) == ["Applied", "Stale"]
    assert kept() == counted()


def test_replies_published_at_once_are_all_counted(article: Article, now: datetime) -> None:
    parent = a_comment(article)
    replies = [a_comment(article, Status.HELD, parent=parent) for _ in range(8)]
    together(8, lambda n: apply(replies[n], Move(Status.PUBLISHED, "moderator", ["fine"]), now))
    assert Comment.objects.get(pk=parent.pk).reply_count == 8
    assert Thread.objects.get().count == 9


def test_a_reply_that_comes_while_its_parent_goes_keeps_a_place_above_it(
    article: Article, now: datetime
) -> None:
    for _ in range(5):
        parent = a_comment(article)
        reply = a_comment(article, Status.HELD, parent=parent)
        by_number(
            lambda parent=parent: apply(parent, Move(Status.REMOVED, "moderator", ["x"]), now),
            lambda reply=reply: apply(reply, Move(Status.PUBLISHED, "moderator", ["x"]), now),
        )
    assert kept() == counted()


def test_many_hands_in_one_thread_do_not_wait_for_each_other(
    article: Article, now: datetime
) -> None:
    rows = [a_comment(article)]
    for _ in range(11):
        rows.append(a_comment(article, parent=random.Random(len(rows)).choice(rows)))

    def moderator(number: int) -> None:
        chance = random.Random(number)
        for _ in range(12):
            comment = Comment.objects.get(pk=chance.choice(rows).pk)
            to = chance.choice([Status.PUBLISHED, Status.REMOVED, Status.SPAM, Status.HELD])
            apply(comment, Move(to, "moderator", ["a_reason"]), now)

    together(6, moderator)  # a deadlock would be an error
    assert kept() == counted()


# --- Posting ---


def test_one_thought_sent_ten_times_at_once_is_one_comment(article: Article, now: datetime) -> None:
    """Without a key, by a form without JavaScript and a reader without patience."""
    outcomes = together(10, lambda _: a_post(article, now, body="Just this once."))
    assert kinds(outcomes) == ["Accepted"] + ["Refused"] * 9
    assert Comment.objects.count() == 1


def test_one_key_sent_ten_times_at_once_is_one_comment(article: Article, now: datetime) -> None:
    said = {"body": "Once only.", "idempotency": "key-1", "ip": "192.0.2.1"}
    outcomes = together(10, lambda _: a_post(article, now, form="", honeypot=True, **said))
    answered = {outcome.comment.pk for outcome in outcomes if isinstance(outcome, Accepted)}
    assert Comment.objects.count() == len(answered) == 1


def test_a_rush_from_one_address_is_held_to_the_limit(article: Article, now: datetime) -> None:
    most = 4
    Policy.objects.filter(pk=policy_of(article.site_id).pk).update(posts_per_minute=most)
    outcomes = together(
        12, lambda n: a_post(article, now, ip="192.0.2.1", email=f"r{n}@example.org")
    )
    assert kinds(outcomes) == ["Accepted"] * most + ["Refused"] * (12 - most)
    assert {o.reason for o in outcomes if isinstance(o, Refused)} == {"rate_limited"}


def test_the_first_comments_of_a_thread_share_it(article: Article, now: datetime) -> None:
    together(16, lambda n: a_post(article, now, email=f"r{n}@example.org"))
    assert Thread.objects.count() == 1
    assert Comment.objects.count() == 16


def test_one_new_author_in_two_tabs_is_one_commenter(article: Article, now: datetime) -> None:
    together(4, lambda n: a_post(article, now, email="new@example.org"))
    assert Commenter.objects.count() == 1


# --- Articles ---


def test_an_article_pushed_twice_at_once_is_one_article(site: Site, now: datetime) -> None:
    data = {"url": "https://daily.example/new", "title": "New", "section": "News/Local"}
    data["tags"] = ["flood", "harbour"]  # type: ignore[assignment]
    outcomes = together(6, lambda _: register(site, "new", data, now))
    assert Article.objects.count() == 1
    assert sum(outcome.created for outcome in outcomes) == 1
    assert all(isinstance(outcome.article.pk, int) for outcome in outcomes)


def test_an_article_that_comes_between_two_looks_is_the_same_article(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"url": "https://daily.example/new", "title": "New"}
    look = Shelf.load_addresses

    def late_look(shelf: Shelf, digests: Iterable[str]) -> None:
        monkeypatch.setattr(Shelf, "load_addresses", look)
        register(site, "new", data, now)
        look(shelf, digests)

    monkeypatch.setattr(Shelf, "load_addresses", late_look)
    outcome = register(site, "new", data, now)
    assert (outcome.created, outcome.changed, Article.objects.count()) == (False, False, 1)


def test_applied_is_what_the_winner_gets(article: Article, editor: Any, now: datetime) -> None:
    pages = seen(a_comment(article, Status.HELD), 3)
    outcomes = together(3, lambda n: moderate(pages[n], Status.SPAM, editor, now))
    won = [outcome.decision for outcome in outcomes if isinstance(outcome, Applied)]
    assert [decision.pk for decision in won] == [Decision.objects.latest("id").pk]


def test_many_moderators_at_one_queue_decide_each_comment_once(
    article: Article, now: datetime
) -> None:
    desk = [get_user_model().objects.create_user(f"m{n}") for n in range(8)]
    waiting = [a_comment(article, Status.HELD) for _ in range(24)]
    verdicts = (Status.PUBLISHED, Status.REJECTED, Status.SPAM)
    shown = {one.pk: mark_of(one, one.decisions.get()) for one in waiting}

    def work(number: int) -> list[Decided | Conflict]:
        order = random.Random(number).sample(sorted(shown), len(shown))
        wish = verdicts[number % 3]
        return [
            decide_seen(Comment.objects.get(pk=pk), Wish(wish, shown[pk]), desk[number], now)
            for pk in order
        ]

    outcomes = [outcome for done in together(8, work) for outcome in done]
    assert kinds(outcomes).count("Decided") == len(waiting)
    by_people = Decision.objects.filter(actor="moderator").values_list("comment_id", flat=True)
    assert sorted(by_people) == sorted(shown)
    assert kept() == counted()
