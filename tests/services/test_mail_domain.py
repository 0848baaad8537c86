"""Whether a domain takes mail, asked of a real name server that answers in every way there is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.evidence import mail_domain
from comments.evidence.mail_domain import ask_mail_domain, look_up
from comments.models import Comment
from comments.pipeline.case import Missing, Skipped
from tests.factories import a_posted
from tests.stub_dns import SERVFAIL, SILENT, TRUNCATED, StubDns, stub_dns

RECORDS = {
    "com": {"NS": ["a.servers.test."]},
    "mx.demo": {"MX": ["10 mail.mx.demo."]},
    "null.demo": {"MX": ["0 ."]},
    "a.demo": {"A": ["192.0.2.1"]},
    "aaaa.demo": {"AAAA": ["2001:db8::1"]},
    "nothing.demo": {"TXT": ['"no mail here"']},
    "large.demo": {"MX": [f"{n} mail{n}.large.demo." for n in range(1, 40)]},
    "xn--bcher-kva.demo": {"MX": ["10 mail.mx.demo."]},
}
MOODS = {"fails_demo": SERVFAIL, "slow_demo": SILENT, "large_demo": TRUNCATED}


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubDns]:
    monkeypatch.setattr(mail_domain, "LIFETIME", 0.3)
    with stub_dns(RECORDS, **MOODS) as stub:
        yield stub


@pytest.fixture
def in_use(stub: StubDns, monkeypatch: pytest.MonkeyPatch) -> StubDns:
    """The machine's own resolver is the stub."""
    monkeypatch.setattr("dns.resolver.default_resolver", stub.resolver())
    monkeypatch.setattr(mail_domain, "_silent_until", 0.0)
    return stub


@pytest.mark.parametrize(
    ("domain", "answer"),
    [
        ("mx.demo", "ok"),
        ("a.demo", "ok"),
        ("aaaa.demo", "ok"),
        ("null.demo", "null_mx"),
        ("nothing.demo", "no_mx"),
        ("gone.demo", "nxdomain"),
        ("fails.demo", "unknown"),
        ("slow.demo", "unknown"),
        ("large.demo", "ok"),
        ("not a name..demo", "unknown"),
    ],
)
def test_every_way_to_answer_is_understood(stub: StubDns, domain: str, answer: str) -> None:
    assert look_up(domain, stub.resolver()) == answer


def test_an_answer_too_long_for_udp_is_asked_for_by_tcp(stub: StubDns) -> None:
    look_up("large.demo", stub.resolver())
    assert [by for name, _, by in stub.asked if name == "large.demo"] == ["udp", "tcp"]


def test_a_null_mx_is_not_overruled_by_an_address(stub: StubDns) -> None:
    stub.records["null.demo"]["A"] = ["192.0.2.1"]
    assert look_up("null.demo", stub.resolver()) == "null_mx"


def test_nobody_listening_is_unknown(stub: StubDns) -> None:
    resolver = stub.resolver()
    stub.stop()
    assert look_up("mx.demo", resolver) == "unknown"


# --- As evidence -----------------------------------------------------------------------------


def comment_from(article: Article, now: datetime, domain: str) -> Comment:
    comment = a_posted(article, now)
    comment.email = f"ada@{domain}"
    return comment


@pytest.mark.parametrize("domain", ["mx.demo", "null.demo", "nothing.demo", "gone.demo"])
def test_a_domain_is_asked_about_once(
    in_use: StubDns, article: Article, now: datetime, domain: str
) -> None:
    comment = comment_from(article, now, domain)
    first = ask_mail_domain(comment, now)
    asked = len(in_use.asked)
    assert (ask_mail_domain(comment, now), len(in_use.asked)) == (first, asked)


def test_not_knowing_is_said_and_stops_nobody(
    in_use: StubDns, article: Article, now: datetime
) -> None:
    assert isinstance(ask_mail_domain(comment_from(article, now, "slow.demo"), now), Missing)


def test_a_name_server_that_is_silent_is_left_alone_for_a_while(
    in_use: StubDns, article: Article, now: datetime
) -> None:
    in_use.moods["com"] = SILENT
    ask_mail_domain(comment_from(article, now, "slow.demo"), now)
    in_use.asked.clear()
    assert isinstance(ask_mail_domain(comment_from(article, now, "mx.demo"), now), Missing)
    assert in_use.asked == []


@pytest.mark.parametrize("domain", ["fails.demo", "slow.demo"])
def test_whoever_owns_a_failing_domain_does_not_blind_us_to_the_others(
    in_use: StubDns, article: Article, now: datetime, domain: str
) -> None:
    ask_mail_domain(comment_from(article, now, domain), now)
    assert ask_mail_domain(comment_from(article, now, "mx.demo"), now) == "ok"


def test_a_name_server_that_knows_nothing_is_not_believed(
    in_use: StubDns, article: Article, now: datetime
) -> None:
    in_use.records.clear()
    assert isinstance(ask_mail_domain(comment_from(article, now, "mx.demo"), now), Missing)


def test_a_domain_in_other_letters_is_asked_about_in_its_own_form(
    in_use: StubDns, article: Article, now: datetime
) -> None:
    assert ask_mail_domain(comment_from(article, now, "bücher.demo"), now) == "ok"


@pytest.mark.parametrize("domain", ["example.org", "mail.example.com", "x.test", "y.invalid"])
def test_domains_kept_for_examples_are_never_asked_about(
    in_use: StubDns, article: Article, now: datetime, domain: str
) -> Any:
    assert isinstance(ask_mail_domain(comment_from(article, now, domain), now), Skipped)
    assert in_use.asked == []
