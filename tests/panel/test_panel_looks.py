"""Every page of the panel for every eye and ear, from the URL conf: a new page is met here."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Comment
from comments.roles import Role
from comments.services.moderate import moderate
from comments.services.report import report
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.states import Status
from tests.api.routes import Route
from tests.axe import assert_accessible_everywhere
from tests.factories import NOON, a_comment, a_posted
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
    moderate(held, Status.PUBLISHED, an_account("edda", held.thread.site), NOON)
    report(held, "another", "abuse", "", NOON)
    page = open_panel(path="?tab=reported")
    for key in ("r", "?", "w", "c"):
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


def test_rules_and_what_they_would_have_done_have_no_violation(
    open_panel: Open, story: Article
) -> None:
    text = "hold: casino\nshadow spam: domain:pills.example when has link"
    save_rules(story.site_id, text, timezone.now(), seen=0, note="The first.")
    review(a_posted(story, timezone.now(), body="A grandmother of the museum.").pk, timezone.now())
    page = open_panel(an_account("sue", story.site, Role.SENIOR), "rules")
    assert_accessible_everywhere(page)
    page.get_by_label("Words and phrases").fill("grandmother")
    page.get_by_label("is spam").check()
    page.get_by_role("button", name="See what it would have done").first.click()
    expect(page.get_by_text("1 of 1 decisions")).to_be_visible()
    assert_accessible_everywhere(page)
