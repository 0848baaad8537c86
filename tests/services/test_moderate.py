"""moderate: a person's word, with a reason, through the same door as the machine's."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.models import Decision
from comments.services.apply import Applied, Illegal, Stale
from comments.services.moderate import moderate
from comments.services.withdraw import withdraw
from comments.states import Status
from newsroom.kernel.fields import FieldError
from tests.factories import a_comment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (Status.PUBLISHED, "read_and_fine"),
        (Status.REJECTED, "against_the_rules"),
        (Status.SPAM, "spam"),
        (Status.REMOVED, "against_the_rules"),
    ],
)
def test_each_verb_has_a_reason_of_its_own(
    article: Article, editor: Any, now: datetime, to: Status, reason: str
) -> None:
    moderate(a_comment(article, Status.HELD), to, editor, now)
    decision = Decision.objects.latest("id")
    assert (decision.by, decision.reasons) == (editor, [reason])


def test_a_moderator_may_give_another_reason_and_a_note(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_comment(article)
    moderate(comment, Status.REMOVED, editor, now, reason="insult", note="See  the letter of May.")
    decision = Decision.objects.latest("id")
    assert (decision.reasons, decision.note) == (["insult"], "See the letter of May.")


@pytest.mark.parametrize("note", ["x" * 501, "two\nlines", "NUL\0"])
def test_a_note_that_is_no_line_is_refused(
    article: Article, editor: Any, now: datetime, note: str
) -> None:
    comment = a_comment(article)
    with pytest.raises(FieldError):
        moderate(comment, Status.REMOVED, editor, now, note=note)
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


def test_a_colleagues_decision_may_be_reversed(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.SPAM, editor, now)
    assert isinstance(moderate(comment, Status.PUBLISHED, editor, now), Applied)


def test_what_its_author_took_back_stays_taken_back(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_comment(article)
    withdraw(comment, now)
    outcome = moderate(comment, Status.PUBLISHED, editor, now)
    assert outcome == Illegal(Status.WITHDRAWN, Status.PUBLISHED)


def test_a_moderator_with_an_old_page_is_told(article: Article, editor: Any, now: datetime) -> None:
    comment = a_comment(article, Status.HELD)
    seen = type(comment).objects.get(pk=comment.pk)
    moderate(comment, Status.REJECTED, editor, now)
    assert moderate(seen, Status.PUBLISHED, editor, now) == Stale(Status.REJECTED)
