"""For whom a card is, and what colleagues note on it, by forms."""

import pytest

from articles.models import Article, Site
from comments.models import Assignment, Comment
from comments.roles import Role
from comments.states import Status
from tests.conftest import Clock
from tests.factories import a_comment, a_site
from tests.panel.desk import Desk, an_account


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


@pytest.fixture
def held(article: Article) -> Comment:
    return a_comment(article, Status.HELD)


def test_a_card_is_meant_for_a_colleague_and_says_so(desk: Desk, site: Site, held: Comment) -> None:
    otto = an_account("otto", site)
    desk.post(f"comments/{held.pk}/assign", {"to": str(otto.pk)})
    assert "For otto" in desk.page()
    desk.post(f"comments/{held.pk}/assign", {"to": ""})
    assert "For otto" not in desk.page()


@pytest.mark.parametrize("where", ["weekly", "nowhere", "daily"])
def test_who_decides_nothing_here_is_given_nothing(
    desk: Desk, site: Site, held: Comment, where: str
) -> None:
    place = {"weekly": a_site("weekly"), "daily": site}.get(where)
    ruth = an_account("ruth", place, Role.READER if where == "daily" else Role.MODERATOR)
    assert desk.post(f"comments/{held.pk}/assign", {"to": str(ruth.pk)}).status_code == 422
    assert not Assignment.objects.exists()


def test_a_note_stands_on_the_card(desk: Desk, held: Comment) -> None:
    desk.post(f"comments/{held.pk}/note", {"text": "Asked the <b>author</b>."})
    assert "Note of nora: Asked the &lt;b&gt;author&lt;/b&gt;." in desk.page()
    assert desk.post(f"comments/{held.pk}/note", {"text": " "}).status_code == 422


def test_a_comments_own_page_shows_what_was_said_before_it(desk: Desk, article: Article) -> None:
    for number in range(5):
        a_comment(article, name=f"Reader {number}", body=f"Before: {number}.")
    held = a_comment(article, Status.HELD)
    page = desk.page(f"comments/{held.pk}")
    assert [f"Before: {number}." in page for number in range(5)] == [False, False, True, True, True]
