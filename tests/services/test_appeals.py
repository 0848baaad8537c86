"""A refused author asks for another person, and is answered by one."""

from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.models import Appeal, Comment, Mail, QueueEntry
from comments.roles import Role
from comments.services.appeals import Appealed, NotAppealed, appeal
from comments.services.apply import Move, apply
from comments.services.appoint import appoint
from comments.services.decide_seen import Decided, NotYours, Wish, decide_seen
from comments.services.moderate import moderate
from comments.services.sweep import sweep
from comments.services.threads import policy_of
from comments.services.undo import undo
from comments.services.withdraw import withdraw
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import NOON, a_comment
from tests.panel.desk import an_account, seen
from tests.together import together

State = Appeal.State


@pytest.fixture
def nora(article: Article) -> Any:
    return an_account("nora", article.site)


@pytest.fixture
def otto(article: Article) -> Any:
    return an_account("otto", article.site)


def refused(article: Article, by: Any, to: Status = Status.REJECTED, **fields: Any) -> Comment:
    comment = a_comment(article, Status.HELD, **fields)
    moderate(comment, to, by, NOON, reason="insult")
    return Comment.objects.get(pk=comment.pk)


def appealed(comment: Comment, text: str = "I meant no harm.") -> Appeal:
    made = appeal(comment, text, policy_of(comment.commenter.site_id), "192.0.2.1", NOON)
    assert isinstance(made, Appealed), made
    return made.appeal


def decides(comment: Comment, to: Status, by: Any, **said: str) -> Any:
    fresh = Comment.objects.get(pk=comment.pk)
    return decide_seen(fresh, Wish(to, seen(fresh), **said), by, NOON)


def tabs(comment: Comment) -> list[str]:
    return sorted(QueueEntry.objects.filter(comment=comment).values_list("tab", flat=True))


def state(row: Appeal) -> str:
    row.refresh_from_db()
    return row.state


def test_an_appeal_waits_in_a_tab_of_its_own(article: Article, nora: Any) -> None:
    comment = refused(article, nora)
    appealed(comment)
    assert tabs(comment) == ["appeals", "rejected"]


def test_the_same_appeal_again_is_the_first(article: Article, nora: Any) -> None:
    comment = refused(article, nora)
    first = appealed(comment)
    assert appealed(comment, "Other words.") == first
    assert Appeal.objects.get().text == "I meant no harm."


@pytest.mark.django_db(transaction=True)
def test_ten_appeals_at_once_are_one(article: Article) -> None:
    comment = refused(article, an_account("nora", article.site))
    made = together(10, lambda _: appealed(Comment.objects.get(pk=comment.pk)))
    assert len({one.pk for one in made}) == 1


def test_whoever_refused_it_may_not_turn_the_appeal_down(
    article: Article, nora: Any, otto: Any
) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    assert isinstance(decides(comment, Status.REJECTED, nora), NotYours)
    assert isinstance(decides(comment, Status.SPAM, nora), NotYours)
    assert state(row) == State.OPEN


def test_another_person_turns_it_down_for_the_reason_it_had(
    article: Article, nora: Any, otto: Any
) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    outcome = decides(comment, Status.REJECTED, otto, said="Please write it without the name.")
    assert isinstance(outcome, Decided)
    assert (state(row), row.by, row.answer) == (State.UPHELD, otto, outcome.decision)
    assert (row.said, outcome.decision.reasons) == (
        "Please write it without the name.",
        ["insult"],
    )
    assert tabs(comment) == ["rejected"]


def test_or_grants_it_by_publishing(article: Article, nora: Any, otto: Any) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    decides(comment, Status.PUBLISHED, otto)
    assert (state(row), row.by) == (State.GRANTED, otto)
    assert "appeals" not in tabs(comment)


def test_whoever_refused_it_may_change_their_mind(article: Article, nora: Any, otto: Any) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    decides(comment, Status.PUBLISHED, nora)
    assert state(row) == State.GRANTED


def test_who_is_alone_at_the_desk_answers_alone_and_the_record_says_so(
    article: Article, nora: Any
) -> None:
    appoint(an_account("ruth"), article.site, Role.READER, NOON)
    comment = refused(article, nora)
    row = appealed(comment)
    decides(comment, Status.REJECTED, nora)
    assert (state(row), row.nobody_else) == (State.UPHELD, True)


def test_a_machines_refusal_is_anybodys_to_look_at(article: Article, nora: Any) -> None:
    comment = a_comment(article, Status.PENDING)
    apply(comment, Move(Status.SPAM, "machine", ["honeypot"]), NOON)
    row = appealed(comment)
    decides(comment, Status.SPAM, nora)
    assert (state(row), row.nobody_else) == (State.UPHELD, False)


def test_an_undone_answer_opens_the_appeal_again_and_nobody_hears_of_it(
    article: Article, nora: Any, otto: Any
) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    outcome = decides(comment, Status.PUBLISHED, otto)
    undo(outcome.decision, otto, NOON)
    assert (state(row), tabs(comment)) == (State.OPEN, ["appeals", "rejected"])
    assert not OutboxEvent.objects.filter(name="appeal.answered").exists()


def test_an_undone_refusal_leaves_nothing_to_appeal_against(article: Article, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    outcome = decides(comment, Status.REJECTED, nora)
    row = appealed(Comment.objects.get(pk=comment.pk))
    undo(outcome.decision, nora, NOON)
    assert (state(row), tabs(comment)) == (State.DROPPED, ["waiting"])


def test_whoever_withdraws_needs_no_answer(article: Article, nora: Any) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    withdraw(comment, NOON)
    assert (state(row), tabs(comment)) == (State.DROPPED, [])


def test_a_comment_held_again_keeps_its_appeal(article: Article, nora: Any, otto: Any) -> None:
    comment = refused(article, nora)
    row = appealed(comment)
    decides(comment, Status.HELD, otto)
    assert (state(row), tabs(comment)) == (State.OPEN, ["appeals", "waiting"])


def why_not(comment: Comment, now: Any = NOON) -> str:
    made = appeal(comment, "", policy_of(comment.commenter.site_id), "192.0.2.1", now)
    return made.why if isinstance(made, NotAppealed) else "made"


def test_what_is_not_refused_cannot_be_appealed_against(article: Article) -> None:
    assert why_not(a_comment(article)) == "not_refused"


def test_an_answer_is_the_end_of_it(article: Article, nora: Any, otto: Any) -> None:
    comment = refused(article, nora)
    appealed(comment)
    decides(comment, Status.REJECTED, otto)
    assert why_not(Comment.objects.get(pk=comment.pk)) == "no_appeal"


def test_the_time_for_an_appeal_ends(article: Article, nora: Any) -> None:
    comment = refused(article, nora)
    assert why_not(comment, NOON + timedelta(days=180)) == "too_late"
    assert why_not(comment, NOON + timedelta(days=179)) == "made"


def test_a_site_may_want_no_appeals(article: Article, nora: Any) -> None:
    policy = policy_of(article.site_id)
    policy.appeal_days = 0
    policy.save()
    assert why_not(refused(article, nora)) == "no_appeal"


def test_no_flood_of_appeals_comes_from_one_network(article: Article, nora: Any) -> None:
    said = [why_not(refused(article, nora)) for _ in range(11)]
    assert said == ["made"] * 10 + ["rate_limited"]


def test_nothing_is_emptied_that_somebody_has_yet_to_answer(
    article: Article, nora: Any, otto: Any
) -> None:
    comment = refused(article, nora)
    appealed(comment)
    sweep(NOON + timedelta(days=400))
    assert Comment.objects.get(pk=comment.pk).body
    decides(comment, Status.REJECTED, otto)
    sweep(NOON + timedelta(days=400))
    assert not Comment.objects.get(pk=comment.pk).body
    assert (Appeal.objects.get().text, Appeal.objects.get().state) == ("", State.UPHELD)


def test_the_words_of_an_answered_appeal_are_forgotten(
    article: Article, nora: Any, otto: Any
) -> None:
    comment = refused(article, nora)
    appealed(comment)
    decides(comment, Status.PUBLISHED, otto, said="You are right.")
    sweep(NOON + timedelta(days=181))
    row = Appeal.objects.get()
    assert (row.text, row.said, row.state) == ("", "", State.GRANTED)


# --- What the author is told -------------------------------------------------------------------


def mails_of(comment: Comment) -> list[str]:
    return list(Mail.objects.filter(comment=comment).values_list("kind", flat=True))


def test_a_persons_refusal_is_told_by_mail(article: Article, nora: Any, work: Any) -> None:
    comment = refused(article, nora)
    work()
    assert mails_of(comment) == ["refused"]


def test_spam_and_a_machines_refusal_are_told_to_no_unproven_address(
    article: Article, nora: Any, work: Any
) -> None:
    spam = refused(article, nora, Status.SPAM)
    comment = a_comment(article, Status.PENDING)
    apply(comment, Move(Status.REJECTED, "machine", ["listed_word"]), NOON)
    work()
    assert mails_of(spam) == mails_of(comment) == []


def test_a_machines_refusal_is_told_to_a_proven_address(article: Article, work: Any) -> None:
    comment = a_comment(article, Status.PENDING)
    Comment.objects.filter(pk=comment.pk).update(confirmed_at=NOON)
    apply(comment, Move(Status.REJECTED, "machine", ["listed_word"]), NOON)
    work()
    assert mails_of(comment) == ["refused"]


def test_an_answer_is_told_once_and_not_as_another_refusal(
    article: Article, nora: Any, otto: Any, work: Any
) -> None:
    comment = refused(article, nora)
    work()
    policy = policy_of(article.site_id)
    appeal(comment, "", policy, "192.0.2.1", NOON, proven=True)
    decides(comment, Status.REJECTED, otto)
    OutboxEvent.objects.update(due=NOON)
    work()
    assert sorted(mails_of(comment)) == ["answered", "refused"]
