"""Comments as Atom: of a site, of an article, and the answers to one person by a secret link."""

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.services.withdraw import withdraw as withdraw_article
from comments.models import Comment
from comments.notify.post_office import round_of
from comments.services.ask_for_page import ask_for_page
from comments.services.feed_links import feed_token
from comments.services.mails import recipient
from comments.services.moderate import moderate
from comments.services.steer_thread import steer_thread
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, submitted
from tests.factories import NOON, a_comment, a_site, an_article
from tests.letters import letters, token

pytestmark = pytest.mark.usefixtures("clock")
ATOM = "{http://www.w3.org/2005/Atom}"
ADA = "ada@example.org"


def entries(reader: Reader, path: str) -> list[ET.Element]:
    answer = reader.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


def ids(reader: Reader, path: str) -> list[int]:
    return [
        int((entry.findtext(f"{ATOM}id") or "").rpartition("/")[2])
        for entry in entries(reader, path)
    ]


SITE, THREAD = "/feeds/daily/comments.atom", "/feeds/daily/comments/story-1.atom"


@pytest.mark.parametrize("path", [SITE, THREAD])
def test_a_feed_has_the_newest_comments_first(reader: Reader, article: Article, path: str) -> None:
    made = [a_comment(article).pk for _ in range(3)]
    assert ids(reader, path) == made[::-1]


@pytest.mark.parametrize("path", [SITE, THREAD])
@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PUBLISHED])
def test_a_feed_has_what_is_published_and_nothing_else(
    reader: Reader, article: Article, path: str, status: Status
) -> None:
    a_comment(article)
    a_comment(article, status, body="canary words")
    assert b"canary" not in reader.get(path).content
    assert len(ids(reader, path)) == 1


def test_an_entry_has_the_words_as_escaped_html_and_leads_to_its_place(
    reader: Reader, article: Article
) -> None:
    comment = a_comment(article, name="Bob <b>", body="A *loud* night & more. <script>")
    [entry] = entries(reader, THREAD)
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", comment.html)
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Bob <b>"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{article.url}#comment-{comment.pk}"


def test_a_site_feed_knows_all_threads_and_no_other_sites(reader: Reader, article: Article) -> None:
    older = a_comment(an_article(article.site, "story-2"), created_at=NOON - timedelta(minutes=20))
    newer = a_comment(article, created_at=NOON - timedelta(minutes=10))
    a_comment(an_article(a_site("weekly")))
    assert ids(reader, SITE) == [newer.pk, older.pk]


def test_an_imported_comment_of_long_ago_is_not_news(reader: Reader, article: Article) -> None:
    newer = a_comment(article, created_at=NOON - timedelta(minutes=10))
    old = a_comment(article, created_at=NOON - timedelta(days=900))
    assert ids(reader, SITE) == [newer.pk, old.pk]


def test_what_is_switched_off_is_in_no_feed(reader: Reader, article: Article) -> None:
    thread = a_comment(article).thread
    steer_thread(thread, mode="off", closes_at=None, note="", now=NOON)
    assert ids(reader, SITE) == []
    assert reader.get(THREAD).status_code == 404


def test_a_withdrawn_articles_comments_are_in_no_feed(
    reader: Reader, article: Article, clock: Clock
) -> None:
    a_comment(article)
    withdraw_article(article.site, "story-1", clock.now)
    assert ids(reader, SITE) == []
    assert reader.get(THREAD).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["nowhere/comments.atom", "daily/comments/unknown.atom", "daily/replies/x.atom",
     "daily/replies/a1.00000000.1." + "0" * 64 + ".atom", "nowhere/replies/x.atom"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(reader: Reader, article: Article, path: str) -> None:
    assert reader.get(f"/feeds/{path}").status_code == 404


def test_a_feed_costs_the_same_queries_whatever_it_holds(reader: Reader, article: Article) -> None:
    costs = set()
    for _ in range(2):
        for number in range(6):
            a_comment(an_article(article.site, f"more-{Comment.objects.count()}-{number}"))
        with CaptureQueriesContext(connection) as asked:
            reader.get(SITE)
        costs.add(len(asked))
    assert len(costs) == 1


def my_feed(reader: Reader, clock: Clock, article: Article) -> str:
    """The address that stands on one's own page."""
    ask_for_page(article.site_id, ADA, "en", "192.0.2.1", clock.now)
    round_of(clock.now)
    opened = submitted(reader, f"/me/open/{token(letters(ADA)[-1], 'open')}", {"do": "open"})
    page = Page(reader.get(opened["Location"]).content.decode())
    [link] = [a for a in page.all("a") if "/replies/" in a.attributes["href"]]
    return re.sub(r"^https?://[^/]+", "", link.attributes["href"])


def test_ones_own_page_leads_to_a_feed_of_the_answers_to_oneself(
    reader: Reader, article: Article, clock: Clock
) -> None:
    mine = a_comment(article, email=ADA)
    answer = a_comment(article, parent=mine)
    a_comment(article, parent=mine, email=ADA)
    a_comment(article)
    a_comment(article, Status.HELD, parent=mine)
    assert ids(reader, my_feed(reader, clock, article)) == [answer.pk]


def test_the_feed_of_one_person_is_kept_and_found_by_nobody(
    reader: Reader, article: Article, clock: Clock
) -> None:
    a_comment(article, email=ADA)
    answer = reader.get(my_feed(reader, clock, article))
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert ADA.encode() not in answer.content


def own(article: Article, address: str) -> str:
    said = feed_token(article.site_id, recipient(address), address)
    return f"/feeds/{article.site.key}/replies/{said}.atom"


def test_the_link_of_one_spelling_of_an_address_shows_no_answers_to_another(
    reader: Reader, article: Article
) -> None:
    theirs = a_comment(article, email="ada+news@example.org")
    a_comment(article, parent=theirs)
    mine = a_comment(article, email=ADA)
    answer = a_comment(article, parent=mine)
    assert ids(reader, own(article, ADA)) == [answer.pk]


def test_a_link_ends_with_the_address_it_was_given_to(reader: Reader, article: Article) -> None:
    comment = a_comment(article, email=ADA)
    path = own(article, ADA)
    Comment.objects.filter(pk=comment.pk).update(email="")
    assert reader.get(path).status_code == 404


def test_a_link_opens_nothing_at_another_site(reader: Reader, article: Article) -> None:
    a_comment(article, email=ADA)
    other = a_site("weekly")
    a_comment(an_article(other), email=ADA)
    assert reader.get(own(article, ADA).replace("daily", "weekly")).status_code == 404


def test_an_answer_that_is_removed_leaves_the_feed(
    reader: Reader, article: Article, editor: Any
) -> None:
    answer = a_comment(article, parent=a_comment(article, email=ADA))
    path = own(article, ADA)
    assert ids(reader, path) == [answer.pk]
    moderate(answer, Status.REMOVED, editor, NOON)
    assert ids(reader, path) == []
