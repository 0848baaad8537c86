"""For every eye and ear: accessibility, languages, themes, narrow columns, paper."""

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.embed.client_harness import pages
from tests.embed.client_harness.guest import Guest

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

# The publisher's own page is theirs: what we put into it is ours.
OURS = [f"newsroom-{name}" for name in ("comments", "navigation", "related", "section")]


def assert_accessible(guest: Guest) -> None:
    axe.assert_accessible(guest.page, OURS)


def test_a_page_with_everything_has_no_accessibility_violation(guest: Guest) -> None:
    guest.opens_form(pages.page(pages.ALL))
    guest.page.locator("newsroom-section").scroll_into_view_if_needed()
    expect(guest.page.locator("newsroom-section li")).to_have_count(3)

    assert_accessible(guest)


def test_an_empty_thread_has_no_accessibility_violation(guest: Guest) -> None:
    guest.api.comments = []
    guest.opens_form()

    assert_accessible(guest)


def test_form_errors_have_no_accessibility_violation(guest: Guest) -> None:
    guest.opens_form()
    guest.button("Post comment").click()

    assert_accessible(guest)


def test_a_waiting_comment_and_an_open_reply_have_no_accessibility_violation(guest: Guest) -> None:
    guest.api.verdicts = ["held"]
    guest.api.reason = {"code": "x", "text": "A moderator reads the first comment."}
    guest.opens_form()
    guest.posts()
    expect(guest.comment(900)).to_be_visible()
    guest.comment(3).get_by_role("button", name="Reply").click()

    assert_accessible(guest)


def test_a_closed_thread_has_no_accessibility_violation(guest: Guest) -> None:
    guest.api.thread |= {"status": "closed"}
    guest.opens()
    expect(guest.page.get_by_text("This conversation is closed.")).to_be_visible()

    assert_accessible(guest)


def test_a_thread_that_failed_has_no_accessibility_violation(guest: Guest) -> None:
    guest.api.failing = lambda _method, _path: (0, None, {})
    guest.opens()
    expect(guest.page.get_by_role("alert")).to_be_visible()

    assert_accessible(guest)


def test_a_phone_has_no_accessibility_violation(guest: Guest) -> None:
    guest.page.set_viewport_size({"width": 320, "height": 700})
    guest.opens_form()

    assert_accessible(guest)


def test_a_dark_page_has_no_accessibility_violation(guest: Guest) -> None:
    guest.opens_form(pages.page(pages.ALL, css=pages.LOOK + pages.DARK))
    guest.button("Post comment").click()

    assert_accessible(guest)


def test_a_page_from_right_to_left_has_no_accessibility_violation(guest: Guest) -> None:
    guest.opens_form(pages.page(pages.ALL, language="ar", direction="rtl"))

    assert_accessible(guest)


def test_an_arabic_page_reads_from_right_to_left(guest: Guest) -> None:
    guest.opens_form(pages.page(language="ar", direction="rtl"))

    avatar = guest.comment(3).locator(".avatar").bounding_box()
    text = guest.comment(3).locator(".author").bounding_box()
    assert avatar is not None
    assert text is not None
    assert avatar["x"] > text["x"]


def test_an_element_may_speak_another_language_than_its_page(guest: Guest) -> None:
    guest.opens(pages.page('<newsroom-comments article="story-42" lang="tr"></newsroom-comments>'))

    expect(guest.title).to_have_text("4 yorum")


def test_a_page_that_names_no_language_speaks_the_articles(guest: Guest) -> None:
    guest.api.config = {"language": "fr"}
    guest.opens(pages.page().replace(' lang="en"', ""))

    expect(guest.title).to_have_text("4 commentaires")


def test_an_unknown_language_falls_back_to_english(guest: Guest) -> None:
    guest.opens(pages.page(language="tlh"))

    expect(guest.title).to_have_text("4 comments")


@pytest.mark.parametrize("width", [300, 390])
def test_a_narrow_column_does_not_scroll_sideways(guest: Guest, width: int) -> None:
    guest.page.set_viewport_size({"width": width, "height": 800})
    guest.opens_form(pages.page(pages.ALL, css="body { margin: 0 }"))
    guest.comment(111).get_by_role("button", name="Reply").click()

    assert guest.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_dark_theme_can_be_set_by_attribute(guest: Guest) -> None:
    guest.opens_form(pages.page(pages.COMMENTS.replace(" article", ' theme="dark" article')))
    element = guest.page.locator("newsroom-comments")

    expect(element).to_have_css("background-color", "rgb(22, 24, 28)")
    expect(element.locator(".newsroom")).to_have_css("color-scheme", "dark")


def test_an_automatic_theme_follows_the_reader(guest: Guest) -> None:
    guest.page.emulate_media(color_scheme="dark")
    guest.opens_form(pages.page(pages.COMMENTS.replace(" article", ' theme="auto" article')))

    expect(guest.page.locator("newsroom-comments")).to_have_css("color", "rgb(228, 230, 234)")


def test_without_a_theme_the_page_gives_font_and_colour(guest: Guest) -> None:
    guest.opens_form(pages.page(css="body { font: 20px monospace; color: rgb(1, 2, 3) }"))
    prose = guest.comment(3).locator(".prose")

    expect(prose).to_have_css("font-family", "monospace")
    expect(prose).to_have_css("color", "rgb(1, 2, 3)")


def test_a_publisher_styles_by_properties_and_parts(guest: Guest) -> None:
    css = """newsroom-comments { --newsroom-accent: rgb(120, 0, 60) }
    newsroom-comments::part(author) { text-transform: uppercase }"""
    guest.opens_form(pages.page(css=css))

    expect(guest.button("Post comment")).to_have_css("background-color", "rgb(120, 0, 60)")
    expect(guest.comment(3).locator(".author")).to_have_css("text-transform", "uppercase")


def test_who_wants_no_motion_gets_none(guest: Guest) -> None:
    guest.page.emulate_media(reduced_motion="reduce")
    guest.opens_form()
    guest.posts()

    expect(guest.comment(900)).to_have_css("animation-name", "none")


def test_paper_carries_the_words_and_no_buttons(guest: Guest) -> None:
    guest.opens_form()
    guest.page.emulate_media(media="print")

    expect(guest.comment(1)).to_be_visible()
    expect(guest.form).to_be_hidden()
    expect(guest.page.get_by_role("button")).to_have_count(0)


def test_a_screen_reader_walks_a_labelled_region(guest: Guest) -> None:
    guest.opens_form()
    heard = guest.page.locator("newsroom-comments").aria_snapshot()

    assert '- region "4 comments":' in heard
    assert '- article "Comment by Deniz Yılmaz":' in heard
    assert '- textbox "Comment"' in heard


def test_room_is_kept_while_the_thread_loads(guest: Guest) -> None:
    guest.page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    css = pages.LOOK + "newsroom-comments:not(:defined) { display: block; min-height: 100vh }"
    guest.opens_form(pages.page(pages.COMMENTS + "<p>Footer of the page</p>", css=css))

    assert guest.page.evaluate("shift") == 0
