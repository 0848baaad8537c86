"""A conversation in the panel, as readers see it, with what waits in its place."""

import re
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Comment
from comments.reading import in_context
from comments.roles import Role
from comments.services.moderate import moderate
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, a_site, an_article
from tests.panel.desk import Desk, an_account


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


def where(article: Article) -> str:
    return f"threads/{article.pk}"


def order(page: str, *words: str) -> list[str]:
    """Of the cards that begin with these words; they also stand in others, as what is similar."""
    said = re.findall(r'<div class="words"[^>]*><p>(.*?)</p>', page)
    return [word for word in said if word in words]


def test_each_stands_below_what_it_answers_and_the_newest_root_first(
    desk: Desk, article: Article
) -> None:
    first = a_comment(article, body="Root one.")
    a_comment(article, body="Root two.")
    reply = a_comment(article, body="Answer one.", parent=first)
    a_comment(article, body="Answer two.", parent=first)
    a_comment(article, body="Below answer one.", parent=reply)
    said = ("Root two.", "Root one.", "Answer one.", "Below answer one.", "Answer two.")
    assert order(desk.page(where(article)), *said) == list(said)


def test_what_waits_stands_in_its_place_and_what_is_refused_does_not(
    desk: Desk, article: Article
) -> None:
    above = a_comment(article, body="Seen by all.")
    a_comment(article, Status.HELD, body="Waits.", parent=above)
    a_comment(article, Status.SPAM, body="Buy this.")
    page = desk.page(where(article))
    assert order(page, "Seen by all.", "Waits.", "Buy this.") == ["Seen by all.", "Waits."]


def test_a_place_above_replies_stays(desk: Desk, nora: Any, article: Article) -> None:
    above = a_comment(article, body="Gone.")
    a_comment(article, body="Still here.", parent=above)
    moderate(above, Status.REMOVED, nora, NOON)
    page = desk.page(where(article))
    assert order(page, "Gone.", "Still here.") == ["Gone.", "Still here."]


def test_a_decision_by_form_leads_back_to_the_conversation(desk: Desk, article: Article) -> None:
    held = a_comment(article, Status.HELD)
    back = f"/panel/daily/threads/{article.pk}"
    assert f'name="back" value="{back}"' in desk.page(where(article))
    answer = desk.decide(held, "publish", back=back)
    assert answer["Location"].startswith(f"{back}?decided=")
    assert Comment.objects.get(pk=held.pk).status == "published"
    assert "Undo" in desk.client.get(answer["Location"]).content.decode()


def test_a_reader_of_the_queue_sees_it_and_is_offered_nothing(site: Site, article: Article) -> None:
    a_comment(article, body="Seen by all.")
    page = Desk(an_account("ruth", site, Role.READER)).page(where(article))
    assert "Seen by all." in page
    assert 'class="decide"' not in page


def test_another_sites_conversation_is_like_none(desk: Desk) -> None:
    other = an_article(a_site("weekly"))
    a_comment(other, body="Of the weekly.")
    page = desk.page(where(other))
    assert "Of the weekly." not in page
    assert other.title not in page
    assert "Nobody has written here." in page


def test_older_roots_follow_on_the_next_page(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_context, "ROOTS", 2)
    rows = [a_comment(article, body=f"Root {word}.") for word in ("a", "b", "c")]
    first = desk.page(where(article))
    assert order(first, "Root a.", "Root b.", "Root c.") == ["Root c.", "Root b."]
    second = desk.page(where(article), before=str(rows[1].pk))
    assert order(second, "Root a.", "Root b.", "Root c.") == ["Root a."]


def test_it_begins_where_one_came_from(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_context, "ROOTS", 1)
    old = a_comment(article, body="Root one.")
    reply = a_comment(article, body="Answer one.", parent=old)
    a_comment(article, body="Root two.")
    page = desk.page(where(article), at=str(reply.pk))
    assert order(page, "Root two.", "Root one.", "Answer one.") == ["Root one.", "Answer one."]
    assert "Root two." in desk.page(where(article), at="999999")


def test_a_page_says_where_it_was_cut(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_context, "MOST", 3)
    root = a_comment(article)
    for _ in range(3):
        a_comment(article, parent=root)
    assert "more replies than a page holds" in desk.page(where(article))


def test_it_asks_as_often_for_many_as_for_few(
    desk: Desk, article: Article, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        a_comment(article, parent=a_comment(article))
    with django_assert_max_num_queries(60) as few:
        desk.page(where(article))
    for _ in range(15):
        a_comment(article, parent=a_comment(article))
    with django_assert_num_queries(len(few)):
        desk.page(where(article))


def test_the_plain_page_of_a_conversation_leads_there_past_the_sign_in(article: Article) -> None:
    reader = Reader().client
    page = reader.get("/sites/daily/comments", {"article": article.external_id}).content.decode()
    link = f"/panel/daily/threads/{article.pk}"
    assert f'href="{link}"' in page
    assert reader.get(link)["Location"] == f"/panel/sign-in?next={link}"
    fragment = {"article": article.external_id, "fragment": "1"}
    assert link not in reader.get("/sites/daily/comments", fragment).content.decode()
