"""Writing as somebody whom the publisher has signed in, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.embed.client_harness import pages
from tests.embed.client_harness.guest import Guest

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

SIGNED_IN = '<newsroom-comments article="story-42" token="good"></newsroom-comments>'
SET = 'document.querySelector("newsroom-comments").setAttribute("token", "{}")'
RENEW = """document.addEventListener("newsroom:token", ({target}) =>
  target.setAttribute("token", "good"))"""


def opens_signed_in(guest: Guest, element: str = SIGNED_IN) -> None:
    guest.api.members = {"good": "Mia Member"}
    guest.opens_form(pages.page(element))


def test_the_form_asks_for_words_alone(guest: Guest) -> None:
    opens_signed_in(guest)

    expect(guest.form).to_contain_text("You write as Mia Member.")
    expect(guest.form.get_by_role("textbox")).to_have_count(1)


def test_the_token_goes_with_the_comment(guest: Guest) -> None:
    opens_signed_in(guest)
    expect(guest.form).to_contain_text("Mia")
    guest.field("body").fill("As a member.")
    guest.button("Post comment").click()
    expect(guest.comment(900)).to_contain_text("As a member.")

    assert guest.api.bearers == ["good"]
    assert guest.api.posts[0].keys() == {"article", "body", "form"}


def test_a_token_may_come_later_and_keeps_what_was_written(guest: Guest) -> None:
    opens_signed_in(guest, SIGNED_IN.replace("good", ""))
    guest.field("body").fill("Half a thought")
    guest.page.evaluate(SET.format("good"))

    expect(guest.form).to_contain_text("Mia")
    expect(guest.field("body")).to_have_value("Half a thought")


def test_signing_out_makes_a_guest_again(guest: Guest) -> None:
    opens_signed_in(guest)
    expect(guest.form).to_contain_text("Mia")
    guest.page.evaluate(SET.format(""))

    expect(guest.field("name")).to_be_visible()


def test_a_token_that_ran_out_is_renewed_and_the_comment_goes_out(guest: Guest) -> None:
    opens_signed_in(guest)
    expect(guest.form).to_contain_text("Mia")
    guest.api.members = {"better": "Mia Member"}
    guest.page.evaluate(RENEW.replace("good", "better"))
    guest.field("body").fill("It took me an hour.")
    guest.button("Post comment").click()
    expect(guest.comment(900)).to_contain_text("an hour")

    assert guest.api.bearers == ["good", "better"]


def test_a_token_that_is_no_good_leaves_the_guests_form(guest: Guest) -> None:
    guest.opens_form(pages.page(SIGNED_IN))

    expect(guest.field("name")).to_be_visible()


def test_what_a_member_wrote_elsewhere_waits_here_too(guest: Guest) -> None:
    guest.api.verdicts = ["held"]
    guest.api.stored["x"] = guest.api.store({"name": "Mia", "body": "From my phone."}, 950)
    opens_signed_in(guest)

    expect(guest.comment(950)).to_contain_text("From my phone.")
