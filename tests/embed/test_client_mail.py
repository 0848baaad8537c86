"""Mail, seen from the page: asked for beside the form, confirmed by link or code, and believed."""

import pytest
from playwright.sync_api import Locator, expect

from tests.embed.client_harness import pages
from tests.embed.client_harness.guest import Guest
from tests.embed.test_client_looks import assert_accessible

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

LONG = 120_000


def choice(guest: Guest) -> Locator:
    return guest.form.get_by_label("Mail me")


def code(guest: Guest) -> Locator:
    return guest.comment(900).get_by_label("Or type the six digits of the mail")


def waits_for_the_mail(guest: Guest, *then: str) -> None:
    """A comment is posted, and its address is to be confirmed first."""
    guest.api.verdicts = ["unconfirmed", *then]
    guest.opens_form()
    guest.posts()
    expect(code(guest)).to_be_visible()


def leaves(guest: Guest, gone: bool) -> None:
    """Another tab in front, or ours again."""
    script = """(gone) => {
      Object.defineProperty(document, "hidden", { get: () => gone, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    guest.page.evaluate(script, gone)


def test_mail_about_replies_is_asked_for_beside_the_address(guest: Guest) -> None:
    guest.opens_form()
    guest.field("body").focus()
    choice(guest).select_option("when somebody replies to me")
    guest.posts()
    expect(guest.comment(900)).to_be_visible()

    assert guest.api.posts[0]["subscribe"] == "replies"


def test_nobody_is_signed_up_by_what_stands_there_beforehand(newcomer: Guest) -> None:
    newcomer.opens_form()
    newcomer.page.get_by_label("Save my name").check()
    newcomer.field("body").focus()
    choice(newcomer).select_option("thread")
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()
    newcomer.reloads()
    newcomer.field("body").focus()

    expect(choice(newcomer)).to_have_value("none")


def test_a_site_without_mail_does_not_ask(guest: Guest) -> None:
    guest.api.config = {"subscribe": []}
    guest.opens_form()
    guest.field("body").focus()
    expect(guest.button("Preview")).to_be_visible()

    expect(choice(guest)).to_have_count(0)


def test_who_has_to_confirm_is_told_that_a_mail_went_out(guest: Guest) -> None:
    waits_for_the_mail(guest)

    expect(guest.comment(900)).to_contain_text("Please follow the link we sent to your email")
    expect(guest.comment(900)).to_contain_text("notices by itself when you have confirmed")
    assert_accessible(guest)


def test_a_comment_confirmed_elsewhere_turns_over_by_itself(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    waits_for_the_mail(newcomer, "unconfirmed", "published")
    newcomer.page.clock.run_for(4100)
    newcomer.page.clock.run_for(6100)

    expect(newcomer.status).to_have_text("Your address is confirmed. Your comment is published.")
    expect(code(newcomer)).to_have_count(0)
    expect(newcomer.title).to_have_text("5 comments")


def test_nothing_is_asked_while_nobody_looks(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    waits_for_the_mail(newcomer)
    leaves(newcomer, gone=True)
    newcomer.page.clock.run_for(LONG)

    assert newcomer.asked("GET", "receipt=") == 0


def test_who_comes_back_from_the_mail_does_not_wait(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    waits_for_the_mail(newcomer, "published")
    leaves(newcomer, gone=True)
    leaves(newcomer, gone=False)

    expect(newcomer.status).to_contain_text("Your comment is published.")


def test_a_page_that_waits_long_asks_seldom(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    waits_for_the_mail(newcomer)
    for _ in range(60):
        newcomer.page.clock.run_for(10_000)

    assert newcomer.asked("GET", "receipt=") < 20


def test_the_six_digits_confirm(guest: Guest) -> None:
    waits_for_the_mail(guest)
    code(guest).fill("123456")
    code(guest).press("Enter")

    expect(guest.status).to_contain_text("Your address is confirmed.")
    expect(guest.page.locator("#comment-900")).to_be_focused()
    assert guest.api.told == [{"code": "123456"}]


def test_other_digits_are_told_from_them(guest: Guest) -> None:
    waits_for_the_mail(guest)
    code(guest).fill("000000")
    guest.button("Confirm").click()

    expect(guest.comment(900).get_by_role("alert")).to_have_text("This is not the code.")
    expect(code(guest)).to_be_focused()


def test_the_mail_can_be_sent_again(guest: Guest) -> None:
    waits_for_the_mail(guest)
    guest.button("Send the mail again").click()

    expect(guest.status).to_have_text("Another copy is on its way.")
    assert guest.api.told == [{"again": True}]


def test_a_known_browser_keeps_the_proof_and_sends_it(newcomer: Guest) -> None:
    newcomer.api.own_more = {"proof": "signed-words"}
    newcomer.opens_form()
    newcomer.page.get_by_label("Save my name").check()
    newcomer.posts()
    newcomer.page.wait_for_function("localStorage['newsroom:author'].includes('signed-words')")
    newcomer.reloads()
    newcomer.field("body").focus()
    expect(choice(newcomer)).to_be_visible()
    newcomer.field("body").fill("Once more")
    newcomer.button("Post comment").click()
    expect(newcomer.comment(901)).to_be_visible()

    assert newcomer.api.posts[1]["proof"] == "signed-words"


def test_a_proof_is_not_sent_with_another_address(newcomer: Guest) -> None:
    newcomer.api.own_more = {"proof": "signed-words"}
    newcomer.opens_form()
    newcomer.page.get_by_label("Save my name").check()
    newcomer.posts()
    newcomer.page.wait_for_function("localStorage['newsroom:author'].includes('signed-words')")
    newcomer.writes("Once more", email="other@mail.example")
    newcomer.button("Post comment").click()
    expect(newcomer.comment(901)).to_be_visible()

    assert "proof" not in newcomer.api.posts[1]


def test_without_consent_no_proof_is_kept(newcomer: Guest) -> None:
    newcomer.api.own_more = {"proof": "signed-words"}
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.button("Withdraw")).to_be_visible()

    assert newcomer.page.evaluate("localStorage.length") == 0


def test_a_slip_in_the_address_is_mended_with_one_click(guest: Guest) -> None:
    guest.api.verdicts = ["held"]
    guest.api.own_more = {"suggestion": "ada@gmail.com"}
    guest.opens_form()
    guest.posts("As I said")
    expect(guest.comment(900)).to_contain_text("Did you mean ada@gmail.com?")
    guest.api.own_more = {}
    guest.button("Yes, use that address").click()

    expect(guest.page.locator("#comment-901")).to_be_focused()
    expect(guest.page.locator("#comment-900")).to_have_count(0)
    assert guest.api.posts[1] == {**guest.api.posts[0], "email": "ada@gmail.com"}
    assert guest.asked("DELETE", "comments/900?") == 1


def test_the_time_left_for_changes_is_shown(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900).locator(".own")).to_contain_text("15 min")
    newcomer.page.clock.run_for(14 * 60_000)

    expect(newcomer.comment(900).locator(".own")).to_contain_text("sec")


def test_taking_back_has_no_end(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.button("Edit")).to_be_visible()
    newcomer.page.clock.run_for(16 * 60_000)
    expect(newcomer.button("Edit")).to_have_count(0)

    expect(newcomer.button("Withdraw")).to_be_visible()


def test_in_arabic_the_panel_reads_from_the_right(guest: Guest) -> None:
    guest.api.verdicts = ["unconfirmed"]
    guest.opens_form(pages.page(language="ar", direction="rtl"))
    guest.writes()
    guest.form.locator("button.primary").click()

    expect(guest.comment(900).locator(".code label")).to_have_css("direction", "rtl")
