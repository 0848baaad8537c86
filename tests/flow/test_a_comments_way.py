"""A comment's whole way: HTTP, relay, a real worker, a moderator, and back to readers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from articles.services.register import register
from comments.models import Comment, Decision, Policy
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_form, a_site, an_article
from tests.recount import counted, kept
from tests.running import Answer, Newsroom, until

THREAD = "/api/v1/sites/daily/comments"
RUSH = 50


@pytest.fixture
def story(transactional_db: None) -> Article:
    story = an_article(a_site("daily"), "story-1", now=timezone.now())
    policy_of(story.site_id)
    Policy.objects.update(posts_per_minute=1000)
    return story


@pytest.fixture
def post(running: Newsroom, story: Article) -> Callable[..., Answer]:
    form = a_form(story, timezone.now())
    said = {"article": "story-1", "form": form, "name": "Ada", "email": "ada@example.org"}
    return lambda **fields: running.post(THREAD, {**said, "body": "What I think.", **fields})


def waiting() -> bool:
    return Comment.objects.filter(status=Status.PENDING).exists()


def all_judged() -> None:
    until(lambda: not waiting(), "every comment is judged")


def shown(newsroom: Newsroom) -> list[str]:
    page = newsroom.get(f"{THREAD}?article=story-1").json()
    return [comment["html"] for comment in page["results"]]


def test_a_comment_is_posted_judged_published_and_read(
    running: Newsroom, post: Callable[..., Answer], editor: Any
) -> None:
    answer = post(body="My *first* word.")
    assert (answer.status, answer.json()["status"]) == (202, "pending")
    assert answer.json()["reason"]["code"] == "waits_for_check"
    all_judged()

    receipt = answer.json()["receipt_url"].replace("/receipts/", "/api/v1/comments/")
    own = running.get(receipt.partition(f":{running.port}")[2]).json()
    assert (own["status"], own["reason"]["code"]) == ("held", "first_comment")
    assert shown(running) == []

    moderate(Comment.objects.get(), Status.PUBLISHED, editor, timezone.now())
    until(lambda: shown(running), "the web process has heard of it")
    assert shown(running) == ["<p>My <em>first</em> word.</p>"]


def test_a_regulars_comment_is_on_the_page_without_a_moderator(
    running: Newsroom, post: Callable[..., Answer], story: Article
) -> None:
    a_comment(story, email="ada@example.org", body="An earlier word.")
    post(body="Another word.")
    all_judged()
    until(lambda: len(shown(running)) == 2, "the web process has heard of it")
    assert shown(running) == ["<p>An earlier word.</p>", "<p>Another word.</p>"]


def test_the_desk_is_told_of_a_comment_that_waits(
    running: Newsroom, post: Callable[..., Answer]
) -> None:
    Policy.objects.update(moderator_mails=["desk@example.org"])
    post(name="Grace Reader")
    mails = running.home / "mail"

    def arrived() -> list[str]:
        texts = [file.read_text() for file in mails.glob("*.eml")]
        return [text for text in texts if "Grace Reader" in text]

    until(arrived, "a mail is written")
    (mail,) = arrived()
    assert "To: desk@example.org" in mail


def test_fifty_comments_are_judged_once_each(
    running: Newsroom, post: Callable[..., Answer]
) -> None:
    statuses = [
        post(body=f"Thought {number}.", email=f"reader{number}@example.org").status
        for number in range(RUSH)
    ]
    all_judged()
    assert statuses == [202] * RUSH
    assert Decision.objects.count() == RUSH
    assert kept() == counted()


def test_a_scheduled_article_appears_and_is_seen_to(running: Newsroom, story: Article) -> None:
    soon = (timezone.now() + timedelta(seconds=1)).isoformat()
    later = {"url": "https://daily.example/later", "title": "Later", "status": "scheduled"}
    register(story.site, "later", {**later, "published_at": soon}, timezone.now())
    path = "/api/v1/sites/daily/page?article=later"
    assert running.get(path).status == 404
    until(lambda: running.get(path).status == 200, "the article is public")
    until(lambda: Article.objects.get(external_id="later").status == "published", "it is marked")
    until(lambda: not OutboxEvent.objects.filter(done_at=None).exists(), "all promises are kept")
