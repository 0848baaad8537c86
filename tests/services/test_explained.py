"""Each decision says in words why, with what drove the score."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Decision
from comments.reading.explained import explained, lines
from comments.services.moderate import moderate
from comments.services.review import review
from comments.states import Status
from tests.factories import a_posted

pytestmark = pytest.mark.django_db

SPAM = "Hey guys check out my new channel and subscribe please!!"


@pytest.fixture
def decision(article: Article, now: datetime) -> Decision:
    review(a_posted(article, now, body=SPAM).pk, now)
    return Decision.objects.latest("id")


def test_a_decision_names_its_reasons_and_its_policy(decision: Decision) -> None:
    found = explained(decision)
    assert [why.code for why in found.whys] == ["like_spam", "first_comment"]
    assert (found.policy, found.model) == (1, "prior")


def test_a_score_is_explained_by_pieces_of_the_text(decision: Decision) -> None:
    spans = [drive.span for drive in explained(decision).drives if drive.span]
    assert spans and all(SPAM[start:end].strip() for start, end in spans)


def test_drives_are_words_and_weights_never_numbers_of_features(decision: Decision) -> None:
    told = lines(explained(decision))
    assert any("channel" in line and "+" in line for line in told)


def test_a_persons_decision_says_what_they_said(
    decision: Decision, editor: Any, now: datetime
) -> None:
    comment = decision.comment
    comment.refresh_from_db()
    moderate(comment, Status.REJECTED, editor, now, reason="off_topic")
    found = explained(Decision.objects.latest("id"))
    assert (lines(found), found.policy) == (["Off topic"], None)


def test_the_admin_says_why_in_words(decision: Decision, admin_client: Client) -> None:
    page = admin_client.get(f"/admin/comments/comment/{decision.comment_id}/change/")
    said = page.content.decode()
    assert "It is like what this newsroom calls spam" in said and "channel" in said


def test_the_admins_list_says_why_in_words(decision: Decision, admin_client: Client) -> None:
    page = admin_client.get("/admin/comments/comment/")
    assert "Nothing of this author&#x27;s has been published before." in page.content.decode()
