"""apply: one move at a time, legal or not at all, and every counter right afterwards."""

import random
from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Commenter, Decision, Thread
from comments.services.apply import EVENTS, Applied, Illegal, Move, Stale, apply
from comments.services.edit import edit
from comments.services.review import review
from comments.services.threads import policy_of
from comments.services.withdraw import withdraw
from comments.states import RULES, Status
from newsroom.kernel.models import OutboxEvent
from newsroom.wiring import WIRING
from tests.factories import a_comment, a_post, a_site, an_article
from tests.recount import counted, kept

pytestmark = pytest.mark.django_db

ILLEGAL = [  # the whole table has tests of its own
    (Status.HELD, Status.PUBLISHED, "machine"),
    (Status.PENDING, Status.PUBLISHED, "author"),
    (Status.WITHDRAWN, Status.PUBLISHED, "moderator"),
    (Status.PUBLISHED, Status.PUBLISHED, "moderator"),
]
LEGAL = sorted({(before, rule.after, rule.by) for rule in RULES for before in rule.before})


def move(to: Status, actor: str = "moderator", **more: Any) -> Move:
    return Move(to, actor, ["a_reason"], **more)


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def put(comment: Comment, to: Status, now: datetime) -> None:
    """Moves it, whatever it was."""
    assert isinstance(apply(fresh(comment), move(to), now), Applied)


# --- The move ---


def test_a_move_says_where_why_when_and_by_whom(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_comment(article, Status.HELD)
    apply(comment, move(Status.PUBLISHED, by=editor, note="Fine."), now)
    said = Decision.objects.latest("id")
    assert (said.before, said.after, said.actor, said.by) == (
        Status.HELD,
        Status.PUBLISHED,
        "moderator",
        editor,
    )
    assert (said.reasons, said.note, said.created, said.revision) == (["a_reason"], "Fine.", now, 1)


def test_the_caller_sees_the_new_status(article: Article, now: datetime) -> None:
    comment = a_comment(article, Status.HELD)
    apply(comment, move(Status.PUBLISHED), now)
    assert comment.status == fresh(comment).status == Status.PUBLISHED


@pytest.mark.parametrize(("before", "to", "actor"), LEGAL)
def test_a_legal_move_is_made_and_promises_its_event(
    article: Article, now: datetime, before: Status, to: Status, actor: str
) -> None:
    comment = a_comment(article, before)
    assert isinstance(apply(comment, move(to, actor), now), Applied)
    promised = OutboxEvent.objects.filter(name=EVENTS.get(to, ""), key=comment.pk).exists()
    assert fresh(comment).status == to
    assert promised == bool(WIRING.get(EVENTS.get(to, "")))  # an event without a task has no row


@pytest.mark.parametrize(("before", "to", "actor"), ILLEGAL)
def test_an_illegal_move_changes_nothing(
    article: Article, now: datetime, before: Status, to: Status, actor: str
) -> None:
    comment = a_comment(article, before)
    decisions = Decision.objects.count()
    assert apply(comment, move(to, actor), now) == Illegal(before, to)
    assert (fresh(comment).status, Decision.objects.count()) == (before, decisions)


def test_who_comes_second_is_told_how_it_stands(article: Article, now: datetime) -> None:
    comment = a_comment(article, Status.HELD)
    seen = fresh(comment)
    put(comment, Status.REJECTED, now)
    assert apply(seen, move(Status.PUBLISHED), now) == Stale(Status.REJECTED)
    assert fresh(comment).status == Status.REJECTED


def test_who_comes_second_changes_no_counter(article: Article, now: datetime) -> None:
    comment = a_comment(article, Status.HELD)
    seen = fresh(comment)
    put(comment, Status.PUBLISHED, now)
    before = kept()
    apply(seen, move(Status.PUBLISHED), now)
    assert kept() == before


def test_a_decision_on_words_that_have_changed_is_stale(article: Article, now: datetime) -> None:
    comment = a_comment(article, Status.HELD, created_at=now)
    seen = fresh(comment)
    edit(comment, "Quite other words.", policy_of(article.site_id), now)
    put(comment, Status.HELD, now)
    assert apply(seen, move(Status.PUBLISHED), now) == Stale(Status.HELD)


# --- What readers see of it ---


def version() -> int:
    return Thread.objects.get().version


@pytest.mark.parametrize(
    ("before", "to", "changes"),
    [
        (Status.HELD, Status.PUBLISHED, True),
        (Status.PUBLISHED, Status.REMOVED, True),
        (Status.HELD, Status.REJECTED, False),
        (Status.REJECTED, Status.SPAM, False),
    ],
)
def test_the_version_rises_with_what_readers_see(
    article: Article, now: datetime, before: Status, to: Status, changes: bool
) -> None:
    comment = a_comment(article, before)
    old = version()
    put(comment, to, now)
    assert (version() > old) is changes


def test_a_removed_comment_with_replies_keeps_an_empty_place(
    article: Article, now: datetime
) -> None:
    parent = a_comment(article)
    a_comment(article, parent=parent)
    put(parent, Status.REMOVED, now)
    assert (fresh(parent).listed, Thread.objects.get().count) == (True, 1)


def test_a_removed_comment_without_replies_leaves_none(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    put(comment, Status.REMOVED, now)
    assert not fresh(comment).listed


def test_the_last_reply_takes_the_empty_places_above_it_along(
    article: Article, now: datetime
) -> None:
    top = a_comment(article)
    middle = a_comment(article, parent=top)
    low = a_comment(article, parent=middle)
    put(top, Status.REMOVED, now)
    put(middle, Status.SPAM, now)
    assert fresh(top).listed and fresh(middle).listed
    put(low, Status.REMOVED, now)
    assert not Comment.objects.listed().exists()


def test_a_reply_that_comes_back_brings_the_places_above_it_back(
    article: Article, now: datetime
) -> None:
    top = a_comment(article)
    low = a_comment(article, parent=top)
    for comment in (top, low):
        put(comment, Status.REMOVED, now)
    put(low, Status.PUBLISHED, now)
    assert (fresh(top).listed, fresh(top).reply_count) == (True, 1)


def test_a_held_reply_is_not_counted(article: Article) -> None:
    parent = a_comment(article)
    a_comment(article, Status.HELD, parent=parent)
    assert fresh(parent).reply_count == 0


def test_a_refusal_taken_back_is_no_longer_held_against_the_author(
    article: Article, now: datetime
) -> None:
    comment = a_comment(article, Status.SPAM)
    assert Commenter.objects.get().refused == 1
    put(comment, Status.PUBLISHED, now)
    author = Commenter.objects.get()
    assert (author.refused, author.approved) == (0, 1)


# --- Anything, in any order ---


class Newspaper:
    """Readers and moderators who do whatever occurs to them."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random = random.Random(seed)
        self.now = now
        site = a_site()
        self.articles = [an_article(site), an_article(site)]
        self.policy = policy_of(site.pk)
        type(self.policy).objects.update(posts_per_minute=10_000)

    def act(self) -> None:
        self.random.choice([self.post, self.post, self.judge, self.decide, self.decide,
                            self.decide, self.rewrite, self.take_back])()  # fmt: skip

    def post(self) -> None:
        article = self.random.choice(self.articles)
        seen = list(Comment.objects.visible().filter(thread__article=article))
        parent = self.random.choice([None, *seen])
        email = f"reader{self.random.randrange(5)}@example.org"
        a_post(article, self.now, parent=parent.pk if parent else None, email=email)

    def judge(self) -> None:
        if comment := self.any(status=Status.PENDING):
            review(comment.pk, self.now)

    def decide(self) -> None:
        if comment := self.any():
            apply(comment, move(self.random.choice(list(Status))), self.now)

    def rewrite(self) -> None:
        if comment := self.any():
            edit(comment, f"New words {self.random.random()}.", self.policy, self.now)

    def take_back(self) -> None:
        if comment := self.any():
            withdraw(comment, self.now)

    def any(self, **which: Any) -> Comment | None:
        rows = list(Comment.objects.filter(**which))
        return self.random.choice(rows) if rows else None


@pytest.mark.parametrize("seed", range(4))
def test_the_counters_are_right_after_anything(now: datetime, seed: int) -> None:
    newspaper = Newspaper(seed, now)
    for _ in range(120):
        newspaper.act()
    assert kept() == counted()
