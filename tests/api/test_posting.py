"""Posting a comment over HTTP: what is taken, what is refused, and what the answer says."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.models import Article
from articles.public import ref
from comments.models import Comment, Commenter
from comments.services.threads import policy_of, thread_of
from comments.states import Status
from tests.api.addresses import a_body, of_article, own_url, site_url
from tests.conftest import Clock, Reader
from tests.factories import a_comment, a_form, a_posted, a_site, an_article


def send(reader: Reader, article: Article, clock: Clock, /, *, key: str = "", **fields: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = a_body(article, clock.now, **fields)
    return reader.post(site_url(article.site, "comments"), body, **headers)


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_new_comment_waits_and_its_author_is_told_why(
    reader: Reader, article: Article, clock: Clock
) -> None:
    answer = send(reader, article, clock)
    body = answer.json()
    assert (answer.status_code, body["status"]) == (202, "pending")
    assert body["reason"]["code"] == "waits_for_check"
    assert body["reason"]["text"]
    assert body["editable_until"] == "2026-05-04T12:15:00.000Z"
    assert body["comment"]["html"] == "<p>I was there, and it was <em>loud</em>.</p>"


def test_the_receipt_opens_the_waiting_comment(
    reader: Reader, article: Article, clock: Clock
) -> None:
    posted = send(reader, article, clock).json()
    again = reader.get(own_url(posted))
    assert (again.status_code, again.json()) == (200, posted)


def test_the_receipts_address_is_a_page_for_people(
    reader: Reader, article: Article, clock: Clock
) -> None:
    posted = send(reader, article, clock).json()
    page = reader.get(posted["receipt_url"].removeprefix("http://127.0.0.1:8000"))
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_the_same_key_again_answers_with_the_first_comment(
    reader: Reader, article: Article, clock: Clock
) -> None:
    first = send(reader, article, clock, key="0d5c7c9e")
    again = send(reader, article, clock, key="0d5c7c9e")
    assert again.json() == first.json()
    assert Comment.objects.count() == 1


def test_a_repeat_after_publication_is_a_201(
    reader: Reader, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    policy = policy_of(article.site_id)
    policy.premoderation = "none"
    policy.save()
    send(reader, article, clock, key="k")
    work()
    again = send(reader, article, clock, key="k")
    assert (again.status_code, again.json()["status"]) == (201, "published")


def test_a_key_used_for_other_words_is_refused(
    reader: Reader, article: Article, clock: Clock
) -> None:
    send(reader, article, clock, key="k", body="One thing")
    answer = send(reader, article, clock, key="k", body="Another thing")
    assert refused(answer) == (422, "idempotency_mismatch")


def test_a_key_longer_than_keys_are_is_refused(
    reader: Reader, article: Article, clock: Clock
) -> None:
    assert refused(send(reader, article, clock, key="k" * 101)) == (400, "invalid")
    assert not Comment.objects.exists()


def test_a_comment_may_name_its_page_by_url(reader: Reader, article: Article, clock: Clock) -> None:
    answer = send(reader, article, clock, article=None, url=article.url)
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"body": ""}, "body", "body_empty"),
        ({"body": " \u2800\n "}, "body", "body_empty"),
        ({"body": "x" * 10_001}, "body", "body_too_long"),
        ({"body": "x" * 60_500}, "body", "body_too_long"),
        ({"body": "bell \x07"}, "body", "body_control_characters"),
        ({"name": ""}, "name", "name_required"),
        ({"name": "x" * 246}, "name", "name_too_long"),
        ({"name": "two\nlines"}, "name", "name_control_characters"),
        ({"name": "\u202eadmin"}, "name", "name_control_characters"),
        ({"email": ""}, "email", "email_required"),
        ({"email": None}, "email", "email_required"),
        ({"email": "ada"}, "email", "email_invalid"),
        ({"email": "ada@"}, "email", "email_invalid"),
        ({"email": "ada@example.org\nBcc: x@y.example"}, "email", "email_control_characters"),
        ({"email": "a" * 200 + "@example.org"}, "email", "email_too_long"),
        ({"website": "javascript:alert(1)"}, "website", "website_invalid"),
        ({"website": "https://user:pw@evil.example/"}, "website", "website_invalid"),
        ({"website": "https://x.example/" + "a" * 200}, "website", "website_too_long"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_with_its_code(
    reader: Reader, article: Article, clock: Clock, fields: dict[str, Any], field: str, code: str
) -> None:
    answer = send(reader, article, clock, **fields)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, code)
    assert body["fields"][field][0]["code"] == code
    assert not Comment.objects.exists()


def test_every_empty_required_field_is_told_at_once(
    reader: Reader, article: Article, clock: Clock
) -> None:
    answer = send(reader, article, clock, name="", email="", body="")
    assert set(answer.json()["fields"]) == {"name", "email", "body"}


def test_a_site_may_do_without_name_and_address(
    reader: Reader, article: Article, clock: Clock
) -> None:
    policy = policy_of(article.site_id)
    policy.require_name = policy.require_email = False
    policy.save()
    answer = send(reader, article, clock, name=None, email=None)
    assert answer.json()["comment"]["author"]["name"] == "Guest"


def test_an_unknown_article_takes_no_comment(
    reader: Reader, article: Article, clock: Clock
) -> None:
    assert refused(send(reader, article, clock, article="nothing")) == (404, "article_unknown")


def test_an_unpublished_article_takes_no_comment(
    reader: Reader, article: Article, clock: Clock
) -> None:
    draft = an_article(article.site, "draft", status="draft")
    assert refused(send(reader, draft, clock)) == (404, "article_unknown")


def test_a_post_without_an_article_says_so(reader: Reader, article: Article, clock: Clock) -> None:
    assert refused(send(reader, article, clock, article=None)) == (400, "article_required")


def test_a_closed_thread_refuses(reader: Reader, article: Article, clock: Clock) -> None:
    thread = thread_of(ref(article, article.site, clock.now), clock.now)
    type(thread).objects.filter(pk=thread.pk).update(mode="closed")
    assert refused(send(reader, article, clock)) == (403, "thread_closed")


def test_a_reply_names_its_parent(reader: Reader, article: Article, clock: Clock) -> None:
    parent = a_comment(article)
    shown = send(reader, article, clock, parent=parent.pk).json()["comment"]
    assert (shown["parent"], shown["depth"]) == (parent.pk, 1)


def test_a_reply_to_nothing_is_refused(reader: Reader, article: Article, clock: Clock) -> None:
    assert refused(send(reader, article, clock, parent=987_654)) == (404, "parent_unknown")


def test_a_reply_to_a_waiting_comment_looks_like_one_to_a_gone_one(
    reader: Reader, article: Article, clock: Clock
) -> None:
    waiting = a_posted(article, clock.now)
    answer = send(reader, article, clock, parent=waiting.pk)
    assert refused(answer) == (409, "parent_not_visible")


def test_a_forged_form_is_refused(reader: Reader, article: Article, clock: Clock) -> None:
    forged = a_form(article, clock.now)[:-1] + "x"
    assert refused(send(reader, article, clock, form=forged)) == (403, "form_invalid")


def test_a_missing_form_is_a_forged_one(reader: Reader, article: Article, clock: Clock) -> None:
    assert refused(send(reader, article, clock, form=None)) == (403, "form_invalid")


def test_a_form_of_another_site_is_a_forged_one(
    reader: Reader, article: Article, clock: Clock
) -> None:
    twin = an_article(a_site("weekly"), article.external_id)
    answer = send(reader, article, clock, form=a_form(twin, clock.now))
    assert refused(answer) == (403, "form_invalid")


def test_a_form_of_yesterday_has_expired(reader: Reader, article: Article, clock: Clock) -> None:
    old = a_form(article, clock.now)
    clock.go_on(days=1)
    assert refused(send(reader, article, clock, form=old)) == (410, "form_expired")


def test_a_form_filled_in_no_time_is_asked_to_wait(
    reader: Reader, article: Article, clock: Clock
) -> None:
    fresh = a_form(article, clock.go_on(seconds=30))
    clock.go_on(seconds=-29)
    answer = send(reader, article, clock, form=fresh)
    assert refused(answer) == (429, "too_fast")
    assert int(answer["Retry-After"]) > 0


def test_the_pages_own_form_is_good(reader: Reader, article: Article, clock: Clock) -> None:
    form = reader.get(of_article(article, "page")).json()["config"]["form"]
    clock.go_on(seconds=20)
    assert send(reader, article, clock, form=form).status_code == 202


def test_saying_it_twice_is_a_duplicate(reader: Reader, article: Article, clock: Clock) -> None:
    send(reader, article, clock)
    assert refused(send(reader, article, clock)) == (409, "duplicate")


def test_too_many_from_one_address_must_wait(
    reader: Reader, article: Article, clock: Clock
) -> None:
    policy = policy_of(article.site_id)
    policy.posts_per_minute = 4
    policy.save()
    answers = [send(reader, article, clock, body=f"Number {n}") for n in range(5)]
    assert refused(answers[-1]) == (429, "rate_limited")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert Comment.objects.count() == 4


def test_a_client_cannot_say_it_is_somebody_else(
    reader: Reader, article: Article, clock: Clock
) -> None:
    policy = policy_of(article.site_id)
    policy.posts_per_minute = 4
    policy.save()
    url = site_url(article.site, "comments")
    answers = [
        reader.post(
            url,
            a_body(article, clock.now, body=f"Number {n}"),
            **{"X-Forwarded-For": f"198.51.100.{n}", "X-Real-Ip": f"198.51.100.{n}"},
        )
        for n in range(5)
    ]
    assert refused(answers[-1]) == (429, "rate_limited")


def test_who_fills_the_trap_is_taken_in_and_judged(
    reader: Reader, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    answer = send(reader, article, clock, hp="https://buy.example")
    work()
    assert answer.status_code == 202
    assert Comment.objects.get().status == Status.SPAM


# What only the newsroom may say of a comment, and what a hostile form tries to say.
PRIVATE = {
    "id": 1, "status": "published", "listed": True, "badge": "Editor", "pinned": True,
    "picked": True, "votes": 99, "score": 99, "created_at": "2020-01-01T00:00:00Z", "html": "<b>x",
    "avatar": "abcdef", "depth": 0, "ip": "192.0.2.1", "commenter": 1, "thread": 1,
    "idempotency": "k", "honeypot": False, "confirmed": True, "site": "daily", "author": {},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_field_that_is_not_the_forms_is_refused(
    reader: Reader, article: Article, clock: Clock, name: str
) -> None:
    answer = send(reader, article, clock, **{name: PRIVATE[name]})
    assert refused(answer) == (400, "unknown_field")
    assert name in answer.json()["fields"]
    assert not Commenter.objects.exists()


def test_a_post_in_a_language_we_do_not_speak_is_415(reader: Reader, article: Article) -> None:
    answer = reader.client.post(site_url(article.site, "comments"), {"body": "form data"})
    assert refused(answer) == (415, "unsupported_media_type")


def test_a_posts_answer_is_nobody_elses(reader: Reader, article: Article, clock: Clock) -> None:
    assert "no-store" in send(reader, article, clock)["Cache-Control"]
