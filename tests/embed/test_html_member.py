"""Posting as who is signed in at the publisher's, with JavaScript off: the publisher's server asks
for the form in its reader's name."""

from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Comment, Policy
from comments.services.threads import policy_of
from tests.conftest import Clock, Reader
from tests.embed.html_page import Form, Page, opened, submitted
from tests.embed.test_html_thread import URL
from tests.publisher import a_sign_in, known_to

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def signed(site: Site, clock: Clock) -> dict[str, str]:
    known_to(site, clock.now)
    return a_sign_in(site, clock.now)


@pytest.fixture
def form(reader: Reader, article: Article, signed: dict[str, str], clock: Clock) -> Form:
    """What the publisher's server puts into its page."""
    answer = reader.get(f"{URL}&fragment=1", **signed)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    clock.go_on(seconds=30)
    return Page(answer.content.decode()).forms[0]


def sends(reader: Reader, form: Form, **typed: str) -> Any:
    """As the reader's browser: no header, only what the form holds."""
    path = URL.partition("?")[0] + "?" + form.attributes["action"].partition("?")[2]
    return submitted(reader, path, {**form.values, "body": "Well said.", **typed})


def test_the_form_asks_for_no_name_and_says_who_writes(
    reader: Reader, article: Article, signed: dict[str, str]
) -> None:
    page = Page(reader.get(URL, **signed).content.decode())
    assert "You write as Ada Member." in page.text
    assert not {"name", "email", "website"} & page.forms[0].values.keys()


def test_a_post_is_theirs(reader: Reader, form: Form) -> None:
    assert sends(reader, form, name="Somebody").status_code == 303
    comment = Comment.objects.get()
    assert (comment.name, comment.signed_in) == ("Ada Member", "member")


def test_they_write_where_only_members_may(reader: Reader, article: Article, form: Form) -> None:
    policy_of(article.site_id)
    Policy.objects.update(mode="members")
    assert opened(reader, URL).forms == []
    assert sends(reader, form).status_code == 303


def test_a_token_that_ran_out_keeps_the_words(reader: Reader, form: Form, clock: Clock) -> None:
    clock.go_on(hours=23)
    answer = sends(reader, form)
    page = Page(answer.content.decode())
    assert answer.status_code == 401
    assert page.forms[0].values["body"] == "Well said."
    assert "token" not in page.forms[0].values
    assert not Comment.objects.exists()


@pytest.mark.parametrize("token", ["x", "a.b.c", "é" * 50, "x" * 9000])
def test_a_token_that_is_none_posts_nothing(reader: Reader, form: Form, token: str) -> None:
    assert sends(reader, form, token=token).status_code == 401
    assert not Comment.objects.exists()


def test_a_bad_token_gets_no_form(reader: Reader, article: Article) -> None:
    answer = reader.get(URL, Authorization="Bearer x")
    assert (answer.status_code, answer["Cache-Control"]) == (401, "no-store")


def test_a_guests_page_holds_nothing_of_a_member(
    reader: Reader, article: Article, form: Form
) -> None:
    html = reader.get(URL).content.decode()
    assert "Ada Member" not in html
    assert form.values["token"] not in html
