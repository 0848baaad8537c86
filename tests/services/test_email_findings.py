"""What an address leads to: each finding, weighed as the site says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.evidence import gather
from comments.models import Comment, Mailbox, Policy
from comments.pipeline.case import Missing
from comments.services import mailboxes
from comments.services.apply import Applied
from comments.services.asking import suggestion
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.services.submit import Refused
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import a_comment, a_post, a_posted

pytestmark = pytest.mark.django_db

Verdict = tuple[str, list[str]]
THROW_AWAY = "ada@sub.mailinator.com"
FINDINGS = [
    ("email_disposable", THROW_AWAY, None, "email_disposable"),
    ("email_role", "info@example.org", None, "email_role"),
    ("email_no_mx", "ada@ada.example", "no_mx", "email_undeliverable"),
    ("email_null_mx", "ada@ada.example", "null_mx", "email_undeliverable"),
    ("email_nxdomain", "ada@ada.example", "nxdomain", "email_undeliverable"),
]


@pytest.fixture
def site(site: Any) -> Any:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(premoderation="none")
    return site


def setting(**values: str) -> None:
    Policy.objects.update(**values)


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """What the name servers say of every domain."""

    def say(answer: Any) -> None:
        monkeypatch.setitem(gather.SCORERS, "mail_domain", lambda comment, now: answer)

    return say


@pytest.fixture
def judged(article: Article, now: datetime) -> Callable[..., Verdict]:
    def run(**fields: Any) -> Verdict:
        outcome = review(a_posted(article, now, **fields).pk, now)
        assert isinstance(outcome, Applied)
        return outcome.decision.after, outcome.decision.reasons

    return run


def test_an_ordinary_address_is_no_finding(judged: Callable[..., Verdict]) -> None:
    assert judged() == (Status.PUBLISHED, ["no_concern"])


@pytest.mark.parametrize(("name", "email", "answer", "reason"), FINDINGS)
def test_a_site_may_hold(
    judged: Callable[..., Verdict], dns: Any, name: str, email: str, answer: Any, reason: str
) -> None:
    dns(answer or "ok")
    setting(**{name: "hold"})
    assert judged(email=email) == (Status.HELD, [reason])


@pytest.mark.parametrize(("name", "email", "answer", "reason"), FINDINGS)
def test_a_site_may_accept(
    judged: Callable[..., Verdict], dns: Any, name: str, email: str, answer: Any, reason: str
) -> None:
    dns(answer or "ok")
    setting(**{name: "accept"})
    assert judged(email=email)[0] == Status.PUBLISHED


@pytest.mark.parametrize(("name", "email", "answer", "reason"), FINDINGS)
def test_a_site_may_ask_for_a_confirmation(
    judged: Callable[..., Verdict], dns: Any, name: str, email: str, answer: Any, reason: str
) -> None:
    dns(answer or "ok")
    setting(**{name: "confirm", "confirm_email": "doubtful"})
    assert judged(email=email) == (Status.UNCONFIRMED, [reason])


@pytest.mark.parametrize(("name", "email", "answer", "reason"), FINDINGS)
def test_where_a_site_never_confirms_it_holds_instead(
    judged: Callable[..., Verdict], dns: Any, name: str, email: str, answer: Any, reason: str
) -> None:
    dns(answer or "ok")
    setting(**{name: "confirm"})
    assert judged(email=email) == (Status.HELD, [reason])


@pytest.mark.parametrize(
    ("name", "email"), [("email_disposable", THROW_AWAY), ("email_role", "info@example.org")]
)
def test_what_is_known_in_the_request_may_be_refused(
    article: Article, now: datetime, name: str, email: str
) -> None:
    setting(**{name: "refuse"})
    assert a_post(article, now, email=email) == Refused(name)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("domain", ["duck.com", "privaterelay.appleid.com", "mozmail.com"])
def test_a_privacy_relay_is_welcome(judged: Callable[..., Verdict], domain: str) -> None:
    setting(email_disposable="refuse")
    assert judged(email=f"ada@{domain}")[0] == Status.PUBLISHED


def test_a_site_may_allow_a_listed_domain(judged: Callable[..., Verdict]) -> None:
    Policy.objects.update(email_disposable="refuse", disposable_allow=["mailinator.com"])
    assert judged(email=THROW_AWAY)[0] == Status.PUBLISHED


def test_not_knowing_stops_nobody(judged: Callable[..., Verdict], dns: Any) -> None:
    dns(Missing("the name servers did not answer"))
    assert judged(email="ada@outlok.com")[0] == Status.PUBLISHED


# --- Slips -----------------------------------------------------------------------------------


def test_a_slip_is_named_to_the_author_alone(article: Article, now: datetime, dns: Any) -> None:
    dns("nxdomain")
    comment = a_posted(article, now, email="ada@outlok.com")
    review(comment.pk, now)
    assert suggestion(comment) == "ada@outlook.com"
    assert "ada" not in str(comment.decisions.get().findings)


def test_a_domain_that_takes_mail_is_no_slip(article: Article, now: datetime, dns: Any) -> None:
    dns("ok")
    comment = a_posted(article, now, email="ada@outlok.com")
    review(comment.pk, now)
    assert (Comment.objects.get().status, suggestion(comment)) == (Status.PUBLISHED, None)


def test_a_slip_explains_what_holds_it(judged: Callable[..., Verdict], dns: Any) -> None:
    dns("nxdomain")
    assert judged(email="ada@outlok.com")[1] == ["email_typo", "email_undeliverable"]


# --- Bounces ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "status"),
    [
        (Mailbox.Why.HARD, Status.HELD),
        (Mailbox.Why.SOFT, Status.HELD),
        (Mailbox.Why.COMPLAINT, Status.PUBLISHED),
        (Mailbox.Why.OWNER, Status.PUBLISHED),
    ],
)
def test_an_address_that_bounced_takes_no_mail(
    article: Article,
    now: datetime,
    judged: Callable[..., Verdict],
    why: Mailbox.Why,
    status: Status,
) -> None:
    identity = a_comment(article, email="ada@example.org").commenter.identity
    mailboxes.suppress(identity, why, now)
    assert judged()[0] == status


# --- Whom to ask first -----------------------------------------------------------------------


def test_when_in_doubt_the_author_is_asked_before_a_person(judged: Callable[..., Verdict]) -> None:
    setting(premoderation="first", confirm_email="doubtful")
    assert judged() == (Status.UNCONFIRMED, ["confirm_email"])


def test_nobody_in_doubt_is_asked_for_nothing(judged: Callable[..., Verdict]) -> None:
    setting(confirm_email="doubtful")
    assert judged()[0] == Status.PUBLISHED


@pytest.mark.parametrize("answer", ["no_mx", "null_mx", "nxdomain"])
def test_where_no_mail_arrives_a_person_looks(
    judged: Callable[..., Verdict], dns: Any, answer: str
) -> None:
    dns(answer)
    setting(confirm_email="doubtful", email_disposable="confirm")
    assert judged(email=THROW_AWAY)[0] == Status.HELD


def test_who_gave_no_address_is_not_asked(judged: Callable[..., Verdict]) -> None:
    setting(premoderation="first", confirm_email="doubtful")
    assert judged(email="") == (Status.HELD, ["first_comment"])


def test_spam_is_spam_without_asking(
    judged: Callable[..., Verdict], article: Article, now: datetime
) -> None:
    setting(confirm_email="doubtful")
    save_rules(article.site_id, "spam: casino", now, seen=0)
    assert judged(body="The casino bonus.")[0] == Status.SPAM


# --- What a good name is worth ---------------------------------------------------------------


@pytest.mark.parametrize("confirm", ["first", "always", "doubtful"])
def test_where_addresses_are_confirmed_a_typed_one_has_no_good_name(
    article: Article, now: datetime, confirm: str
) -> None:
    setting(premoderation="first", confirm_email=confirm)
    a_comment(article, email="ada@example.org")
    comment = a_posted(article, now)
    Comment.objects.filter(pk=comment.pk).update(status=Status.PENDING)
    review(comment.pk, now)
    assert Comment.objects.get(pk=comment.pk).status != Status.PUBLISHED


@pytest.mark.parametrize("confirm", ["first", "always", "doubtful"])
def test_a_confirmed_one_has(article: Article, now: datetime, confirm: str) -> None:
    setting(premoderation="first", confirm_email=confirm)
    a_comment(article, email="ada@example.org")
    comment = a_posted(article, now)
    Comment.objects.filter(pk=comment.pk).update(status=Status.PENDING, confirmed_at=now)
    review(comment.pk, now)
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED


def test_unverified_newcomers_wait_and_verified_ones_do_not(
    article: Article, now: datetime
) -> None:
    setting(premoderation="unverified", confirm_email="first")
    one, other = a_posted(article, now), a_posted(article, now, email="bob@example.org")
    Comment.objects.update(status=Status.PENDING)
    Comment.objects.filter(pk=other.pk).update(confirmed_at=now)
    for comment in (one, other):
        review(comment.pk, now)
    assert Comment.objects.get(pk=one.pk).status == Status.HELD
    assert Comment.objects.get(pk=other.pk).status == Status.PUBLISHED
