"""A moderator's key, a colleague's, and the undo."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article
from comments.models import Claim, Comment, Decision, QueueEntry, Subscription
from comments.services.claim import HOLDS, claim, release_all
from comments.services.decide_seen import Conflict, Decided, Wish, decide_seen, mark_of
from comments.services.report import report
from comments.services.undo import GRACE, WINDOW, NotUndone, Undone, undo
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import NOON, a_comment


@pytest.fixture
def nora(db: None) -> Any:
    return get_user_model().objects.create_user("nora")


def wish(comment: Comment, to: Status, **more: str) -> Wish:
    latest = comment.decisions.order_by("-id").first()
    return Wish(to, mark_of(comment, latest), **more)


def decided(comment: Comment, to: Status, by: Any, now: Any = NOON) -> Decision:
    outcome = decide_seen(comment, wish(comment, to), by, now)
    assert isinstance(outcome, Decided), outcome
    return outcome.decision


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def tab(comment: Comment) -> list[str]:
    return list(QueueEntry.objects.filter(comment=comment).values_list("tab", flat=True))


def test_a_key_decides_with_its_reason(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    asked = wish(comment, Status.REJECTED, reason="insult", note="Second time.")
    outcome = decide_seen(comment, asked, editor, NOON)
    assert isinstance(outcome, Decided)
    assert (outcome.decision.reasons, outcome.decision.note) == (["insult"], "Second time.")
    assert status(comment) == "rejected"


def test_the_second_of_two_is_told_who_was_first(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    seen_by_both = wish(comment, Status.SPAM)
    decided(comment, Status.PUBLISHED, nora)
    outcome = decide_seen(Comment.objects.get(pk=comment.pk), seen_by_both, editor, NOON)
    assert isinstance(outcome, Conflict)
    assert outcome.latest is not None
    assert (outcome.latest.by, outcome.status) == (nora, Status.PUBLISHED)
    assert status(comment) == "published"


def test_the_second_of_two_who_keep_is_told_too(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article)
    seen_by_both = wish(comment, Status.PUBLISHED)
    decided(comment, Status.PUBLISHED, nora)
    fresh = Comment.objects.get(pk=comment.pk)
    assert isinstance(decide_seen(fresh, seen_by_both, editor, NOON), Conflict)


def test_other_words_than_were_shown_are_not_decided_on(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    shown = wish(comment, Status.PUBLISHED)
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    fresh = Comment.objects.get(pk=comment.pk)
    assert isinstance(decide_seen(fresh, shown, editor, NOON), Conflict)


def test_a_request_that_arrives_twice_is_one_decision(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    asked = wish(comment, Status.PUBLISHED)
    first = decide_seen(comment, asked, editor, NOON)
    again = decide_seen(Comment.objects.get(pk=comment.pk), asked, editor, NOON)
    assert isinstance(first, Decided) and isinstance(again, Decided)
    assert (again.decision, again.repeated) == (first.decision, True)
    assert comment.decisions.filter(actor="moderator").count() == 1


def test_no_mail_is_promised_for_before_the_undo_has_run_out(article: Article, editor: Any) -> None:
    decided(a_comment(article, Status.HELD), Status.PUBLISHED, editor)
    dues = OutboxEvent.objects.filter(name="comment.published").values_list("due", flat=True)
    assert list(dues) == [NOON + GRACE]


def test_an_undo_puts_it_back_and_nobody_hears_of_it(
    article: Article, editor: Any, work: Any
) -> None:
    comment = a_comment(article, Status.HELD)
    outcome = undo(decided(comment, Status.PUBLISHED, editor), editor, NOON + WINDOW)
    assert isinstance(outcome, Undone)
    assert (status(comment), tab(comment)) == ("held", ["waiting"])
    assert not OutboxEvent.objects.filter(name__startswith="comment.").exists()
    article.thread.refresh_from_db()
    assert article.thread.count == 0


def test_an_undone_card_says_the_same_as_before(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD, reasons=("many_links",))
    before = QueueEntry.objects.values("urgency", "reason", "parts").get()
    undo(decided(comment, Status.SPAM, editor), editor, NOON)
    assert QueueEntry.objects.values("urgency", "reason", "parts").get() == before


def test_an_undone_keeping_asks_again_what_readers_asked(article: Article, editor: Any) -> None:
    comment = a_comment(article, reasons=("no_concern",))
    report(comment, "somebody", "abuse", "", NOON)
    undo(decided(comment, Status.PUBLISHED, editor), editor, NOON)
    assert sorted(tab(comment)) == ["reported", "unseen"]


def test_an_undo_comes_too_late(article: Article, editor: Any) -> None:
    decision = decided(a_comment(article, Status.HELD), Status.PUBLISHED, editor)
    late = NOON + WINDOW + timedelta(seconds=1)
    assert undo(decision, editor, late) == NotUndone("too_late")


def test_a_colleagues_decision_is_not_mine_to_undo(
    article: Article, editor: Any, nora: Any
) -> None:
    decision = decided(a_comment(article, Status.HELD), Status.PUBLISHED, nora)
    assert undo(decision, editor, NOON) == NotUndone("not_yours")


def test_what_a_colleague_decided_since_stays(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    mine = decided(comment, Status.PUBLISHED, editor)
    decided(Comment.objects.get(pk=comment.pk), Status.REMOVED, nora)
    assert undo(mine, editor, NOON) == NotUndone("decided_since")
    assert status(comment) == "removed"


def test_an_undo_that_arrives_twice_is_done_once(article: Article, editor: Any) -> None:
    decision = decided(a_comment(article, Status.HELD), Status.SPAM, editor)
    first, again = (undo(decision, editor, NOON) for _ in range(2))
    assert isinstance(first, Undone)
    assert first == again


def test_a_reversal_later_is_a_decision_of_its_own(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    decided(comment, Status.SPAM, editor)
    later = NOON + timedelta(days=40)
    decided(Comment.objects.get(pk=comment.pk), Status.PUBLISHED, editor, later)
    history = comment.decisions.order_by("id").values_list("before", "after")
    assert list(history)[1:] == [("held", "spam"), ("spam", "published")]


def test_followers_hear_once_of_what_was_undone_and_published_again(
    article: Article, editor: Any
) -> None:
    assert not Subscription.objects.exists()
    comment = a_comment(article, Status.HELD)
    undo(decided(comment, Status.PUBLISHED, editor), editor, NOON)
    decided(Comment.objects.get(pk=comment.pk), Status.PUBLISHED, editor)
    assert OutboxEvent.objects.filter(name="comment.published").count() == 1


# --- Claims ----------------------------------------------------------------------------------


def test_an_open_card_is_marked_at_others(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    assert claim(comment.pk, nora, NOON)
    assert not claim(comment.pk, editor, NOON + HOLDS)


def test_a_claim_runs_out_by_itself(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    claim(comment.pk, nora, NOON)
    assert claim(comment.pk, editor, NOON + HOLDS + timedelta(seconds=1))


def test_whoever_opens_the_next_lets_the_last_one_go(
    article: Article, editor: Any, nora: Any
) -> None:
    first, second = a_comment(article, Status.HELD), a_comment(article, Status.HELD)
    claim(first.pk, nora, NOON)
    claim(second.pk, nora, NOON)
    assert claim(first.pk, editor, NOON)


def test_whoever_goes_has_nothing_open(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    claim(comment.pk, nora, NOON)
    release_all(nora)
    assert claim(comment.pk, editor, NOON)


def test_a_decision_ends_the_claim(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    claim(comment.pk, editor, NOON)
    decided(comment, Status.PUBLISHED, editor)
    assert not Claim.objects.exists()


def test_a_claim_hinders_no_decision(article: Article, editor: Any, nora: Any) -> None:
    comment = a_comment(article, Status.HELD)
    claim(comment.pk, nora, NOON)
    decided(comment, Status.PUBLISHED, editor)
    assert status(comment) == "published"
