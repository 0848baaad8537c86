"""What a newcomer does in the first five minutes, in a real browser."""

import os
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.flow.embedded_site import EmbeddedSite

pytestmark = pytest.mark.browser

STORY = "tunnel-one-tube"
WAITS = "A moderator reads the first comment of every new author."


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSite]:
    with EmbeddedSite(tmp_path_factory.mktemp("demo") / "data") as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["NEWSROOM_CHROMIUM"], args=options
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def open_story(page: Page, demo: EmbeddedSite) -> None:
    page.goto(f"{demo.url}/demo/story/{STORY}")
    page.locator("newsroom-comments").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", name="Leave a reply")).to_be_visible()


def write(page: Page, body: str, email: str = "newcomer@example.org") -> None:
    page.get_by_label("Comment *").fill(body)
    page.get_by_label("Name *").fill("Nora Newcomer")
    page.get_by_label("Email *").fill(email)
    page.get_by_role("button", name="Post comment").click()


def own_comment(page: Page, body: str) -> Locator:
    return page.get_by_role("article", name="Comment by Nora Newcomer").filter(has_text=body)


def sign_in(page: Page, demo: EmbeddedSite) -> None:
    page.goto(f"{demo.url}/admin/")
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill(demo.password)
    page.get_by_role("button", name="Sign in").click()


def test_a_story_shows_every_part_of_the_page(page: Page, demo: EmbeddedSite) -> None:
    open_story(page, demo)
    for part in ("Previous article", "Next article"):
        expect(page.get_by_text(part).first).to_be_visible()
    page.get_by_role("heading", name="You may also like").scroll_into_view_if_needed()
    page.locator("newsroom-section").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", name="More in City")).to_be_visible()
    expect(page.get_by_text("Your email address will not be published.")).to_be_visible()


def test_a_comment_waits_with_its_reason_until_an_editor_publishes_it(
    browser: Browser, page: Page, demo: EmbeddedSite
) -> None:
    body = f"A first thought {uuid.uuid4().hex[:8]}"
    open_story(page, demo)
    page.wait_for_timeout(2100)  # nobody writes in two seconds, says the gate
    write(page, body)
    expect(page.get_by_text(body)).to_be_visible()
    expect(own_comment(page, body)).to_contain_text(WAITS, timeout=15_000)

    witness = browser.new_context().new_page()
    asked: list[str] = []
    witness.on("request", lambda request: asked.append(request.url))
    open_story(witness, demo)

    desk = browser.new_context().new_page()
    sign_in(desk, demo)
    desk.goto(f"{demo.url}/admin/comments/comment/?status=held")
    desk.get_by_role("row").filter(has_text=body).get_by_role("link").first.click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("moved to published")).to_be_visible()
    expect(witness.get_by_role("button", name="Show 1 new comment")).to_be_visible()
    # Told by the server, not found out by asking.
    assert not [url for url in asked if "limit=1" in url]

    other = browser.new_context().new_page()
    other.goto(f"{demo.url}/sites/demo/comments?article={STORY}")
    while (more := other.get_by_role("link", name="More comments")).count():
        more.click()
    expect(other.get_by_text(body)).to_be_visible()


def test_the_gallery_shows_one_conversation_in_several_looks_and_any_language(
    page: Page, demo: EmbeddedSite
) -> None:
    page.goto(f"{demo.url}/demo/gallery?lang=he")
    for element in page.locator("newsroom-comments").all():
        element.scroll_into_view_if_needed()
        expect(element.locator(".composer")).to_be_visible()
    night = page.locator(".night")

    expect(page.locator("newsroom-comments")).to_have_count(4)
    expect(night.get_by_role("heading", name="כתיבת תגובה")).to_be_visible()
    expect(night.locator(".primary").first).to_have_css("background-color", "rgb(245, 184, 61)")


def test_the_desk_is_told_by_a_mail_that_the_demo_shows(page: Page, demo: EmbeddedSite) -> None:
    body = f"Something for the desk {uuid.uuid4().hex[:8]}"
    open_story(page, demo)
    page.wait_for_timeout(2100)
    write(page, body, "another@example.org")
    expect(own_comment(page, body)).to_contain_text(WAITS, timeout=15_000)
    for _ in range(20):
        page.goto(f"{demo.url}/demo/mail")
        if page.get_by_role("link", name="A comment waits").count():
            break
        page.wait_for_timeout(250)
    page.get_by_role("link", name="A comment waits").first.click()
    expect(page.get_by_text(body)).to_be_visible()


def test_without_javascript_a_reader_posts_and_withdraws(
    browser: Browser, demo: EmbeddedSite
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{demo.url}/demo/story/{STORY}")
    page.get_by_role("link", name="Read and write comments").click()
    page.wait_for_timeout(2100)
    page.get_by_label("Comment *").fill(f"Plain words {uuid.uuid4().hex[:8]}")
    page.get_by_label("Name *").fill("Paula Plain")
    page.get_by_label("Email *").fill("paula@example.org")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="Your comment")).to_be_visible()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_text("You have withdrawn this comment.")).to_be_visible()
