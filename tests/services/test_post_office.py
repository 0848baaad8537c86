"""The post office: what goes, what waits, what is tried again, and what a mail looks like."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend

from articles.models import Article
from comments.models import Comment, Mail, Mailbox, MailPause, Policy
from comments.notify.kinds import KINDS
from comments.notify.moderators import tell_moderators
from comments.notify.post_office import deliver, round_of
from comments.services import mailboxes, mails, pauses
from comments.services.mails import RETRIES, Wanted, post
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import a_comment, a_posted
from tests.letters import letters, raw
from tests.together import together

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=10)
DAY = timedelta(days=1)


@pytest.fixture
def site(site: Any) -> Any:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(
        confirm_email="first", posts_per_minute=10_000, posts_per_minute_each=10_000
    )
    return site


def wanted(article: Article, now: datetime, email: str = "ada@example.org", ip: str = "") -> Mail:
    """A comment that waits for its author, and the promise of the mail."""
    comment = a_posted(article, now, email=email)
    ask = Wanted("confirm", article.site_id, email, comment=comment, language="en", ip=ip)
    assert post(ask, now)
    return Mail.objects.latest("id")


def fails_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[int]:
    tries: list[int] = []

    def send(self: BaseEmailBackend, messages: Any) -> int:
        tries.append(len(messages))
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    return tries


# --- What goes, and what waits ---------------------------------------------------------------


def test_a_mail_goes_at_once_and_its_address_is_forgotten(article: Article, now: datetime) -> None:
    deliver(wanted(article, now).pk, now)
    row = Mail.objects.get()
    assert len(letters("ada@example.org")) == 1
    assert (row.state, row.address, row.origin, row.done_at) == ("sent", "", "", now)


def test_a_mail_that_is_not_due_waits(article: Article, now: datetime) -> None:
    row = wanted(article, now)
    Mail.objects.update(due=now + SOON)
    deliver(row.pk, now)
    assert letters() == []


def test_what_has_to_wait_goes_together(article: Article, now: datetime) -> None:
    deliver(wanted(article, now).pk, now)
    for _ in range(3):
        wanted(article, now)
    round_of(now)
    round_of(now + SOON)
    assert [letter.body.count("/confirm/") for letter in letters()] == [1, 3]


def test_of_the_same_mail_only_one_is_promised(article: Article, now: datetime) -> None:
    comment = wanted(article, now).comment
    ask = Wanted("confirm", article.site_id, "ada@example.org", comment=comment)
    assert not post(ask, now)
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_deliveries_at_once_are_one_mail(article: Article, now: datetime) -> None:
    row = wanted(article, now)
    together(10, lambda _: deliver(row.pk, now))
    assert len(letters()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_mails_to_one_address_at_once_are_one_letter(article: Article, now: datetime) -> None:
    rows = [wanted(article, now) for _ in range(6)]
    together(6, lambda n: deliver(rows[n].pk, now))
    assert len(letters()) == 1


def test_a_worker_that_died_with_a_mail_frees_it(article: Article, now: datetime) -> None:
    row = wanted(article, now)
    mails.claim(row.pk, now)
    deliver(row.pk, now + timedelta(seconds=30))
    assert letters() == []
    deliver(row.pk, now + timedelta(minutes=2))
    assert len(letters()) == 1


def test_all_spellings_of_one_mailbox_share_its_places(article: Article, now: datetime) -> None:
    for email in ("ada@gmail.com", "a.d.a@gmail.com", "ada+x@gmail.com", "ADA@googlemail.com"):
        wanted(article, now, email)
    round_of(now)
    assert len(letters()) == 1


def test_one_network_causes_twenty_mails_an_hour(article: Article, now: datetime) -> None:
    for number in range(25):
        wanted(article, now, f"reader{number}@example.org", ip=f"2001:db8::{number:x}")
    round_of(now)
    assert len(letters()) == 20
    round_of(now + timedelta(hours=1))
    assert len(letters()) == 25


def test_who_waits_for_a_network_keeps_the_place_at_the_address(
    article: Article, now: datetime
) -> None:
    for number in range(21):
        wanted(article, now, f"reader{number}@example.org", ip="192.0.2.1")
    round_of(now)
    assert sum(bool(box.sent) for box in Mailbox.objects.all()) == 20


def test_a_stranger_from_a_busy_network_does_not_hold_up_anybodys_own_mail(
    article: Article, now: datetime
) -> None:
    for number in range(21):
        wanted(article, now, f"reader{number}@example.org", ip="192.0.2.1")
    round_of(now)
    waiting = Mail.objects.get(state="waiting").address
    wanted(article, now, waiting, ip="198.51.100.1")
    round_of(now)
    assert len(letters(waiting)) == 1


def test_a_site_that_sends_too_many_pauses_for_an_hour(
    article: Article, now: datetime, caplog: Any
) -> None:
    Policy.objects.update(mails_per_hour=3)
    for number in range(6):
        wanted(article, now, f"reader{number}@example.org")
    round_of(now)
    assert len(letters()) == 3
    assert "pause" in caplog.text
    round_of(now + timedelta(minutes=59))
    assert len(letters()) == 3
    round_of(now + timedelta(minutes=61))
    assert len(letters()) == 6


def test_staff_can_end_the_pause(article: Article, now: datetime) -> None:
    pauses.pause(article.site_id, "first", now)
    pauses.lift([MailPause.objects.get().pk], now)
    deliver(wanted(article, now).pk, now)
    assert len(letters()) == 1


def test_a_pause_of_reader_mail_leaves_the_desk_informed(article: Article, now: datetime) -> None:
    pauses.pause(article.site_id, "first", now)
    pauses.pause(article.site_id, "news", now)
    Policy.objects.update(moderator_mails=["desk@example.org"])
    tell_moderators(a_comment(article, Status.HELD).pk, now)
    round_of(now)
    assert len(letters("desk@example.org")) == 1


@pytest.mark.parametrize("why", list(Mailbox.Why))
def test_nothing_goes_to_a_suppressed_address(
    article: Article, now: datetime, why: Mailbox.Why
) -> None:
    row = wanted(article, now)
    mailboxes.suppress(row.recipient, why, now)
    deliver(row.pk, now)
    assert (letters(), Mail.objects.get().reason) == ([], "suppressed")


# --- Servers that fail -----------------------------------------------------------------------


FAILURES = [
    ConnectionRefusedError("refused"),
    TimeoutError("hung"),
    smtplib.SMTPServerDisconnected("gone"),
    smtplib.SMTPResponseException(451, b"later"),
    smtplib.SMTPAuthenticationError(535, b"wrong password for ada@example.org"),
    smtplib.SMTPRecipientsRefused({"ada@example.org": (450, b"busy")}),
    smtplib.SMTPDataError(554, b"no"),
]


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_a_failure_is_tried_again_and_dead_after_a_day(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    comment = wanted(article, now).comment
    tries = fails_with(monkeypatch, error)
    moment = now
    while Mail.objects.filter(state="waiting").exists():
        cache.clear()  # the half minute in which nobody else is tried
        moment = Mail.objects.get().due
        round_of(moment)
    assert comment is not None
    row = Mail.objects.get()
    assert row.state == "dead"
    assert len(tries) == len(RETRIES) + 1
    assert DAY * 0.9 < moment - now <= DAY
    assert "ada@" not in row.error


def test_a_dead_mail_can_be_tried_again(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = wanted(article, now)
    mails.kill([row], "gone", now)
    assert mails.revive([row.pk], now) == 1
    round_of(now)
    assert len(letters("ada@example.org")) == 1


def test_after_a_connection_that_failed_the_others_are_spared_the_time_out(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        wanted(article, now, f"reader{number}@example.org")
    tries = fails_with(monkeypatch, TimeoutError("hung"))
    round_of(now)
    assert len(tries) == 1
    assert Mail.objects.filter(state="waiting", tries=0).count() == 4


def test_a_recipient_that_its_server_refuses_is_suppressed(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = wanted(article, now)
    refused = smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})
    fails_with(monkeypatch, refused)
    deliver(row.pk, now)
    assert Mail.objects.get().reason == "refused_by_its_server"
    assert mailboxes.suppressed(row.recipient) == "hard"


def test_a_failed_mail_keeps_its_place(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = wanted(article, now)
    with monkeypatch.context() as patch:
        fails_with(patch, smtplib.SMTPResponseException(451, b"later"))
        deliver(row.pk, now)
    deliver(row.pk, now + RETRIES[0])
    assert len(letters()) == 1


# --- What a mail looks like ------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\n", "\r", "\r\nBcc: eve@example.org", "\x07", "\u2028"])
def test_a_line_break_in_a_header_is_never_sent(
    article: Article, now: datetime, character: str
) -> None:
    row = wanted(article, now)
    row.site.name = f"The Daily{character}x"
    row.site.save()
    deliver(row.pk, now)
    assert (letters(), Mail.objects.get().state) == ([], "dead")


def test_a_domain_in_other_letters_goes_in_its_ascii_form(article: Article, now: datetime) -> None:
    deliver(wanted(article, now, "ada@bücher.example").pk, now)
    assert letters()[0].to == ["ada@xn--bcher-kva.example"]


def test_a_mail_is_text_and_html_and_says_it_is_a_machines(article: Article, now: datetime) -> None:
    deliver(wanted(article, now).pk, now)
    [letter] = letters()
    message = letter.message()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].startswith("<newsroom.")


def test_no_mail_holds_a_picture_or_anything_from_elsewhere(
    article: Article, now: datetime
) -> None:
    deliver(wanted(article, now).pk, now)
    content = raw(letters()[0]).lower()
    assert not any(sign in content for sign in (b"<img", b"src=", b"url(", b"<script", b"<link"))


def test_markup_in_a_title_is_text_in_the_html(article: Article, now: datetime) -> None:
    Article.objects.update(title="<b>Bold</b> & “quoted”")
    deliver(wanted(article, now).pk, now)
    [html] = letters()[0].alternatives
    assert "&lt;b&gt;Bold" in html.content
    assert "<b>Bold</b> & “quoted”" in letters()[0].body


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "ja", "tr", "de-AT", "xx"])
def test_a_mail_speaks_the_articles_language(
    article: Article, now: datetime, language: str
) -> None:
    row = wanted(article, now)
    Mail.objects.update(language=language)
    deliver(row.pk, now)
    said = "en" if language == "xx" else language[:2]
    assert letters()[0].extra_headers["Content-Language"] == said


def test_every_kind_has_caps() -> None:
    assert all(kind.caps for kind in KINDS.values())


def test_old_rows_are_forgotten(article: Article, now: datetime) -> None:
    deliver(wanted(article, now).pk, now)
    assert mails.forget_done(now + timedelta(days=89)) == 0
    assert mails.forget_done(now + timedelta(days=91)) == 1
    assert Comment.objects.count() == 1


def test_a_kind_of_a_newer_version_is_not_tried(article: Article, now: datetime) -> None:
    row = wanted(article, now)
    Mail.objects.update(kind="telegram")
    deliver(row.pk, now)
    assert Mail.objects.get().state == "dead"
