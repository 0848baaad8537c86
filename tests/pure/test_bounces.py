"""What servers and providers report: understood where it is a report, refused where it is not."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.bounces import Kind, ReportError, Said, hardness, parse_events, parse_report

ID = "<newsroom.7.0123456789abcdef@news.example>"


def a_dsn(
    action: str = "failed", status: str = "5.1.1", returned: str = "message/rfc822", name: str = ID
) -> bytes:
    """As Postfix writes it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: bounces@news.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20260504.5@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="AB"

--AB
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--AB
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon,  4 May 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;ada@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: no such user

--AB
Content-Type: {returned}

Message-ID: {name}
From: Newsroom <newsroom@news.example>
To: ada@example.org
Subject: Hello

Text.
--AB--
""".encode()


def an_arf(kind: str = "abuse") -> bytes:
    return f"""\
From: feedback@provider.example
To: bounces@news.example
Message-ID: <fbl.1@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="AB"

--AB
Content-Type: text/plain

This is an abuse report.

--AB
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1

--AB
Content-Type: message/rfc822

Message-ID: {ID}
To: redacted@provider.example

Text.
--AB--
""".encode()


def kinds(raw: bytes) -> list[str]:
    return [said.kind.value for said in parse_report(raw)]


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", ["hard"]),
        ("failed", "5.0.0", ["hard"]),
        ("failed", "5.2.1", ["hard"]),
        ("failed", "5.2.2", ["soft"]),
        ("failed", "5.7.1", ["soft"]),
        ("failed", "4.4.7", ["soft"]),
        ("failed", "none", []),
        ("delayed", "4.4.1", ["soft"]),
        ("delivered", "2.0.0", ["delivered"]),
        ("expanded", "2.0.0", []),
        ("FAILED", " 5.1.10 (gone)", ["hard"]),
    ],
)
def test_a_delivery_report_says_what_became_of_it(
    action: str, status: str, kind: list[str]
) -> None:
    assert kinds(a_dsn(action, status)) == kind


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_it_is_about_the_mail_it_returns_and_not_about_itself(returned: str) -> None:
    assert parse_report(a_dsn(returned=returned)) == [Said(Kind.HARD, message_id=ID)]


def test_a_report_that_returns_nothing_is_about_nothing() -> None:
    assert parse_report(a_dsn(returned="text/plain")) == []


@pytest.mark.parametrize(
    ("kind", "found"), [("abuse", ["complaint"]), ("fraud", ["complaint"]), ("not-spam", [])]
)
def test_a_feedback_report_is_a_complaint(kind: str, found: list[str]) -> None:
    assert kinds(an_arf(kind)) == found


def test_line_ends_of_the_net_make_no_difference() -> None:
    assert kinds(a_dsn().replace(b"\n", b"\r\n")) == ["hard"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"hello", b"\x00" * 1000, b"From: a@example.org\n\nAn ordinary mail.", b"\xff\xfe" * 50],
    ids=["nothing", "a word", "NULs", "a mail", "noise"],
)
def test_what_is_no_report_is_refused(raw: bytes) -> None:
    with pytest.raises(ReportError):
        parse_report(raw)


def nested(levels: int) -> bytes:
    head = b'Content-Type: multipart/report; boundary="B%d"\n\n'
    return b"".join(head % n + b"--B%d\n" % n for n in range(levels))


@pytest.mark.parametrize(
    "raw",
    [
        nested(3000),
        b'Content-Type: multipart/report; boundary="A"\n\n' + b"--A\n\n" * 50_000,
        b"X: " + b"(" * 200_000 + b"\n\n",
        b"Content-Type: multipart/report;" + b' a="b";' * 30_000 + b"\n\n",
        b'Content-Type: multipart/report; boundary="A"\n\n--A\n'
        b"Content-Type: message/delivery-status\n\n" + b"Status: 5\n\n" * 20_000,
    ],
    ids=["deep", "many parts", "brackets", "parameters", "many blocks"],
)
def test_a_hostile_report_is_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ReportError):
        assert len(parse_report(raw[:262_144])) <= 5


@given(st.binary(max_size=500))
def test_any_bytes_are_a_report_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse_report(b"Content-Type: multipart/report; boundary=A\n\n--A\n" + raw)


def test_a_full_box_is_not_gone() -> None:
    assert (hardness("5.2.2"), hardness("5.1.1")) == (Kind.SOFT, Kind.HARD)


# --- Events ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "reason", "kind"),
    [
        ("bounced", "bounced", "hard"),
        ("bounced", "invalid", "hard"),
        ("bounced", "timed_out", "soft"),
        ("bounced", "blocked", "soft"),
        ("bounced", None, "soft"),
        ("bounced", "spam", "complaint"),
        ("rejected", "invalid", "hard"),
        ("complained", None, "complaint"),
        ("unsubscribed", None, "left"),
        ("deferred", None, "soft"),
        ("delivered", None, "delivered"),
    ],
)
def test_an_event_has_its_meaning(event: str, reason: str | None, kind: str) -> None:
    data = {"event_type": event, "recipient": "ada@example.org", "reject_reason": reason}
    assert parse_events(data) == [Said(Kind(kind), recipient="ada@example.org")]


@pytest.mark.parametrize("event", ["sent", "queued", "opened", "clicked", "new_in_2030"])
def test_other_events_mean_nothing_here(event: str) -> None:
    assert parse_events([{"event_type": event, "recipient": "ada@example.org"}]) == []


def test_events_come_alone_in_a_list_or_in_an_object() -> None:
    one = {"event_type": "complained", "recipient": "ada@example.org"}
    assert parse_events(one) == parse_events([one]) == parse_events({"events": [one]})


@pytest.mark.parametrize(
    "data",
    [None, 5, "x", [[]], [None], {}, {"event_type": "bounced"}, {"recipient": "ada@example.org"},
     {"event_type": 5, "recipient": "a@b.c"}, {"event_type": "bounced", "recipient": "x" * 400},
     [{"event_type": "bounced", "recipient": "a@b.c"}] * 1001],
)  # fmt: skip
def test_what_is_no_event_is_refused(data: Any) -> None:
    with pytest.raises(ReportError):
        parse_events(data)
