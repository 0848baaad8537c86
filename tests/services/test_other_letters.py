"""Addresses with letters beyond ASCII before the @: by the site's policy, and by what its mail
server offers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Mail, Policy
from comments.notify.author import ask_to_confirm
from comments.notify.post_office import round_of
from comments.services.review import review
from comments.services.submit import Refused
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.mail_server import takes_other_letters
from tests.factories import a_post, a_posted
from tests.stub_smtp import StubSmtp, stub_smtp

pytestmark = pytest.mark.django_db
ANN = "änn@example.org"


@pytest.fixture(autouse=True)
def _policy(article: Article) -> None:
    policy_of(article.site_id)
    Policy.objects.update(premoderation="none")


@pytest.fixture
def server(settings: Any) -> Iterator[StubSmtp]:
    with stub_smtp() as server:
        server.extensions = ("8BITMIME", "SMTPUTF8")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 0.3
        yield server


def says(action: str, **more: str) -> None:
    Policy.objects.update(email_smtputf8=action, **more)


def unconfirmed(article: Article, now: datetime) -> Comment:
    says("accept", confirm_email="first")
    return a_posted(article, now, email=ANN)


# --- What the site says ---


def test_by_default_they_are_refused(article: Article, now: datetime) -> None:
    assert a_post(article, now, email=ANN) == Refused("email_smtputf8")


def test_a_domain_in_other_letters_is_no_such_address(article: Article, now: datetime) -> None:
    assert a_posted(article, now, email="ann@bücher.example").status == Status.PENDING


@pytest.mark.parametrize(("action", "after"), [("accept", "published"), ("hold", "held")])
def test_the_site_may_take_or_hold_them(
    article: Article, now: datetime, action: str, after: str
) -> None:
    says(action)
    comment = a_posted(article, now, email=ANN)
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == after


def test_the_site_may_have_them_confirmed(article: Article, now: datetime) -> None:
    says("confirm", confirm_email="doubtful")
    comment = a_posted(article, now, email=ANN)
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.UNCONFIRMED


# --- What the mail server offers ---


def test_a_server_that_offers_it_gets_the_address_as_it_is(
    server: StubSmtp, article: Article, now: datetime
) -> None:
    comment = unconfirmed(article, now)
    assert ask_to_confirm(comment.pk, now) == "asked"
    round_of(now)
    [(to, raw)] = server.got
    assert to == ANN
    assert f"To: {ANN}\r\n".encode() in raw
    assert Mail.objects.get().state == "sent"


def test_where_it_does_not_nobody_is_asked_and_the_review_decides(
    server: StubSmtp, article: Article, now: datetime
) -> None:
    server.extensions = ()
    comment = unconfirmed(article, now)
    assert ask_to_confirm(comment.pk, now) == "not_reachable"
    comment.refresh_from_db()
    assert (comment.status, server.got) == (Status.PENDING, [])


def test_a_server_that_has_forgotten_how_ends_the_mail(
    server: StubSmtp, article: Article, now: datetime
) -> None:
    comment = unconfirmed(article, now)
    ask_to_confirm(comment.pk, now)
    server.extensions = ()
    round_of(now)
    assert (Mail.objects.get().state, server.got) == ("dead", [])


def test_it_is_asked_once(server: StubSmtp) -> None:
    assert takes_other_letters()
    server.extensions = ()
    assert takes_other_letters()


def test_a_server_that_is_away_takes_none(server: StubSmtp) -> None:
    server.mood = "greets with 421"
    assert not takes_other_letters()
