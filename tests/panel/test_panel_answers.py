"""Answers and picks by keys, in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment, Correction
from comments.roles import Role
from comments.services.canned import Text, write
from comments.services.report import report
from tests.factories import a_comment
from tests.panel.desk import Open, an_account
from tests.running import until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_panel: Open, story: Article) -> Page:
    """An editor before one published comment."""
    edda = an_account("edda", story.site, Role.EDITOR)
    row = a_comment(story, name="Ada", body="When does it open?")
    report(row, "somebody", "other", "A question.", timezone.now())
    write(story.site_id, None, Text("Thanks", "Dear {name}, thank you."), edda, timezone.now())
    return open_panel(edda, "?tab=reported")


def replies() -> list[str]:
    rows = Comment.objects.filter(signed_in="staff", status="published")
    return list(rows.values_list("body", flat=True))


def test_w_answers_without_leaving_the_card_and_u_takes_it_back(page: Page) -> None:
    page.keyboard.press("w")
    expect(page.get_by_role("dialog", name="Answer Ada")).to_be_visible()
    page.get_by_label("Ready-made").select_option("Thanks")
    expect(page.get_by_label("Answer", exact=True)).to_have_value("Dear Ada, thank you.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("Answered. u undoes it.")
    assert replies() == ["Dear Ada, thank you."]
    page.keyboard.press("u")
    expect(page.locator("#toast")).to_have_text("The answer is taken back.")
    assert replies() == []


def test_a_name_that_is_markup_is_left_to_the_server(page: Page) -> None:
    Comment.objects.update(name="https://spam.example")
    page.reload()
    page.keyboard.press("w")
    page.get_by_label("Ready-made").select_option("Thanks")
    expect(page.get_by_label("Answer", exact=True)).to_have_value("Dear {name}, thank you.")


def test_f_picks_and_u_takes_it_back(page: Page) -> None:
    page.keyboard.press("f")
    expect(page.locator(".card.current .badge.pick")).to_be_visible()
    until(lambda: Comment.objects.get(name="Ada").picked, "it is picked")
    page.keyboard.press("u")
    expect(page.locator(".card.current .badge.pick")).to_be_hidden()
    until(lambda: not Comment.objects.get(name="Ada").picked, "it is picked no longer")


def test_the_same_stands_on_the_card_for_a_mouse(page: Page) -> None:
    page.get_by_role("link", name="Pick").click()
    expect(page.locator(".card.current .badge.pick")).to_be_visible()
    page.get_by_role("link", name="Answer").click()
    expect(page.get_by_role("dialog", name="Answer Ada")).to_be_visible()


def test_c_and_a_figure_send_it_to_the_newsroom_and_u_takes_it_back(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="To the newsroom: Ada")).to_be_visible()
    page.keyboard.press("3")
    expect(page.locator(".card.current .marked")).to_contain_text("a question to the newsroom, new")
    page.keyboard.press("u")
    expect(page.locator(".card.current .marked")).to_be_hidden()
    assert not Correction.objects.exists()


def test_t_opens_the_conversation_where_the_same_keys_decide(page: Page) -> None:
    row = Comment.objects.get(name="Ada")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text(row.thread.article.title)
    expect(page.locator(".card.current bdi").first).to_have_text("Ada")
    page.keyboard.press("s")
    until(lambda: Comment.objects.get(pk=row.pk).status == "spam", "it is spam")
    page.keyboard.press("u")
    until(lambda: Comment.objects.get(pk=row.pk).status == "published", "it is back")
