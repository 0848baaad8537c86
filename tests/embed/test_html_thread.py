"""The thread as plain HTML: what is shown, how one reads on, and that nothing in it runs."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, opened
from tests.factories import NOON, a_comment, a_posted, an_article

pytestmark = pytest.mark.usefixtures("clock")

URL = "/sites/daily/comments?article=story-1"


def shown(page: Page) -> list[int]:
    """Ids of the comments, in the order they stand in."""
    ids = [element.attributes.get("id", "") for element in page.all("li")]
    return [int(id.removeprefix("comment-")) for id in ids if id.startswith("comment-")]


def link(page: Page, text: str) -> str:
    [found] = [element for element in page.all("a") if element.text.strip() == text]
    return found.attributes["href"]


def test_a_thread_shows_comments_and_their_replies(reader: Reader, article: Article) -> None:
    root = a_comment(article, name="Bob", body="A *loud* night.")
    reply = a_comment(article, parent=root, body="Indeed.")
    page = opened(reader, URL)
    assert shown(page) == [root.pk, reply.pk]
    assert "A loud night." in page.text
    assert page.all("h2")[0].text == "2 comments"


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PUBLISHED])
def test_only_what_is_published_is_shown(reader: Reader, article: Article, status: Status) -> None:
    a_comment(article, status, body="canary words")
    page = opened(reader, URL)
    assert "canary" not in page.text
    assert "No comments yet" in page.text


def test_what_is_gone_is_a_line_above_its_replies(
    reader: Reader, article: Article, editor: Any
) -> None:
    root = a_comment(article, name="Mallory")
    a_comment(article, parent=root)
    moderate(root, Status.REMOVED, editor, NOON)
    page = opened(reader, URL)
    assert "This comment was removed." in page.text
    assert "Mallory" not in page.text


def test_one_reads_on_to_the_last_comment(reader: Reader, article: Article) -> None:
    made = [a_comment(article).pk for _ in range(5)]
    page = opened(reader, f"{URL}&limit=2")
    read = shown(page)
    while page.all("a", rel="next"):
        page = opened(reader, page.all("a", rel="next")[0].attributes["href"])
        read += shown(page)
    assert read == made


def test_one_reads_on_in_the_order_one_came_in(reader: Reader, article: Article) -> None:
    made = [a_comment(article).pk for _ in range(3)]
    page = opened(reader, f"{URL}&limit=2&sort=newest")
    page = opened(reader, page.all("a", rel="next")[0].attributes["href"])
    assert shown(page) == [made[0]]


def test_all_replies_are_a_link_away_and_nothing_else_is(reader: Reader, article: Article) -> None:
    root = a_comment(article)
    replies = [a_comment(article, parent=root).pk for _ in range(5)]
    a_comment(article)
    page = opened(reader, link(opened(reader, URL), "Show 2 more replies"))
    assert shown(page) == replies


def test_replies_are_read_on_among_replies(reader: Reader, article: Article) -> None:
    root = a_comment(article)
    replies = [a_comment(article, parent=root).pk for _ in range(3)]
    a_comment(article)
    page = opened(reader, f"{URL}&parent={root.pk}&limit=2")
    page = opened(reader, page.all("a", rel="next")[0].attributes["href"])
    assert shown(page) == replies[2:]


def test_a_closed_thread_has_no_form_and_says_so(
    reader: Reader, article: Article, clock: Clock
) -> None:
    policy = policy_of(article.site_id)
    policy.auto_close_days = 1
    policy.save()
    clock.go_on(days=2)
    page = opened(reader, URL)
    assert page.forms == []
    assert "Comments are closed." in page.text


def test_the_page_names_the_article_it_belongs_to(reader: Reader, article: Article) -> None:
    page = opened(reader, URL)
    [canonical] = page.all("link", rel="canonical")
    assert canonical.attributes["href"] == article.url


def test_an_unknown_article_is_a_page_that_says_so(reader: Reader, article: Article) -> None:
    answer = reader.get("/sites/daily/comments?article=nothing")
    assert answer.status_code == 404
    assert "not published" in Page(answer.content.decode()).text


def test_a_cursor_that_is_none_is_a_page_that_says_so(reader: Reader, article: Article) -> None:
    answer = reader.get(f"{URL}&cursor=x")
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")


def test_a_waiting_comment_is_answered_by_nobody(
    reader: Reader, article: Article, clock: Clock
) -> None:
    waiting = a_posted(article, clock.now, name="Not Yet")
    assert "Not Yet" not in opened(reader, f"{URL}&reply={waiting.pk}").text


# --- For a page of the publisher's -----------------------------------------------------------


def test_a_fragment_is_a_part_of_a_page(reader: Reader, article: Article) -> None:
    a_comment(article, body="Only this.")
    answer = reader.get(f"{URL}&fragment=1")
    html = answer.content.decode()
    assert html.lstrip().startswith("<section")
    assert "Only this." in html
    assert "<html" not in html


def test_a_fragments_addresses_lead_back_here_from_anywhere(
    reader: Reader, article: Article, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://talk.example"
    for _ in range(3):
        a_comment(article)
    page = opened(reader, f"{URL}&fragment=1&limit=2")
    own = [a.attributes["href"] for a in page.all("a") if not a.attributes["href"].startswith("#")]
    addresses = [*own, page.forms[0].attributes["action"]]
    assert all(url.startswith("https://talk.example/sites/daily/") for url in addresses), addresses


# --- Hostile text ----------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "![x](https://x.example/pixel.png)",
    "<a href='javascript:alert(1)'>x</a>",
    "{{ request }}{% debug %}",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<base href=https://evil.example>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_runs(reader: Reader, article: Article, text: str) -> None:
    root = a_comment(article, name=text.replace("\n", " "), body=text, badge=text[:60])
    a_comment(article, name=text, body=f"> {text}", parent=root)
    # Past every check, as an import of old, or a hole in one, might have left it.
    Comment.objects.update(website="javascript:alert(1)")
    row = an_article(article.site, "hostile", title=text.replace("\n", " "))
    a_comment(row, body=text)
    for url in (f"{URL}&reply={root.pk}", "/sites/daily/comments?article=hostile"):
        page = opened(reader, url)
        assert page.dangers() == []
        assert not page.all("img")


def itemprops(page: Page, name: str) -> list[str]:
    return [
        element.attributes.get("content") or element.attributes.get("href") or element.text
        for element in page.elements
        if element.attributes.get("itemprop") == name
    ]


def kinds(page: Page) -> list[str]:
    named = (element.attributes.get("itemtype", "") for element in page.elements)
    return [name.removeprefix("https://schema.org/") for name in named if name]


def test_search_engines_are_told_what_is_a_conversation_and_what_a_comment(
    reader: Reader, article: Article
) -> None:
    root = a_comment(article, name="Bob", body="A *loud* night.", email="bob@example.org")
    a_comment(article, name="Cleo", parent=root)
    page = opened(reader, URL)
    assert kinds(page) == [
        "DiscussionForumPosting", "Organization", "Comment", "Person", "Comment", "Person",
    ]  # fmt: skip
    assert itemprops(page, "headline") == [article.title]
    assert itemprops(page, "commentCount") == ["2"]
    assert itemprops(page, "name") == ["Daily", "Bob", "Cleo"]
    assert itemprops(page, "text")[0].strip() == "A loud night."
    assert "bob@example.org" not in str(page.elements)


def test_a_hostile_name_stays_a_name_for_search_engines(reader: Reader, article: Article) -> None:
    a_comment(article, name='"><b itemprop="rating">5</b>')
    page = opened(reader, URL)
    assert itemprops(page, "rating") == []
    assert itemprops(page, "name")[-1] == '"><b itemprop="rating">5</b>'


def test_what_is_gone_is_no_comment_for_search_engines(
    reader: Reader, article: Article, editor: Any
) -> None:
    root = a_comment(article)
    a_comment(article, parent=root)
    moderate(root, Status.REMOVED, editor, NOON)
    assert kinds(opened(reader, URL)).count("Comment") == 1


def test_a_page_names_its_next_page_and_its_feed(reader: Reader, article: Article) -> None:
    for _ in range(3):
        a_comment(article)
    page = opened(reader, f"{URL}&limit=2")
    [following] = page.all("link", rel="next")
    assert len(shown(opened(reader, following.attributes["href"]))) == 1
    [feed] = page.all("link", rel="alternate")
    assert reader.get(feed.attributes["href"]).status_code == 200
