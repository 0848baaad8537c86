"""Reports of bounces through HTTP: believed from who knows the address, about mails of ours."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article
from comments.models import Mail, Mailbox, Subscription
from comments.notify.post_office import deliver
from comments.services import follow, mailboxes
from comments.services.hook_address import hook_address
from comments.services.mails import Wanted, post, recipient
from comments.services.message_ids import message_id
from comments.services.threads import policy_of
from tests.conftest import Clock, Reader
from tests.factories import a_posted
from tests.pure.test_bounces import a_dsn, an_arf

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def url(settings: Any) -> str:
    return hook_address().removeprefix(settings.PUBLIC_URL)


def report(reader: Reader, url: str, raw: bytes, kind: str = "message/rfc822") -> Any:
    return reader.client.generic("POST", url, raw, content_type=kind)


def event(reader: Reader, url: str, **fields: Any) -> Any:
    data = {"event_type": "bounced", "reject_reason": "bounced", "recipient": ADA, **fields}
    return report(reader, url, json.dumps(data).encode(), "application/json")


@pytest.fixture
def mail(article: Article, clock: Clock) -> Mail:
    """One that was sent to Ada."""
    policy = policy_of(article.site_id)
    policy.confirm_email = "first"
    policy.save()
    comment = a_posted(article, clock.now, subscribe="replies")
    post(Wanted("confirm", article.site_id, ADA, comment=comment), clock.now)
    row = Mail.objects.get()
    deliver(row.pk, clock.now)
    row.refresh_from_db()
    return row


def dsn_of(mail: Mail, **more: Any) -> bytes:
    return a_dsn(name=message_id(mail), **more)


def test_a_hard_bounce_suppresses_at_once(reader: Reader, url: str) -> None:
    answer = event(reader, url)
    assert (answer.status_code, answer.json()) == (200, {"taken": 1})
    assert mailboxes.suppressed(recipient(ADA)) == "hard"


def test_soft_ones_after_three_days(reader: Reader, url: str, clock: Clock) -> None:
    for _ in range(3):
        event(reader, url, reject_reason="timed_out")
        clock.go_on(hours=35)
    assert mailboxes.suppressed(recipient(ADA)) == ""
    event(reader, url, reject_reason="timed_out")
    assert mailboxes.suppressed(recipient(ADA)) == "soft"


def test_a_complaint_ends_what_was_followed(reader: Reader, url: str, mail: Mail) -> None:
    assert mail.comment is not None
    follow.activate(mail.comment, mail.created)
    event(reader, url, event_type="complained")
    assert mailboxes.suppressed(mail.recipient) == "complaint"
    row = Subscription.objects.get()
    assert (row.state, row.ended_how) == ("ended", "complaint")


def test_a_report_about_a_mail_of_ours_is_believed(reader: Reader, url: str, mail: Mail) -> None:
    assert report(reader, url, dsn_of(mail)).json() == {"taken": 1}
    assert mailboxes.suppressed(mail.recipient) == "hard"


def test_a_complaint_about_a_mail_of_ours_is_believed(reader: Reader, url: str, mail: Mail) -> None:
    raw = an_arf().replace(b"<newsroom.7.0123456789abcdef@news.example>", message_id(mail).encode())
    report(reader, url, raw)
    assert mailboxes.suppressed(mail.recipient) == "complaint"


@pytest.mark.parametrize(
    "name",
    [
        "<newsroom.1.0000000000000000@localhost>",
        "<somebody.elses@example.org>",
        "newsroom",
        "<newsroom.99999999999999999999.0@x>",
    ],
)
def test_a_report_that_anybody_could_write_suppresses_nobody(
    reader: Reader, url: str, mail: Mail, name: str
) -> None:
    assert report(reader, url, a_dsn(name=name)).json() == {"taken": 0}
    assert mailboxes.suppressed(mail.recipient) == ""


@pytest.mark.parametrize("secret", ["0" * 48, "x", "%00", "%F0%9F%A6%86"])
def test_who_does_not_know_the_address_finds_nothing(reader: Reader, secret: str) -> None:
    assert event(reader, f"/hooks/mail/{secret}").status_code == 404
    assert not Mailbox.objects.exists()


def test_the_address_changes_with_the_key_and_the_old_one_stays_while_it_is_kept(
    reader: Reader, url: str, settings: Any
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert event(reader, url).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert event(reader, url).status_code == 404


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "application/json", 400),
        (b"hello", "message/rfc822", 400),
        (b"x" * 262_145, "message/rfc822", 413),
        (b"", "", 400),
    ],
)
def test_what_cannot_be_read_is_refused(
    reader: Reader, url: str, raw: bytes, kind: str, status: int
) -> None:
    assert report(reader, url, raw, kind).status_code == status


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_it_only_takes_reports(reader: Reader, url: str, method: str) -> None:
    assert reader.client.generic(method, url).status_code == 405


def test_a_command_prints_the_address(capsys: Any) -> None:
    call_command("mail_hook")
    assert capsys.readouterr().out.strip() == hook_address()


def test_the_list_holds_no_address(reader: Reader, url: str) -> None:
    event(reader, url)
    assert "ada" not in repr(Mailbox.objects.values().get())
