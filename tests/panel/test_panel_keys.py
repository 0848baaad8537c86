"""The panel by keys, in a real browser."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Assignment, Comment, Commenter, DeskNote
from comments.roles import Role
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, an_article
from tests.panel.desk import Open, an_account
from tests.running import until

pytestmark = pytest.mark.browser

REASON_3 = "hate"


@pytest.fixture
def three(story: Article) -> list[Comment]:
    """Worst first: Grave, Middling, Mild."""
    said = {"Grave": "listed_word", "Middling": "many_links", "Mild": "first_comment"}
    return [
        a_comment(story, Status.HELD, name=name, reasons=(reason,)) for name, reason in said.items()
    ]


def current(page: Page) -> Any:
    return page.locator(".card.current bdi").first


def becomes(comment: Comment, status: str) -> None:
    until(lambda: Comment.objects.get(pk=comment.pk).status == status, f"it is {status}")


def test_j_and_k_move(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    expect(current(page)).to_have_text("Grave")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(current(page)).to_have_text("Mild")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(current(page)).to_have_text("Middling")


@pytest.mark.parametrize(("key", "status"), [("p", "published"), ("s", "spam")])
def test_a_key_decides_and_the_next_card_is_there(
    open_panel: Open, three: list[Comment], key: str, status: str
) -> None:
    page = open_panel()
    page.keyboard.press(key)
    expect(current(page)).to_have_text("Middling")
    becomes(three[0], status)


@pytest.mark.parametrize(("key", "status"), [("r", "rejected"), ("x", "removed")])
def test_a_refusal_takes_its_reason_by_a_figure(
    open_panel: Open, three: list[Comment], key: str, status: str
) -> None:
    page = open_panel()
    page.keyboard.press(key)
    expect(page.locator("#reasons")).to_be_visible()
    page.keyboard.press("3")
    expect(current(page)).to_have_text("Middling")
    becomes(three[0], status)
    assert three[0].decisions.order_by("-id")[0].reasons == [REASON_3]


def test_escape_refuses_nothing(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(page.locator("#reasons")).to_be_hidden()
    expect(current(page)).to_have_text("Grave")


def test_u_undoes_before_anybody_hears_of_it(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    page.keyboard.press("s")
    becomes(three[0], "spam")
    page.keyboard.press("u")
    expect(current(page)).to_have_text("Grave")
    becomes(three[0], "held")
    assert not OutboxEvent.objects.filter(name="comment.spam").exists()


def test_what_was_undone_can_be_decided_anew(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    page.keyboard.press("s")
    page.keyboard.press("u")
    expect(current(page)).to_have_text("Grave")
    page.keyboard.press("p")
    becomes(three[0], "published")


def test_e_opens_the_thread(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    expect(current(page)).to_be_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("e")
    assert opened.value.url == f"https://daily.example/story-1#comment-{three[0].pk}"


def test_a_slash_searches_and_a_question_mark_helps(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.type("pjs")
    expect(page.get_by_label("Search", exact=True)).to_have_value("pjs")


def test_the_next_page_is_loaded_before_it_is_needed(open_panel: Open, story: Article) -> None:
    for number in range(30):
        a_comment(story, Status.HELD, name=f"n{number}", reasons=("first_comment",))
    page = open_panel()
    for _ in range(14):
        page.keyboard.press("j")
    expect(page.locator(".card")).to_have_count(30)


def test_the_second_of_two_moderators_is_told(open_panel: Open, three: list[Comment]) -> None:
    nora, otto = open_panel("nora"), open_panel("otto")
    expect(current(otto)).to_have_text("Grave")
    nora.keyboard.press("p")
    becomes(three[0], "published")
    otto.keyboard.press("s")
    expect(otto.locator(".conflict .outcome")).to_have_text("Already decided by nora: published.")
    expect(otto.locator("#toast")).to_contain_text("Already decided by nora")
    assert Comment.objects.get(pk=three[0].pk).status == "published"


def test_a_card_that_is_open_at_a_colleague_says_so(open_panel: Open, three: list[Comment]) -> None:
    nora = open_panel("nora")
    expect(current(nora)).to_have_text("Grave")
    until(lambda: hasattr(Comment.objects.get(pk=three[0].pk), "claim"), "nora has it open")
    otto = open_panel("otto")
    expect(otto.locator(".card").first.get_by_text("Open at nora")).to_be_visible()
    expect(nora.locator(".claimed:visible")).to_have_count(0)


def test_a_decision_waits_for_the_line_to_come_back(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    expect(current(page)).to_have_text("Grave")
    page.context.set_offline(True)
    page.keyboard.press("p")
    page.keyboard.press("s")
    expect(page.locator("#toast")).to_contain_text("kept here and will be sent")
    page.context.set_offline(False)
    becomes(three[0], "published")
    becomes(three[1], "spam")


def test_a_decision_outlives_a_reload_without_a_line(
    open_panel: Open, three: list[Comment]
) -> None:
    page = open_panel()
    page.route("**/decide", lambda route: route.abort())
    page.keyboard.press("p")
    expect(page.locator("#toast")).to_contain_text("kept here")
    page.unroute("**/decide")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    becomes(three[0], "published")


def test_without_javascript_a_button_decides_and_undoes(
    open_panel: Open, three: list[Comment]
) -> None:
    page = open_panel(java_script_enabled=False)
    page.locator(".card").first.get_by_role("button", name="Spam").click()
    assert Comment.objects.get(pk=three[0].pk).status == "spam"
    page.get_by_role("button", name="Undo").click()
    assert Comment.objects.get(pk=three[0].pk).status == "held"


def test_hostile_words_run_nothing(open_panel: Open, story: Article) -> None:
    evil = '<script>document.title="owned"</script><img src=x onerror=\'document.title="owned"\'>'
    an_article(story.site, "evil", title=evil, now=timezone.now())
    a_comment(story, Status.HELD, name=evil, body=evil, badge=evil[:60], reasons=(evil,))
    page = open_panel()
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("j")
    assert page.title() == "Waiting · Daily"


@pytest.mark.parametrize("width", [320, 800])
def test_no_page_is_wider_than_the_screen(open_panel: Open, story: Article, width: int) -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 6
    a_comment(story, Status.HELD, name=long, body=f"{long} https://x.example/{long}")
    page = open_panel(viewport={"width": width, "height": 700})
    expect(page.locator(".card")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- Colleagues and people -------------------------------------------------------------------


def test_a_gives_the_card_to_a_colleague(open_panel: Open, three: list[Comment]) -> None:
    otto = an_account("otto", three[0].thread.site)
    page = open_panel()
    page.keyboard.press("a")
    page.get_by_role("button", name="otto").click()
    expect(page.locator(".card.current .for")).to_have_text("For otto")
    assert Assignment.objects.get().user == otto


def test_n_notes_something_for_colleagues(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    page.keyboard.press("n")
    page.keyboard.type("Ask <the> author.")
    page.keyboard.press("Enter")
    expect(page.locator(".card.current .noted")).to_have_text("Note: Ask <the> author.")
    until(lambda: DeskNote.objects.exists(), "the note is kept")


def test_b_and_a_figure_say_what_the_person_is(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel(an_account("senior", three[0].thread.site, Role.SENIOR))
    page.keyboard.press("b")
    page.keyboard.press("4")
    expect(page.locator("#toast")).to_contain_text("suspended")
    author = Commenter.objects.get(pk=three[0].commenter_id)
    assert author.state == "suspended"
    assert author.state_until is not None


def test_d_blurs_until_it_is_pressed_again(open_panel: Open, three: list[Comment]) -> None:
    page = open_panel()
    page.keyboard.press("d")
    page.reload()
    expect(page.locator("html")).to_have_class("keyed blurred")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_class("keyed")


def test_a_key_may_be_another_one_and_the_page_says_so(
    open_panel: Open, three: list[Comment]
) -> None:
    page = open_panel(path="keys")
    page.get_by_label("Spam").fill("g")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_have_text("Kept in this browser.")
    page.get_by_role("link", name="To the queue").click()
    expect(page.locator(".card.current button[value=spam] kbd")).to_have_text("g")
    page.keyboard.press("s")
    page.keyboard.press("g")
    expect(current(page)).to_have_text("Middling")
    becomes(three[0], "spam")


def test_one_key_cannot_mean_two_things(open_panel: Open, story: Article) -> None:
    page = open_panel(path="keys")
    page.get_by_label("Spam").fill("p")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_have_text("One key cannot mean two things.")
