"""Every page of the panel for every eye and ear, from the URL conf: a new page is met here."""

from typing import Any

import pytest
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Comment
from comments.roles import Role
from comments.services.moderate import moderate
from comments.services.report import report
from comments.states import Status
from tests.api.routes import Route
from tests.axe import assert_accessible_everywhere
from tests.factories import NOON, a_comment
from tests.panel.desk import Desk, Open, address, an_account, panel_routes

pytestmark = pytest.mark.browser

SIGNED_OUT = "panel/sign-in"


@pytest.fixture
def held(story: Article) -> Comment:
    """One with all that a card can show."""
    parent = a_comment(story, name="Pat")
    said = {"badge": "Subscriber", "website": "https://harry.example/", "parent": parent}
    row = a_comment(story, Status.HELD, reasons=("listed_word", "many_links"), **said)
    report(row, "somebody", "abuse", "Not nice.", NOON)
    return row


@pytest.mark.parametrize("route", panel_routes(), ids=lambda route: route.pattern)
def test_a_page_of_the_panel_has_no_accessibility_violation(
    route: Route, open_panel: Open, held: Comment, story: Article
) -> None:
    url = address(route, story.site, held)
    admin = an_account("anna", story.site, Role.ADMIN)
    answer = Desk(admin).client.get(url)
    if answer.status_code == 405 or "Content-Disposition" in answer:
        return  # a form's address, or a file's, and no page
    page = open_panel(admin, url)
    expect(page.locator("h1").first).to_be_attached()
    assert_accessible_everywhere(page)


def test_the_way_in_has_no_accessibility_violation(open_panel: Open) -> None:
    assert_accessible_everywhere(open_panel(None, "/panel/sign-in"))


def test_the_lists_that_keys_open_have_no_accessibility_violation(
    open_panel: Open, held: Comment
) -> None:
    page = open_panel()
    for key in ("r", "?"):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        assert_accessible_everywhere(page)
        page.keyboard.press("Escape")


def test_a_page_that_tells_of_a_conflict_has_no_violation(
    open_panel: Open, held: Comment, editor: Any
) -> None:
    page = open_panel(path=f"comments/{held.pk}")
    moderate(held, Status.PUBLISHED, editor, NOON)
    page.get_by_role("button", name="Spam").click()
    expect(page.get_by_role("alert")).to_contain_text("Already decided")
    assert_accessible_everywhere(page)
