"""Mail about replies as often as one likes, from the form to the letter: each step a form that is
sent as the page or the mail before holds it."""

import email
from collections.abc import Callable
from datetime import timedelta
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail

from articles.models import Article, Site
from comments.models import Comment, Subscription
from comments.notify.post_office import round_of
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, opened, submitted
from tests.factories import a_posted, an_article
from tests.letters import letters, token, way_out

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def article(site: Site, clock: Clock) -> Article:
    policy_of(site.pk)
    return an_article(site, "historia", language="es")


def she_writes_and_asks_for_mail(
    reader: Reader, article: Article, clock: Clock, editor: Any, work: Callable[[], int]
) -> Comment:
    [form] = opened(reader, f"/sites/daily/comments?article={article.external_id}").forms
    clock.go_on(seconds=30)
    typed = {"name": "Ada", "email": ADA, "body": "Yo estuve.", "subscribe": "replies"}
    assert submitted(reader, form.attributes["action"], {**form.values, **typed}).status_code == 303
    work()
    mine = Comment.objects.get(name="Ada")
    moderate(mine, Status.PUBLISHED, editor, clock.now)
    work()
    return mine


def she_says_yes(reader: Reader, pace: str) -> Page:
    page = opened(reader, f"/follow/{token(letters(ADA)[-1], 'follow')}")
    form = page.forms[0]
    assert form.values["pace"] == "now"  # nothing is slowed, nothing is hastened unasked
    url = f"/follow/{token(letters(ADA)[-1], 'follow')}"
    return Page(submitted(reader, url, {**form.values, "do": "yes", "pace": pace}).content.decode())


@pytest.mark.parametrize(
    ("pace", "hours", "sizes"), [("now", 1, [1, 2]), ("hourly", 1, [3]), ("daily", 18, [3])]
)
def test_what_comes_in_a_rhythm_comes_in_one_letter(
    reader: Reader,
    article: Article,
    clock: Clock,
    editor: Any,
    work: Callable[[], int],
    pace: str,
    hours: int,
    sizes: list[int],
) -> None:
    mine = she_writes_and_asks_for_mail(reader, article, clock, editor, work)
    she_says_yes(reader, pace)
    assert Subscription.objects.get().pace == pace
    clock.go_on(minutes=10)
    before = len(mail.outbox)

    for number in range(3):
        reply = a_posted(article, clock.now, parent=mine.pk, email=f"bob{number}@example.org")
        moderate(reply, Status.PUBLISHED, editor, clock.now)
        work()
        clock.go_on(minutes=1)
    for _ in range(hours * 6):  # as beat does it, but each minute
        clock.go_on(minutes=10)
        round_of(clock.now)

    news = mail.outbox[before:]
    assert [letter.body.count("#comment-") for letter in news] == sizes


def test_a_digest_is_whole_in_the_readers_language_and_ends_with_one_click(
    reader: Reader, article: Article, clock: Clock, editor: Any, work: Callable[[], int]
) -> None:
    mine = she_writes_and_asks_for_mail(reader, article, clock, editor, work)
    she_says_yes(reader, "hourly")
    clock.go_on(minutes=10)
    for number in range(2):
        reply = a_posted(article, clock.now, parent=mine.pk, email=f"bob{number}@example.org")
        moderate(reply, Status.PUBLISHED, editor, clock.now)
        work()
    round_of(clock.now + timedelta(hours=1))

    letter = mail.outbox[-1]
    parsed: Message = email.message_from_bytes(letter.message().as_bytes())
    texts = {part.get_content_type() for part in parsed.walk()} - {"multipart/alternative"}
    assert texts == {"text/plain", "text/html"}
    assert parsed["Content-Language"] == "es"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "2 comentarios" in letter.subject
    assert str(letter.alternatives[0][0]).count("#comment-") == 2

    url = urlsplit(way_out(letter)).path
    submitted(reader, url, {"List-Unsubscribe": "One-Click"})
    assert Subscription.objects.get().state == "ended"
