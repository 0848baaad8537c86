"""The queue's entries follow what becomes of a comment."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Evidence, QueueEntry
from comments.services.apply import Move, apply
from comments.services.edit import edit
from comments.services.keep import keep
from comments.services.moderate import moderate
from comments.services.report import report
from comments.services.review import review
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import NOON, a_comment, a_posted


def tabs(comment: Comment) -> list[str]:
    return sorted(QueueEntry.objects.filter(comment=comment).values_list("tab", flat=True))


def entry(comment: Comment) -> QueueEntry:
    return QueueEntry.objects.get(comment=comment)


def by_machine(comment: Comment, to: Status, reason: str) -> Comment:
    apply(comment, Move(to=to, actor="machine", reasons=[reason]), NOON)
    return comment


def test_what_the_review_holds_waits(article: Article) -> None:
    comment = a_posted(article, NOON)
    review(comment.pk, NOON)
    assert tabs(comment) == ["waiting"]
    assert (entry(comment).reason, entry(comment).first_timer) == ("first_comment", True)


@pytest.mark.parametrize(
    ("status", "tab"),
    [(Status.PUBLISHED, "unseen"), (Status.SPAM, "spam"), (Status.REJECTED, "rejected")],
)
def test_what_the_machine_decides_stands_where_people_can_check_it(
    article: Article, status: Status, tab: str
) -> None:
    assert tabs(by_machine(a_posted(article, NOON), status, "no_concern")) == [tab]


def test_what_a_person_publishes_is_off_the_desk(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.PUBLISHED, editor, NOON)
    assert tabs(comment) == []


def test_a_report_puts_a_comment_on_the_desk(article: Article, editor: Any) -> None:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.PUBLISHED, editor, NOON)
    report(comment, "somebody", "abuse", "", NOON)
    assert tabs(comment) == ["reported"]
    assert entry(comment).parts["cause"] == "reported_abuse"


def test_each_report_moves_it_forward(article: Article) -> None:
    comment = a_comment(article, reasons=("imported",))
    report(comment, "one", "abuse", "", NOON)
    first = entry(comment).urgency
    report(comment, "two", "abuse", "", NOON)
    assert entry(comment).urgency > first


def test_keeping_answers_the_reports(article: Article, editor: Any) -> None:
    comment = a_comment(article)
    report(comment, "one", "abuse", "", NOON)
    keep(comment, editor, NOON)
    assert tabs(comment) == []
    assert comment.reports.get().settled_at == NOON


def test_history_from_elsewhere_is_not_unseen(article: Article) -> None:
    assert tabs(a_comment(article, reasons=("imported",))) == []


def test_a_removed_comment_stands_in_no_tab(article: Article, editor: Any) -> None:
    comment = a_comment(article)
    moderate(comment, Status.REMOVED, editor, NOON)
    assert tabs(comment) == []


def test_an_edited_comment_waits_for_the_machine_first(article: Article) -> None:
    comment = a_comment(article, Status.HELD, created_at=NOON)
    assert edit(comment, "Other words.", policy_of(article.site_id), NOON) is None
    assert tabs(comment) == []


def test_a_scorers_doubt_moves_a_comment_forward(article: Article) -> None:
    sure, doubtful = a_posted(article, NOON), a_posted(article, NOON, email="b@example.org")
    for comment, score in ((sure, 0.99), (doubtful, 0.5)):
        Evidence.objects.create(
            comment=comment, revision=1, scorer="x", state="ok", score=score, created=NOON
        )
        by_machine(comment, Status.HELD, "many_links")
    assert entry(doubtful).urgency > entry(sure).urgency


def test_a_link_is_known(article: Article) -> None:
    comment = by_machine(a_posted(article, NOON, body="See https://x.example/a"), Status.HELD, "x")
    assert entry(comment).has_link
