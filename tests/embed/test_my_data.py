"""A copy of one's data and its end, as somebody asks for them from their own page."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Mail
from comments.notify.post_office import round_of
from comments.services import follow, links, mailboxes, mails
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, submitted
from tests.factories import a_comment, a_posted, a_site, an_article
from tests.letters import letters, token

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def spoken(article: Article, editor: Any, clock: Clock) -> Comment:
    said = {"name": "Ada", "ip": "192.0.2.77", "user_agent": "Browser", "subscribe": "thread"}
    row = a_posted(article, clock.now, email=ADA, body="First words.", **said)
    edit(row, "Second words.", policy_of(article.site_id), clock.now)
    moderate(row, Status.REJECTED, editor, clock.now, note="a word among colleagues")
    return row


def open_page(article: Article, clock: Clock, email: str = ADA) -> str:
    opened, _ = links.issue("page", article.site_id, email, clock.now)
    return f"/me/{opened}"


def ask(reader: Reader, article: Article, clock: Clock, kind: str) -> Any:
    return submitted(reader, open_page(article, clock), {"do": kind})


def link_to(reader: Reader, article: Article, clock: Clock, kind: str) -> str:
    ask(reader, article, clock, kind)
    round_of(clock.now)
    return f"/me/{kind}/{token(letters(ADA)[-1], kind)}"


def copy_of(reader: Reader, article: Article, clock: Clock) -> dict[str, Any]:
    answer = submitted(reader, link_to(reader, article, clock, "export"), {"do": "export"})
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


@pytest.mark.parametrize("kind", ["export", "erase"])
def test_the_buttons_stand_on_ones_own_page(
    reader: Reader, spoken: Comment, article: Article, clock: Clock, kind: str
) -> None:
    page = Page(reader.get(open_page(article, clock)).content.decode())
    assert [form for form in page.forms if ("do", kind) in form.buttons]


@pytest.mark.parametrize("kind", ["export", "erase"])
def test_each_goes_out_once_a_week(
    reader: Reader, spoken: Comment, article: Article, clock: Clock, kind: str
) -> None:
    assert b"on its way" in ask(reader, article, clock, kind).content
    round_of(clock.now)
    assert b"less than a week ago" in ask(reader, article, clock, kind).content
    clock.go_on(days=6, hours=23)
    assert b"less than a week ago" in ask(reader, article, clock, kind).content
    clock.go_on(hours=2)
    assert b"on its way" in ask(reader, article, clock, kind).content


def test_the_copy_holds_everything_about_them(
    reader: Reader, spoken: Comment, article: Article, clock: Clock
) -> None:
    data = copy_of(reader, article, clock)
    [comment] = data["comments"]
    assert comment["body"] == "Second words."
    assert comment["earlier_versions"][0]["body"] == "First words."
    assert (comment["network_address"], comment["browser"]) == ("192.0.2.77", "Browser")
    assert comment["decisions"][-1]["reasons"] == ["against_the_rules"]
    assert data["subscriptions"][0]["consent"]["text"] == follow.CONSENT_TEXT
    assert data["author"][0]["refused"] == 1
    assert [mail["kind"] for mail in data["mails"]] == ["export"]


def test_the_copy_names_no_moderator_and_no_note(
    reader: Reader, spoken: Comment, article: Article, editor: Any, clock: Clock
) -> None:
    text = json.dumps(copy_of(reader, article, clock))
    assert '"by": "moderator"' in text
    for word in (editor.username, editor.email, "colleagues"):
        assert word not in text


def test_the_copy_holds_nothing_of_others(
    reader: Reader, spoken: Comment, article: Article, clock: Clock
) -> None:
    a_comment(article, email="bob@example.org", name="Bob")
    a_comment(article, email="ada+news@example.org", name="Other")
    a_comment(an_article(a_site("weekly"), "story-9"), email=ADA, name="Elsewhere")
    text = json.dumps(copy_of(reader, article, clock))
    assert [word for word in ("Bob", "bob@", "Other", "Elsewhere") if word in text] == []


def test_the_copy_is_a_file_that_nobody_keeps(
    reader: Reader, spoken: Comment, article: Article, clock: Clock
) -> None:
    answer = submitted(reader, link_to(reader, article, clock, "export"), {"do": "export"})
    assert answer["Content-Disposition"] == 'attachment; filename="daily-my-data.json"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_before_the_button_nothing_is_erased(
    reader: Reader, spoken: Comment, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    page = reader.get(link_to(reader, article, clock, "erase"))
    assert b"1 comment at Daily is erased for good" in page.content
    work()
    assert Comment.objects.get().body == "Second words."


def test_after_the_button_all_is_gone_within_minutes(
    reader: Reader, spoken: Comment, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    url = link_to(reader, article, clock, "erase")
    assert b"is being erased" in submitted(reader, url, {"do": "erase"}).content
    work()
    row = Comment.objects.get()
    assert (row.body, row.email, row.name, row.ip) == ("", "", "", None)
    assert not Mail.objects.filter(recipient=mails.recipient(ADA)).exists()


def test_afterwards_the_page_and_every_link_are_closed(
    reader: Reader, spoken: Comment, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    page = open_page(article, clock)
    copy = link_to(reader, article, clock, "export")
    clock.go_on(minutes=11)
    erase = link_to(reader, article, clock, "erase")
    submitted(reader, erase, {"do": "erase"})
    work()
    assert [reader.get(url).status_code for url in (page, copy, erase)] == [410, 410, 410]


def test_an_address_that_wants_no_mail_gets_none_here_either(
    reader: Reader, spoken: Comment, article: Article, clock: Clock
) -> None:
    mailboxes.suppress(mails.recipient(ADA), "owner", clock.now)  # type: ignore[arg-type]
    assert b"on its way" in ask(reader, article, clock, "export").content
    round_of(clock.now)
    assert letters(ADA) == []
