"""The form without JavaScript: post, be told what is wrong and lose nothing, see one's comment."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment
from comments.services.threads import policy_of
from tests.conftest import Clock, Reader
from tests.embed.html_page import Form, Page, opened, submitted
from tests.embed.test_html_thread import HOSTILE, URL
from tests.factories import a_comment, a_form

pytestmark = pytest.mark.usefixtures("clock")

WORDS = {
    "name": "Ada Reader",
    "email": "ada@example.org",
    "website": "https://ada.example/",
    "body": "I was there, and it was loud.",
}


@pytest.fixture
def form(reader: Reader, article: Article, clock: Clock) -> Form:
    """The form of a page that was opened half a minute ago."""
    [form] = opened(reader, URL).forms
    clock.go_on(seconds=30)
    return form


def fill(reader: Reader, form: Form, /, **words: str) -> Any:
    return submitted(reader, form.attributes["action"], {**form.values, **WORDS, **words})


def test_the_form_says_what_it_needs(reader: Reader, article: Article) -> None:
    page = opened(reader, URL)
    assert "Leave a reply" in page.text
    assert "Your email address will not be published" in page.text
    for name in ("body", "name", "email"):
        assert "required" in page.labelled(name).attributes
    assert "required" not in page.labelled("website").attributes


def test_the_form_follows_the_sites_settings(reader: Reader, article: Article) -> None:
    policy = policy_of(article.site_id)
    policy.require_email = policy.ask_website = False
    policy.max_body = 77
    policy.save()
    page = opened(reader, URL)
    assert "required" not in page.labelled("email").attributes
    assert page.labelled("body").attributes["maxlength"] == "77"
    assert "website" not in page.forms[0].values


def test_a_post_leads_to_ones_own_comment(reader: Reader, form: Form) -> None:
    answer = fill(reader, form)
    assert (answer.status_code, answer["Cache-Control"]) == (303, "no-store")
    page = opened(reader, answer["Location"])
    assert "I was there, and it was loud." in page.text
    assert "Your comment is being checked." in page.text


def test_the_way_there_stays_on_this_host(reader: Reader, form: Form, settings: Any) -> None:
    settings.PUBLIC_URL = "https://talk.example"
    assert fill(reader, form)["Location"].startswith("/receipts/")


def test_what_was_posted_is_what_was_typed(reader: Reader, form: Form) -> None:
    fill(reader, form)
    comment = Comment.objects.get()
    assert {name: getattr(comment, name) for name in WORDS} == WORDS


def test_a_reply_goes_below_what_it_answers(reader: Reader, article: Article, clock: Clock) -> None:
    root = a_comment(article, name="Bob")
    page = opened(reader, f"{URL}&reply={root.pk}")
    clock.go_on(seconds=30)
    assert "Reply to Bob" in page.text
    fill(reader, page.forms[0])
    assert Comment.objects.get(name="Ada Reader").parent_id == root.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", ""),
        ("body", "x" * 10_001),
        ("name", ""),
        ("name", "x" * 246),
        ("email", ""),
        ("email", "not an address"),
        ("website", "javascript:alert(1)"),
    ],
    ids=["no body", "long body", "no name", "long name", "no email", "bad email", "bad website"],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(
    reader: Reader, form: Form, field: str, value: str
) -> None:
    answer = fill(reader, form, **{field: value})
    page = Page(answer.content.decode())
    assert answer.status_code == 422
    expected = {**WORDS, field: value}
    assert {name: page.forms[0].values[name] for name in WORDS} == expected
    control = page.labelled(field)
    assert control.attributes["aria-invalid"] == "true"
    [message] = page.all("span", id=control.attributes["aria-describedby"])
    assert message.text
    assert not Comment.objects.exists()


def test_a_mistake_in_a_reply_keeps_what_it_answers(
    reader: Reader, article: Article, clock: Clock
) -> None:
    root = a_comment(article, name="Bob")
    [form] = opened(reader, f"{URL}&reply={root.pk}").forms
    clock.go_on(seconds=30)
    page = Page(fill(reader, form, email="x").content.decode())
    assert page.forms[0].values["parent"] == str(root.pk)


def test_the_form_after_a_mistake_is_good_again(reader: Reader, form: Form, clock: Clock) -> None:
    [again] = Page(fill(reader, form, body="").content.decode()).forms
    clock.go_on(seconds=30)
    assert fill(reader, again).status_code == 303


@pytest.mark.parametrize(
    ("form_value", "status"), [("", 403), ("x", 403)], ids=["missing", "forged"]
)
def test_a_form_that_is_not_ours_is_refused(
    reader: Reader, form: Form, form_value: str, status: int
) -> None:
    answer = fill(reader, form, form=form_value)
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert not Comment.objects.exists()


def test_an_old_form_keeps_the_words_and_gets_a_new_token(
    reader: Reader, article: Article, form: Form, clock: Clock
) -> None:
    clock.go_on(days=2)
    answer = fill(reader, form)
    [again] = Page(answer.content.decode()).forms
    assert answer.status_code == 410
    assert again.values["body"] == WORDS["body"]
    assert again.values["form"] != form.values["form"]


def test_too_many_are_asked_to_wait(reader: Reader, article: Article, form: Form) -> None:
    policy = policy_of(article.site_id)
    policy.posts_per_minute = 4
    policy.save()
    answers = [fill(reader, form, body=f"Number {n}.") for n in range(5)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Too many comments" in Page(answers[-1].content.decode()).text


def test_the_trap_is_hidden_from_people_and_readers_of_screens(
    reader: Reader, article: Article
) -> None:
    page = opened(reader, URL)
    [trap] = [element for element in page.all("p") if "trap" in element.attributes.get("class", "")]
    assert trap.attributes["aria-hidden"] == "true"
    [control] = page.all("input", name="hp")
    assert (control.attributes["tabindex"], control.attributes["autocomplete"]) == ("-1", "off")


def test_no_session_takes_part_in_a_post(reader: Reader, form: Form) -> None:
    reader.client.handler.enforce_csrf_checks = True
    answer = fill(reader, form)
    assert answer.status_code == 303
    assert not answer.cookies


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_a_refused_form_stay_words(reader: Reader, form: Form, text: str) -> None:
    words = dict.fromkeys(WORDS, text) | {"parent": text, "hp": text, "article": text}
    page = Page(fill(reader, form, **words).content.decode())
    assert page.dangers() == []
    assert page.forms[0].values["body"] == text


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "bytes that are no text": (b"body=%FF%FE&name=%ED%A0%80", "application/x-www-form-urlencoded"),
    "NUL": (b"body=%00&name=a%00&form=%00&parent=%00", "application/x-www-form-urlencoded"),
    "another alphabet": (b"body=x", "application/x-www-form-urlencoded; charset=utf-16"),
    "an alphabet that is none": (b"body=x", "application/x-www-form-urlencoded; charset=x"),
    "two thousand fields": (b"&".join(b"k%d=1" % n for n in range(2000)),
                            "application/x-www-form-urlencoded"),
    "3 MB": (b"body=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    "JSON": (b'{"body": "x"}', "application/json"),
    "half a multipart": (b"--x\r\nContent-Disposition: x", "multipart/form-data; boundary=x"),
    "no boundary": (b"--x", "multipart/form-data"),
    "an empty boundary": (b"--x", "multipart/form-data; boundary="),
    "a file for the words": (
        b'--x\r\nContent-Disposition: form-data; name="body"; filename="a"\r\n\r\nhi\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "a huge number": (b"body=x&parent=" + b"9" * 5000, "application/x-www-form-urlencoded"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_body_that_is_no_form_is_refused(reader: Reader, article: Article, kind: str) -> None:
    body, content_type = BAD[kind]
    answer = reader.client.generic("POST", URL, body, content_type=content_type)
    assert 400 <= answer.status_code < 500, answer.status_code
    assert not Comment.objects.exists()


def test_a_form_for_an_article_that_is_not_public_is_refused(
    reader: Reader, article: Article, form: Form, clock: Clock
) -> None:
    values = {**form.values, **WORDS, "form": a_form(article, clock.now)}
    answer = submitted(reader, "/sites/daily/comments?article=nothing", values)
    assert answer.status_code == 404
