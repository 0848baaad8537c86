"""What others write meanwhile is announced, and shown when the reader wants it."""

import json

import pytest
from playwright.sync_api import expect

from tests.embed.client_harness import content
from tests.embed.client_harness.guest import Guest

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def others_write(guest: Guest, *numbers: int) -> None:
    guest.api.comments = [*guest.api.comments, *(content.comment(n) for n in numbers)]
    guest.api.thread["version"] += 1


def test_new_comments_are_announced_and_brought_without_disturbing_a_reply(
    newcomer: Guest,
) -> None:
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.comment(3).get_by_role("button", name="Reply").click()
    reply = newcomer.page.locator(".list .composer")
    newcomer.field("body", reply).fill("Half a sentence")
    others_write(newcomer, 701, 702)
    pill = newcomer.button("Show 2 new comments")
    expect(pill).to_have_count(0)
    newcomer.page.clock.run_for(15_000)
    expect(pill).to_be_visible()
    expect(newcomer.status).to_have_text("Show 2 new comments")
    expect(newcomer.comment(701)).to_have_count(0)
    pill.click()

    expect(newcomer.title).to_have_text("6 comments")
    expect(newcomer.page.locator("#comment-701")).to_be_focused()
    expect(newcomer.page.locator("#comment-701 + #comment-702")).to_be_visible()
    expect(newcomer.field("body", reply)).to_have_value("Half a sentence")
    expect(pill).to_be_hidden()


def test_a_tab_that_nobody_sees_asks_nothing_and_catches_up(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.page.evaluate(HIDE, True)
    before = newcomer.asked("GET", "/comments?")
    newcomer.page.clock.run_for(120_000)
    assert newcomer.asked("GET", "/comments?") == before

    others_write(newcomer, 701)
    newcomer.page.evaluate(HIDE, False)
    expect(newcomer.button("Show 1 new comment")).to_be_visible()


def test_where_the_server_offers_a_stream_it_is_heard_and_nothing_is_polled(guest: Guest) -> None:
    guest.api.config = {"live": "sites/demo/live?article=story-42"}
    guest.api.stream = f"data: {json.dumps({'version': 9, 'count': 7})}\n\n"
    guest.opens_form()

    expect(guest.button("Show 3 new comments")).to_be_visible()
    assert guest.asked("GET", "/comments?") == 0


def test_ones_own_comment_is_no_news(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()
    newcomer.api.count = 5
    newcomer.api.thread["version"] += 1
    with newcomer.page.expect_response(lambda answer: "limit=1" in answer.url):
        newcomer.page.clock.run_for(15_000)

    expect(newcomer.page.locator(".fresh")).to_be_hidden()


def test_a_vote_is_shown_before_the_server_has_answered(newcomer: Guest) -> None:
    newcomer.opens_form()
    newcomer.page.route("**/vote", lambda route: None)
    card = newcomer.comment(3)
    before = int(card.locator(".count").text_content() or 0)
    card.get_by_role("button", name="Vote up").click()

    expect(card.locator(".count")).to_have_text(str(before + 1))
    expect(card.get_by_role("button", name="Vote up")).to_have_attribute("aria-pressed", "true")
