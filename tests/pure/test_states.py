"""Who may move a comment where."""

import itertools

import pytest

from comments.states import AWAITING, PUBLIC, RULES, Status, legal, why

DECIDED = [s for s in Status if s not in {Status.UNCONFIRMED, Status.PENDING}]


@pytest.mark.parametrize("before", [s for s in Status if s is not Status.WITHDRAWN])
@pytest.mark.parametrize("after", ["published", "held", "rejected", "spam", "removed"])
def test_a_moderator_may_reverse_any_decision(before: Status, after: str) -> None:
    assert legal(before, after, "moderator") is (before != after)


@pytest.mark.parametrize("before", DECIDED)
def test_the_machine_moves_nothing_that_is_decided(before: Status) -> None:
    assert not any(legal(before, after, "machine") for after in Status)


@pytest.mark.parametrize("after", ["published", "held", "rejected", "spam"])
def test_the_machine_decides_what_is_pending(after: str) -> None:
    assert legal("pending", after, "machine")


def test_the_machine_publishes_no_unconfirmed_comment() -> None:
    assert not legal("unconfirmed", "published", "machine")


def test_withdrawn_is_final_for_everyone() -> None:
    everyone = itertools.product(Status, ["machine", "moderator", "author"])
    assert not any(legal("withdrawn", after, by) for after, by in everyone)


@pytest.mark.parametrize("before", ["unconfirmed", "pending", "published", "held", "rejected"])
def test_an_author_may_withdraw_their_words(before: str) -> None:
    assert legal(before, "withdrawn", "author")


@pytest.mark.parametrize("after", ["published", "held", "rejected", "spam", "removed"])
def test_an_author_decides_nothing(after: str) -> None:
    assert not any(legal(before, after, "author") for before in Status)


def test_an_edit_sends_a_published_comment_back_to_review() -> None:
    assert legal("published", "pending", "author")


def test_only_the_author_withdraws() -> None:
    others = itertools.product(Status, ["machine", "moderator"])
    assert not any(legal(before, "withdrawn", by) for before, by in others)


def test_nothing_moves_to_where_it_is() -> None:
    assert not any(legal(s, s, by) for s in Status for by in ("machine", "moderator", "author"))


def test_unknown_words_are_not_legal() -> None:
    assert not legal("pending", "approved", "root")


def test_every_rule_says_why() -> None:
    assert all(rule.why and rule.before for rule in RULES)


def test_the_reason_of_a_move_can_be_asked() -> None:
    assert why("pending", "published", "machine") == "nothing spoke against it"


def test_only_published_comments_are_public() -> None:
    assert PUBLIC == {Status.PUBLISHED}


def test_pending_and_held_comments_await_the_newsroom() -> None:
    assert AWAITING == {Status.PENDING, Status.HELD}
