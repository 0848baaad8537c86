"""With a real connection to a mail server: what it gets, and what its failures lead to."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from articles.models import Article
from comments.models import Mail
from comments.notify.post_office import AWAY, deliver
from comments.services import mailboxes
from comments.services.mails import RETRIES, Wanted, post
from comments.services.threads import policy_of
from tests.factories import a_posted
from tests.stub_smtp import StubSmtp, stub_smtp

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def server(settings: Any) -> Iterator[StubSmtp]:
    with stub_smtp() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 0.3
        yield server


@pytest.fixture
def mail(article: Article, now: datetime) -> Mail:
    policy = policy_of(article.site_id)
    policy.confirm_email = "first"
    policy.save()
    comment = a_posted(article, now)
    post(Wanted("confirm", article.site_id, ADA, comment=comment, language="ja"), now)
    return Mail.objects.get()


def state() -> tuple[str, int]:
    row = Mail.objects.get()
    return row.state, row.tries


def test_a_mail_arrives(server: StubSmtp, mail: Mail, now: datetime) -> None:
    deliver(mail.pk, now)
    assert (state(), [to for to, _ in server.got]) == (("sent", 0), [ADA])


def test_the_way_out_stands_on_one_line(server: StubSmtp, mail: Mail, now: datetime) -> None:
    """Folded away from its name some mail programs do not find it."""
    deliver(mail.pk, now)
    lines = server.got[0][1].split(b"\r\n")
    [line] = [line for line in lines if line.startswith(b"List-Unsubscribe:")]
    assert line.startswith(b"List-Unsubscribe: <http")
    assert line.endswith(b">")


def test_no_line_is_longer_than_a_mail_server_takes(
    server: StubSmtp, mail: Mail, now: datetime
) -> None:
    Article.objects.update(title="A very long title " * 16)
    deliver(mail.pk, now)
    assert max(len(line) for line in server.got[0][1].split(b"\r\n")) <= 998


def test_other_letters_arrive_as_they_are(server: StubSmtp, mail: Mail, now: datetime) -> None:
    deliver(mail.pk, now)
    [message] = server.messages()
    texts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    assert all("コメント".encode() in bytes(text) for text in texts)


@pytest.mark.parametrize(
    "mood",
    ["greets with 421", "hangs", "hangs up", "recipient later", "sender refused",
     "content later", "content never"],
)  # fmt: skip
def test_a_failure_costs_nothing_but_time(
    server: StubSmtp, mail: Mail, now: datetime, mood: str
) -> None:
    server.mood = mood
    deliver(mail.pk, now)
    assert state() == ("waiting", 1)
    server.mood = ""
    cache.clear()
    deliver(mail.pk, now + RETRIES[0])
    assert (state()[0], len(server.got)) == ("sent", 1)


def test_a_recipient_that_does_not_exist_is_never_tried_again(
    server: StubSmtp, mail: Mail, now: datetime
) -> None:
    server.mood = "recipient never"
    deliver(mail.pk, now)
    assert Mail.objects.get().state == "dropped"
    assert mailboxes.suppressed(mail.recipient) == "hard"


@pytest.mark.parametrize(("mood", "away"), [("hangs", True), ("recipient later", False)])
def test_a_server_that_is_away_is_left_alone_for_a_while(
    server: StubSmtp, mail: Mail, now: datetime, mood: str, away: bool
) -> None:
    server.mood = mood
    deliver(mail.pk, now)
    assert bool(cache.get(AWAY)) == away


def test_nobody_listening_is_a_failure_like_any_other(
    server: StubSmtp, mail: Mail, now: datetime
) -> None:
    server.server.shutdown()
    server.server.server_close()
    deliver(mail.pk, now)
    assert state() == ("waiting", 1)


def test_the_same_mail_has_the_same_name_at_every_try(
    server: StubSmtp, mail: Mail, now: datetime
) -> None:
    deliver(mail.pk, now)
    Mail.objects.update(state="waiting", address=ADA)
    deliver(mail.pk, now)
    names = {message["Message-ID"] for message in server.messages()}
    assert (len(server.got), len(names)) == (2, 1)
