"""Modes of a thread, by article, section or site, as readers meet them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article, Section
from comments.models import Comment, Policy, SectionMode, Thread
from comments.proofs import proof_issue
from comments.services import keys
from comments.services.edit import edit
from comments.services.review import review
from comments.services.steer_thread import free_section, steer_section, steer_thread
from comments.services.submit import Refused
from comments.services.threads import begin_thread, policy_of
from comments.states import Status
from newsroom.kernel.fields import FieldError
from tests.api.addresses import of_article
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, opened
from tests.factories import NOON, a_comment, a_post, a_posted, an_article

pytestmark = pytest.mark.usefixtures("clock")
ADA = "ada@example.org"


def steer(article: Article, mode: str = "", **said: Any) -> Thread:
    thread = begin_thread(article.pk, article.site_id, NOON)
    steer_thread(thread, **{"mode": mode, "closes_at": None, "note": "", "now": NOON, **said})
    return thread


def site_says(article: Article, **said: Any) -> None:
    policy_of(article.site_id)
    Policy.objects.filter(site=article.site).update(**said)


def proof(article: Article) -> str:
    return proof_issue(article.site_id, ADA, NOON, keys.purpose_key("proof"))


def head(reader: Reader, article: Article) -> dict[str, Any]:
    found: dict[str, Any] = reader.get(of_article(article, "page")).json()["thread"]
    return found


def page_url(article: Article) -> str:
    return f"/sites/{article.site.key}/comments?article={article.external_id}"


def html(reader: Reader, article: Article) -> Page:
    return opened(reader, page_url(article))


REFUSING = [
    ("members", "members_only"),
    ("readonly", "thread_read_only"),
    ("closed", "thread_closed"),
    ("off", "comments_off"),
]


@pytest.mark.parametrize(("mode", "code"), REFUSING)
def test_a_post_is_refused_with_the_modes_own_code(
    article: Article, now: datetime, mode: str, code: str
) -> None:
    steer(article, mode)
    assert a_post(article, now) == Refused(code)


@pytest.mark.parametrize(("mode", "code"), REFUSING)
def test_where_a_guest_may_not_write_the_page_says_why_instead_of_a_form(
    reader: Reader, article: Article, mode: str, code: str
) -> None:
    steer(article, mode)
    a_comment(article)
    shown = head(reader, article)
    assert (shown["mode"], shown["refusal"]["code"]) == (mode, code)
    page = html(reader, article)
    assert page.forms == []
    assert shown["refusal"]["text"] in page.text
    assert "Reply" not in [link.text for link in page.all("a")]


@pytest.mark.parametrize("mode", ["", "open", "held", "slow"])
def test_where_everybody_may_write_there_is_a_form(
    reader: Reader, article: Article, mode: str
) -> None:
    steer(article, mode)
    assert head(reader, article)["refusal"] is None
    assert len(html(reader, article).forms) == 1


def test_a_member_who_confirmed_their_address_may_write_among_members(
    article: Article, now: datetime
) -> None:
    steer(article, "members")
    assert a_posted(article, now, email=ADA, proof=proof(article)).email == ADA


def test_the_proof_of_one_address_makes_no_member_of_another(
    article: Article, now: datetime
) -> None:
    steer(article, "members")
    outcome = a_post(article, now, email="eve@example.org", proof=proof(article))
    assert outcome == Refused("members_only")


def test_in_a_held_thread_even_a_trusted_author_waits_for_a_person(
    article: Article, now: datetime
) -> None:
    site_says(article, premoderation="none")
    steer(article, "held")
    comment = a_posted(article, now)
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.HELD
    assert comment.decisions.get().reasons[0] == "every_comment_waits"


def test_in_a_slow_thread_one_speaks_once_in_some_minutes(article: Article, now: datetime) -> None:
    site_says(article, slow_minutes=10)
    steer(article, "slow")
    a_posted(article, now, email=ADA)
    soon = now + timedelta(minutes=4)
    assert a_post(article, soon, email=ADA) == Refused("slow_mode", 361)
    assert a_posted(article, now + timedelta(minutes=10), email=ADA)


def test_in_a_slow_thread_nobody_waits_for_another(article: Article, now: datetime) -> None:
    steer(article, "slow")
    a_posted(article, now, email=ADA)
    assert a_posted(article, now, email="bob@example.org")


def test_a_slow_thread_knows_guests_without_an_address_by_where_they_write_from(
    article: Article, now: datetime
) -> None:
    site_says(article, require_email=False)
    steer(article, "slow")
    a_posted(article, now, email="", ip="192.0.2.1")
    refused = a_post(article, now, email="", ip="192.0.2.1", name="Another")
    assert getattr(refused, "reason", "") == "slow_mode"
    assert a_posted(article, now, email="", ip="192.0.2.2", name="Elsewhere")


def test_a_slow_thread_says_when_to_come_back(
    reader: Reader, article: Article, clock: Clock
) -> None:
    steer(article, "slow")
    a_posted(article, clock.now, email=ADA)
    page = html(reader, article)
    clock.go_on(seconds=60)
    typed = {**page.forms[0].values, "name": "Ada", "email": ADA, "body": "And one thing more."}
    answer = reader.client.post(page_url(article), typed)
    assert answer["Retry-After"] == "241"
    assert "goes slowly" in answer.content.decode()


@pytest.mark.parametrize("mode", ["readonly", "off"])
def test_where_all_stands_still_nobody_changes_their_words(
    article: Article, now: datetime, mode: str
) -> None:
    comment = a_posted(article, now)
    steer(article, mode)
    comment.thread.refresh_from_db()
    reason = edit(comment, "Other words.", policy_of(article.site_id), now)
    assert reason in ("thread_read_only", "comments_off")
    assert Comment.objects.get().body == comment.body


def test_in_a_closed_thread_an_author_may_still_change_their_words(
    article: Article, now: datetime
) -> None:
    comment = a_posted(article, now)
    steer(article, "closed")
    comment.thread.refresh_from_db()
    assert edit(comment, "Other words.", policy_of(article.site_id), now) is None


def vote(reader: Reader, comment: Comment) -> Any:
    said = {"value": "up", "guest": "a-browser-of-sixteen"}
    return reader.post(f"/api/v1/comments/{comment.pk}/vote", said)


@pytest.mark.parametrize(
    ("mode", "status"),
    [
        ("members", 200),
        ("held", 200),
        ("slow", 200),
        ("closed", 200),
        ("readonly", 403),
        ("off", 403),
    ],
)
def test_votes_end_only_where_all_stands_still(
    reader: Reader, article: Article, mode: str, status: int
) -> None:
    comment = a_comment(article)
    steer(article, mode)
    assert vote(reader, comment).status_code == status


def test_where_all_stands_still_nobody_reacts(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    steer(article, "readonly")
    [kind, *_] = policy_of(article.site_id).reactions or ["👍"]
    site_says(article, reactions=[kind])
    said = {"kind": kind, "guest": "a-browser-of-sixteen"}
    answer = reader.post(f"/api/v1/comments/{comment.pk}/react", said)
    assert (answer.status_code, answer.json()["code"]) == (403, "thread_read_only")


def test_a_thread_that_is_off_shows_nothing(reader: Reader, article: Article) -> None:
    a_comment(article, body="canary words")
    steer(article, "off")
    answer = reader.get(of_article(article, "comments"))
    found = answer.json()
    assert (found["results"], found["next"], found["thread"]["count"]) == ([], None, 0)
    assert "canary" not in html(reader, article).text


def in_section(article: Article) -> Article:
    return an_article(article.site, "in-europe", section="World/Europe")


def section_says(article: Article, slug: str, mode: str) -> SectionMode:
    row = SectionMode(section=Section.objects.get(site=article.site, slug=slug), mode=mode)
    steer_section(row)
    return row


def test_what_nobody_said_for_an_article_its_section_says(reader: Reader, article: Article) -> None:
    story = in_section(article)
    site_says(story, mode="held")
    section_says(story, "world", "members")
    assert head(reader, story)["mode"] == "members"
    section_says(story, "world/europe", "readonly")
    assert head(reader, story)["mode"] == "readonly"
    steer(story, "open")
    assert head(reader, story)["mode"] == "open"


def test_what_neither_article_nor_section_says_the_site_says(
    reader: Reader, article: Article
) -> None:
    story = in_section(article)
    site_says(story, mode="slow")
    assert head(reader, story)["mode"] == "slow"


def test_a_section_that_says_nothing_any_more_goes_by_the_site(
    reader: Reader, article: Article
) -> None:
    story = in_section(article)
    row = section_says(story, "world", "closed")
    free_section(SectionMode.objects.select_related("section").get(pk=row.pk))
    assert head(reader, story)["mode"] == "open"


def test_a_mode_renews_what_readers_have_in_memory(reader: Reader, article: Article) -> None:
    story = in_section(article)
    a_comment(story)
    before = head(reader, story)["version"]
    section_says(story, "world", "closed")
    assert head(reader, story)["version"] > before


def test_a_site_may_close_threads_days_after_their_newest_comment(
    reader: Reader, article: Article, clock: Clock
) -> None:
    site_says(article, auto_close_days=3, auto_close_from="last_comment")
    a_comment(article, created_at=NOON - timedelta(minutes=20))
    a_comment(article, created_at=NOON - timedelta(minutes=40))
    shown = head(reader, article)
    assert (shown["mode"], shown["closes_at"]) == ("open", "2026-05-07T11:40:00.000Z")
    clock.go_on(days=3)
    assert (head(reader, article)["mode"], head(reader, article)["status"]) == ("closed", "closed")
    assert a_post(article, clock.now) == Refused("thread_closed")


def test_without_any_comment_the_days_begin_at_publication(
    reader: Reader, article: Article
) -> None:
    site_says(article, auto_close_days=3, auto_close_from="last_comment")
    assert head(reader, article)["closes_at"] == "2026-05-07T11:00:00.000Z"


def test_an_editors_note_stands_on_top_in_our_own_markup(reader: Reader, article: Article) -> None:
    steer(article, note="We are *reading along*. <script>alert(1)</script>")
    assert "<em>reading along</em>" in head(reader, article)["note"]
    page = html(reader, article)
    assert page.dangers() == []
    assert "We are reading along." in page.text


def test_a_note_that_is_too_long_is_refused(article: Article) -> None:
    with pytest.raises(FieldError):
        steer(article, note="x" * 2_001)
