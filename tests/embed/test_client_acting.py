"""What a reader does with the comments of others, in a real browser."""

import pytest
from playwright.sync_api import Locator, expect

from tests.embed.client_harness import content, pages
from tests.embed.client_harness.api import problem
from tests.embed.client_harness.guest import Guest
from tests.embed.test_client_looks import assert_accessible

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser


def tool(guest: Guest, number: int, name: str) -> Locator:
    return guest.comment(number).get_by_role("button", name=name, exact=True)


def opens_menu(guest: Guest, number: int) -> Locator:
    tool(guest, number, "More").click()
    return guest.comment(number).locator(".menu")


def replies_to(guest: Guest, number: int) -> Locator:
    return guest.page.locator(f"#comment-{number} > .composer textarea")


# --- Votes and reactions ---


def test_a_vote_is_counted_and_shown_as_mine(newcomer: Guest) -> None:
    newcomer.opens_form()
    tool(newcomer, 3, "Vote up").click()

    expect(newcomer.comment(3).locator(".count")).to_have_text("1")
    expect(tool(newcomer, 3, "Vote up")).to_have_attribute("aria-pressed", "true")
    [(kind, number, said)] = newcomer.api.acts
    assert (kind, number, said["value"]) == ("vote", 3, "up")
    assert len(said["guest"]) >= 16


def test_the_same_vote_again_takes_it_back(newcomer: Guest) -> None:
    newcomer.opens_form()
    tool(newcomer, 3, "Vote up").click()
    expect(tool(newcomer, 3, "Vote up")).to_have_attribute("aria-pressed", "true")
    tool(newcomer, 3, "Vote up").click()

    expect(tool(newcomer, 3, "Vote up")).to_have_attribute("aria-pressed", "false")
    assert [said["value"] for _, _, said in newcomer.api.acts] == ["up", "none"]


def test_a_vote_is_remembered_in_this_browser(newcomer: Guest) -> None:
    newcomer.opens_form()
    tool(newcomer, 3, "Vote down").click()
    expect(tool(newcomer, 3, "Vote down")).to_have_attribute("aria-pressed", "true")
    newcomer.reloads()

    expect(tool(newcomer, 3, "Vote down")).to_have_attribute("aria-pressed", "true")


def test_a_vote_that_is_refused_says_why(newcomer: Guest) -> None:
    own = problem(403, "own_comment", detail="Your own comment is for others to judge.")
    newcomer.api.failing = lambda _method, path: own if path.endswith("vote") else None
    newcomer.opens_form()
    tool(newcomer, 3, "Vote up").click()

    expect(newcomer.comment(3).get_by_role("alert")).to_have_text(
        "Your own comment is for others to judge."
    )
    expect(tool(newcomer, 3, "Vote up")).to_have_attribute("aria-pressed", "false")


def test_nobody_is_offered_a_vote_on_their_own(guest: Guest) -> None:
    guest.opens_form()
    guest.posts()
    expect(guest.comment(900)).to_be_visible()
    expect(tool(guest, 3, "Vote up")).to_be_visible()

    expect(tool(guest, 900, "Vote up")).to_have_count(0)


def test_who_only_reads_leaves_nothing_in_the_browser(newcomer: Guest) -> None:
    newcomer.opens_form()
    expect(tool(newcomer, 3, "Vote up")).to_be_visible()

    assert newcomer.page.evaluate("localStorage.length") == 0


def test_a_reaction_is_chosen_shown_and_taken_back(newcomer: Guest) -> None:
    newcomer.api.config = {"reactions": ["👍", "❤️"]}
    newcomer.opens_form()
    tool(newcomer, 3, "React").click()
    tool(newcomer, 3, "❤️").click()
    expect(tool(newcomer, 3, "❤️ 1")).to_have_attribute("aria-pressed", "true")
    tool(newcomer, 3, "❤️ 1").click()

    expect(tool(newcomer, 3, "❤️")).to_have_attribute("aria-pressed", "false")
    assert [said["on"] for _, _, said in newcomer.api.acts] == [True, False]


def test_what_others_answered_is_shown(guest: Guest) -> None:
    guest.api.config = {"reactions": ["👍", "❤️"]}
    guest.api.comments = [content.comment(3, reactions={"👍": 1204, "😱": 7})]
    guest.opens_form()

    expect(tool(guest, 3, "👍 1,204")).to_be_visible()
    expect(guest.comment(3)).not_to_contain_text("😱")


def test_a_site_without_reactions_shows_none(guest: Guest) -> None:
    guest.opens_form()
    expect(tool(guest, 3, "Vote up")).to_be_visible()

    expect(tool(guest, 3, "React")).to_have_count(0)


# --- Report, mute, quote ---


def test_a_report_is_sent_with_its_reason(newcomer: Guest) -> None:
    newcomer.opens_form()
    opens_menu(newcomer, 3).get_by_role("button", name="Report").click()
    newcomer.page.get_by_label("What is wrong with it?").select_option("Insult or hate")
    newcomer.page.get_by_label("What should the moderators know?").fill("He means my sister.")
    newcomer.button("Send report").click()

    thanks = newcomer.comment(3).get_by_text("A moderator will look at it.")
    expect(thanks).to_be_focused()
    [(kind, number, said)] = newcomer.api.acts
    assert (kind, number) == ("report", 3)
    assert (said["reason"], said["note"]) == ("abuse", "He means my sister.")


def test_the_menu_opens_by_keyboard_and_escape_returns(guest: Guest) -> None:
    guest.opens_form()
    more = tool(guest, 3, "More")
    more.press("Enter")
    expect(tool(guest, 3, "Quote")).to_be_focused()
    guest.page.keyboard.press("Escape")

    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "false")


def test_a_muted_author_is_no_longer_seen(newcomer: Guest) -> None:
    newcomer.opens_form()
    opens_menu(newcomer, 3).get_by_role("button", name="Mute Jonas").click()

    expect(newcomer.comment(3)).to_be_hidden()
    expect(newcomer.comment(111)).to_be_hidden()
    expect(newcomer.comment(4)).to_be_visible()
    expect(newcomer.status).to_have_text("You muted Jonas.")


def test_muting_lasts_and_has_a_list_with_the_way_back(newcomer: Guest) -> None:
    newcomer.opens_form()
    opens_menu(newcomer, 3).get_by_role("button", name="Mute Jonas").click()
    newcomer.reloads()
    expect(newcomer.comment(3)).to_be_hidden()
    newcomer.page.get_by_text("Muted in this browser: 1").click()
    newcomer.page.locator(".mutes").get_by_role("button", name="Unmute").click()

    expect(newcomer.comment(3)).to_be_visible()
    assert newcomer.page.evaluate("localStorage.length") == 0


def test_one_comment_of_a_muted_author_can_be_looked_at(newcomer: Guest) -> None:
    newcomer.opens_form()
    opens_menu(newcomer, 3).get_by_role("button", name="Mute Jonas").click()
    newcomer.page.locator("#comment-3 > .unseen").get_by_role("button", name="Show").click()

    expect(newcomer.comment(3)).to_be_visible()
    expect(newcomer.comment(111)).to_be_hidden()


def test_a_comment_is_quoted_whole_without_what_it_quotes(guest: Guest) -> None:
    guest.opens_form()
    guest.api.comments = [content.comment(2)]
    guest.reloads()
    opens_menu(guest, 2).get_by_role("button", name="Quote").click()

    expect(replies_to(guest, 2)).to_have_value(
        "> That is what they said about the bridge. It took twenty-two.\n\n"
    )
    expect(replies_to(guest, 2)).to_be_focused()


def test_selected_words_are_quoted_alone(guest: Guest) -> None:
    guest.opens_form()
    expect(tool(guest, 3, "More")).to_be_visible()
    guest.comment(3).locator(".prose").evaluate(
        """(node) => getSelection().setBaseAndExtent(
          node.firstChild.firstChild, 0, node.firstChild.firstChild, 10)"""
    )
    opens_menu(guest, 3).get_by_role("button", name="Quote").click()

    expect(replies_to(guest, 3)).to_have_value("> Good piece\n\n")


def test_a_closed_thread_has_nothing_to_quote_into(guest: Guest) -> None:
    guest.api.thread |= {"status": "closed"}
    guest.opens()
    menu = opens_menu(guest, 3)
    expect(menu.get_by_role("button", name="Report")).to_be_visible()

    expect(menu.get_by_role("button", name="Quote")).to_have_count(0)


# --- While writing ---


def types(guest: Guest, text: str) -> Locator:
    """With everything that a form offers to who writes."""
    body = guest.field("body")
    body.focus()
    expect(guest.button("Preview")).to_be_visible()
    body.press_sequentially(text)
    return body


def test_names_of_the_thread_are_completed(guest: Guest) -> None:
    guest.opens_form()
    body = types(guest, "I agree with @mar")
    expect(guest.page.get_by_role("option", name="Marta Lindqvist")).to_be_visible()
    expect(guest.status).to_contain_text("1 found")
    body.press("Enter")

    expect(body).to_have_value("I agree with @Marta Lindqvist ")
    expect(guest.page.get_by_role("listbox")).to_be_hidden()


def test_arrows_choose_among_people(guest: Guest) -> None:
    guest.opens_form()
    body = types(guest, "@")
    people = guest.page.get_by_role("listbox", name="People").get_by_role("option")
    expect(people.first).to_have_attribute("aria-selected", "true")
    second = people.nth(1).text_content()
    body.press("ArrowDown")
    body.press("Tab")

    expect(body).to_have_value(f"@{second} ")
    expect(body).to_be_focused()


def test_escape_closes_the_list_and_not_the_reply(guest: Guest) -> None:
    guest.opens_form()
    guest.comment(3).get_by_role("button", name="Reply").click()
    reply = replies_to(guest, 3)
    expect(guest.page.locator("#comment-3 > .composer").get_by_text("Preview")).to_be_visible()
    reply.press_sequentially("@jo")
    reply.press("Escape")

    expect(guest.page.get_by_role("listbox")).to_be_hidden()
    expect(reply).to_have_value("@jo")


def test_who_is_named_is_sent_along(guest: Guest) -> None:
    guest.opens_form()
    types(guest, "As @Jonas said.")
    guest.posts("As @Jonas said.")
    expect(guest.comment(900)).to_be_visible()

    [number] = guest.api.posts[0]["mentions"]
    assert number in (3, 111)


def test_an_address_is_no_name(guest: Guest) -> None:
    guest.opens_form()
    types(guest, "mail me at ada@jo")

    expect(guest.page.get_by_role("listbox")).to_be_hidden()


def test_a_link_to_a_comment_of_the_thread_leads_there(guest: Guest) -> None:
    link = '<p>See <a href="https://news.example/story-42#comment-1">@Deniz</a></p>'
    guest.api.comments = [content.comment(1), content.comment(3, html=link)]
    guest.opens_form()
    expect(tool(guest, 3, "More")).to_be_visible()
    guest.page.get_by_role("link", name="@Deniz").click()

    expect(guest.page.locator("#comment-1")).to_be_focused()
    assert guest.page.url.startswith(guest.harness.site.origin)


def test_a_preview_shows_what_the_server_makes_of_it(guest: Guest) -> None:
    guest.opens_form()
    types(guest, "As it will stand")
    guest.button("Preview").click()

    preview = guest.page.get_by_role("group", name="Preview")
    expect(preview).to_have_text("As it will stand")
    expect(preview).to_be_focused()


def test_a_preview_of_older_words_is_not_left_standing(guest: Guest) -> None:
    guest.opens_form()
    body = types(guest, "First")
    guest.button("Preview").click()
    expect(guest.page.get_by_role("group", name="Preview")).to_be_visible()
    body.press_sequentially(" and more")

    expect(guest.page.get_by_role("group", name="Preview")).to_be_hidden()


def test_when_words_were_changed_is_shown(guest: Guest) -> None:
    guest.opens_form()

    edited = guest.comment(3).locator(".muted time")
    expect(edited).to_have_attribute("datetime", "2026-01-01T12:30:00Z")


# --- For every eye and ear ---


def test_all_that_can_be_done_is_accessible(newcomer: Guest) -> None:
    newcomer.api.config = {"reactions": ["👍", "❤️"]}
    newcomer.opens_form()
    opens_menu(newcomer, 4).get_by_role("button", name="Report").click()
    tool(newcomer, 3, "React").click()
    opens_menu(newcomer, 11)
    types(newcomer, "@")

    assert_accessible(newcomer)


def test_muted_authors_are_accessible(newcomer: Guest) -> None:
    newcomer.opens_form()
    opens_menu(newcomer, 3).get_by_role("button", name="Mute Jonas").click()
    newcomer.page.get_by_text("Muted in this browser: 1").click()

    assert_accessible(newcomer)


def test_on_a_phone_nothing_sticks_out(newcomer: Guest) -> None:
    newcomer.page.set_viewport_size({"width": 320, "height": 700})
    newcomer.api.config = {"reactions": ["👍", "❤️", "😂", "😮", "😢", "😡"]}
    newcomer.opens_form(pages.page(language="ar", direction="rtl"))
    newcomer.comment(3).locator(".tool").last.click()
    expect(newcomer.comment(3).locator(".menu")).to_be_visible()

    assert newcomer.page.evaluate("document.documentElement.scrollWidth") <= 320
