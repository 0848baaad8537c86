"""edit: the author's own words may change for a while, and are judged again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Decision, Policy, Revision, Thread
from comments.services.edit import EDITABLE, edit, editable_until
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
NEW = "Better *words*."


@pytest.fixture
def policy(article: Article) -> Policy:
    return policy_of(article.site_id)


@pytest.fixture
def published(article: Article, now: datetime) -> Comment:
    return a_comment(article, created_at=now, body="The first words.")


def test_an_edit_keeps_the_old_words(published: Comment, policy: Policy, now: datetime) -> None:
    assert edit(published, NEW, policy, now) is None
    old = Revision.objects.get()
    assert (old.number, old.body, old.created) == (1, "The first words.", now)
    assert (published.body, published.revision, published.edited_at) == (NEW, 2, now)


def test_an_edit_is_rendered_like_a_post(published: Comment, policy: Policy, now: datetime) -> None:
    edit(published, NEW, policy, now)
    assert published.html == "<p>Better <em>words</em>.</p>"


def test_an_edited_comment_leaves_the_page_until_it_is_judged(
    published: Comment, policy: Policy, now: datetime
) -> None:
    version = Thread.objects.get().version
    edit(published, NEW, policy, now)
    thread = Thread.objects.get()
    assert (published.status, published.listed, thread.count) == (Status.PENDING, False, 0)
    assert thread.version > version


def test_an_edit_promises_a_review(published: Comment, policy: Policy, now: datetime) -> None:
    edit(published, NEW, policy, now)
    promised = OutboxEvent.objects.get(name="comment.edited")
    assert (promised.task, promised.key) == ("comments.review", str(published.pk))


def test_an_edit_is_written_down_as_the_authors(
    published: Comment, policy: Policy, now: datetime
) -> None:
    edit(published, NEW, policy, now)
    said = Decision.objects.latest("id")
    assert (said.actor, said.reasons, said.before, said.after, said.revision) == (
        "author",
        ["edited"],
        Status.PUBLISHED,
        Status.PENDING,
        2,
    )


def test_an_approved_text_cannot_be_swapped_for_an_advertisement(
    article: Article, policy: Policy, editor: Any, now: datetime
) -> None:
    comment = a_posted(article, now)
    review(comment.pk, now)
    comment.refresh_from_db()
    moderate(comment, Status.PUBLISHED, editor, now)
    edit(comment, "Buy at https://a.example.net and https://b.example.net", policy, now)
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_an_edit_is_not_called_too_quick(article: Article, policy: Policy, now: datetime) -> None:
    Policy.objects.update(premoderation="none")
    comment = a_posted(article, now)
    Comment.objects.update(seconds_to_write=1)
    edit(comment, NEW, policy, now)
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


def test_the_window_is_open_to_its_last_moment(
    published: Comment, policy: Policy, now: datetime
) -> None:
    end = now + timedelta(seconds=policy.edit_window)
    assert editable_until(published, policy) == end
    assert edit(published, NEW, policy, end - SECOND) is None


def test_after_the_window_the_words_stand(
    published: Comment, policy: Policy, now: datetime
) -> None:
    end = now + timedelta(seconds=policy.edit_window)
    assert edit(published, NEW, policy, end) == "edit_window_over"
    assert (published.body, Revision.objects.count()) == ("The first words.", 0)


def test_a_site_may_allow_no_edits(published: Comment, policy: Policy, now: datetime) -> None:
    policy.edit_window = 0
    assert edit(published, NEW, policy, now) == "edit_window_over"


@pytest.mark.parametrize("status", sorted(set(Status) - set(EDITABLE)))
def test_what_has_been_refused_or_withdrawn_cannot_be_edited(
    article: Article, policy: Policy, now: datetime, status: Status
) -> None:
    comment = a_comment(article, status, created_at=now)
    assert edit(comment, NEW, policy, now) == "edit_window_over"


def test_the_same_words_again_change_nothing(
    published: Comment, policy: Policy, now: datetime
) -> None:
    assert edit(published, published.body, policy, now) is None
    assert (published.status, published.revision) == (Status.PUBLISHED, 1)


def test_two_edits_of_one_page_are_one_edit_and_a_conflict(
    published: Comment, policy: Policy, now: datetime
) -> None:
    seen = Comment.objects.get(pk=published.pk)
    edit(published, NEW, policy, now)
    assert edit(seen, "Worse words.", policy, now) == "conflict"
    assert Comment.objects.get().body == NEW


def test_a_removal_meanwhile_is_not_undone_by_an_edit(
    published: Comment, policy: Policy, editor: Any, now: datetime
) -> None:
    seen = Comment.objects.get(pk=published.pk)
    moderate(published, Status.REMOVED, editor, now)
    assert edit(seen, NEW, policy, now) == "conflict"
    assert Comment.objects.get().status == Status.REMOVED


def test_replies_keep_their_place_while_the_comment_above_is_judged(
    article: Article, published: Comment, policy: Policy, now: datetime
) -> None:
    a_comment(article, parent=published)
    edit(published, NEW, policy, now)
    assert (published.listed, published.reply_count) == (True, 1)


def test_revisions_are_numbered_one_after_another(
    published: Comment, policy: Policy, now: datetime
) -> None:
    for words in ("Second.", "Third.", "Fourth."):
        edit(published, words, policy, now)
    kept = Revision.objects.order_by("number").values_list("number", "body")
    assert list(kept) == [(1, "The first words."), (2, "Second."), (3, "Third.")]


def test_an_edit_does_not_undo_what_a_person_holds(
    article: Article, now: datetime, editor: Any, work: Callable[[], int]
) -> None:
    comment = a_comment(article, created_at=now)
    comment.refresh_from_db()
    moderate(comment, Status.HELD, editor, now)
    comment.refresh_from_db()
    assert edit(comment, "One letter more.", policy_of(article.site_id), now) is None
    work()
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.HELD, "One letter more.")
