"""Beside the thread: the last words of the site, a frame of its own, and what is wrong here."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.embed.client_harness import pages
from tests.embed.client_harness.api import problem
from tests.embed.client_harness.guest import Guest

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=boo()>"
REPORT = "newsroom-debug-report"


def last(number: int, **more: Any) -> dict[str, Any]:
    article = {"id": "a", "url": "https://news.example/a", "title": "The tram"}
    return {
        "id": number,
        "author": {"name": "Ada", "avatar": "x"},
        "excerpt": "It saved me an hour.",
        "created_at": "2026-01-01T09:00:00Z",
        "url": f"https://news.example/a#comment-{number}",
        "article": article,
        **more,
    }


def test_the_last_words_of_the_site_come_in_one_script_and_one_request(guest: Guest) -> None:
    hostile = {"id": "a", "url": "javascript:boo()", "title": HOSTILE}
    author = {"name": HOSTILE, "avatar": HOSTILE}
    evil = last(2, author=author, excerpt=HOSTILE, url="javascript:boo()", article=hostile)
    guest.api.latest = [last(1), evil, last(3)]
    fetched: list[str] = []
    guest.page.on("request", lambda request: fetched.append(request.url))
    guest.opens(pages.page('<newsroom-latest limit="2"></newsroom-latest>'))
    entries = guest.page.locator("newsroom-latest li")

    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("It saved me an hour.")
    link = entries.first.get_by_role("link", name="The tram")
    expect(link).to_have_attribute("href", "https://news.example/a#comment-1")
    expect(entries.nth(1).locator(".link")).not_to_have_attribute("href", "javascript:boo()")
    expect(entries.nth(1).locator("img")).to_have_count(0)
    assert sum("/embed/" in url for url in fetched) == 3  # the loader, the script, the words
    assert sum("/api/" in url for url in fetched) == 1


def test_a_thread_is_scripts_and_one_request(guest: Guest) -> None:
    fetched: list[str] = []
    guest.page.on("request", lambda request: fetched.append(request.url))
    guest.opens()
    expect(guest.comment(1)).to_be_visible()
    ours = [url for url in fetched if guest.harness.newsroom.origin in url]

    assert [url for url in ours if not url.endswith(".js")] == [
        f"{guest.harness.newsroom.origin}/api/v1/sites/demo/page?article=story-42"
    ]


def test_in_a_frame_one_reads_and_posts_and_the_page_hears_of_it_without_words(
    guest: Guest,
) -> None:
    guest.listens()
    element = pages.COMMENTS.replace(" article", ' mode="frame" density="compact" article')
    guest.opens(pages.page(element))
    inside = guest.page.frame_locator("newsroom-comments iframe")
    form = inside.locator(".desk .composer")
    guest.writes("From within a frame", form=form)
    inside.get_by_role("button", name="Post comment").click()
    expect(inside.locator("#comment-900")).to_contain_text("From within a frame")

    guest.page.wait_for_function("heard.some(([name]) => name === 'posted')")
    assert guest.heard("posted") == [{"id": 900, "status": "published"}]
    assert guest.heard("ready") == [{"article": "story-42", "count": 4}]
    # As tall as what it holds: nothing scrolls inside.
    guest.page.wait_for_function(
        """() => {
          const frame = document.querySelector("newsroom-comments").shadowRoot.firstElementChild;
          return frame.offsetHeight > 900;
        }"""
    )
    assert inside.locator("newsroom-comments").get_attribute("density") == "compact"


def test_a_frame_and_its_page_listen_to_nobody_else(guest: Guest) -> None:
    guest.listens()
    element = pages.COMMENTS.replace(" article", ' mode="frame" article')
    guest.opens(pages.page(element))
    guest.page.wait_for_function("heard.some(([name]) => name === 'ready')")
    frame = next(f for f in guest.page.frames if "/frame?" in f.url)
    heard = len(guest.heard("posted"))
    # The page itself, and a frame that somebody else put there, say what the frame would say.
    guest.page.evaluate(
        """async () => {
          const said = { newsroom: 1, height: 99999, name: "posted", detail: { id: 1 } };
          postMessage(said, "*");
          const other = document.body.appendChild(document.createElement("iframe"));
          other.contentWindow.eval(`parent.postMessage(${JSON.stringify(said)}, "*")`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }"""
    )
    # A message without our mark, and a seek that is no number.
    frame.evaluate("parent.postMessage({ height: 99999, name: 'posted' }, '*')")
    frame.evaluate("postMessage({ newsroom: 1, seek: 3 }, '*')")
    height = "() => document.querySelector('newsroom-comments').shadowRoot.firstChild.offsetHeight"

    assert guest.page.evaluate(height) < 99_999
    assert len(guest.heard("posted")) == heard
    assert frame.evaluate("location.hash") == ""


def findings(guest: Guest) -> str:
    expect(guest.page.locator(f"{REPORT} h2")).to_be_visible()
    return guest.page.locator(REPORT).evaluate("(host) => host.shadowRoot.textContent")


def test_the_page_says_what_is_wrong_with_it(guest: Guest) -> None:
    """Several faults at once: each is told, in words that name what to change."""
    guest.api.failing = lambda _method, path: (
        problem(404, "article_unknown") if path.endswith("/page") else None
    )
    canonical = '<link rel="canonical" href="https://elsewhere.example/story-42">'
    body = "<newsroom-comments></newsroom-comments><newsroom-coments></newsroom-coments>"
    guest.opens(pages.page(body, head=canonical + pages.SCRIPT_TWICE), search="?newsroom-debug")
    told = findings(guest)

    assert "script is included twice" in told
    assert "Canonical URL mismatch" in told
    assert "no element <newsroom-coments>" in told
    assert "is not registered among the domains of “demo”" in told


def test_a_good_page_is_told_so_and_without_debug_nothing_is(guest: Guest) -> None:
    guest.opens(pages.page(), search="?newsroom-debug=1")
    assert "all is well" in findings(guest)
    guest.opens(pages.page())
    expect(guest.comment(1)).to_be_visible()
    expect(guest.page.locator(REPORT)).to_have_count(0)


def test_what_a_policy_blocks_is_named_with_the_line_to_add(guest: Guest) -> None:
    policy = "script-src 'nonce-n0nce' 'strict-dynamic'; connect-src 'self'"
    guest.opens(pages.page(nonce="n0nce"), policy=policy, search="?newsroom-debug")
    origin = guest.harness.newsroom.origin

    told = findings(guest)
    assert f"{origin} cannot be reached" in told
    assert f"Content-Security-Policy: connect-src {origin}" in told


def test_a_wrong_key_and_a_wrong_clock_are_told(guest: Guest) -> None:
    guest.api.failing = lambda _method, _path: problem(404, "site_unknown")
    guest.page.add_init_script("const now = Date.now; Date.now = () => now() + 600_000")
    guest.opens(pages.page(), search="?newsroom-debug")
    told = findings(guest)

    assert "this newsroom has no site “demo”" in told
    assert "Clock off" in told


def test_nothing_of_a_message_reaches_the_page_but_numbers_and_codes(guest: Guest) -> None:
    guest.opens(pages.page(""))
    script = """async (url) => {
      const { plain } = await import(url);
      return plain({ id: 7, status: "held", body: "Words of a reader", name: "<b>" });
    }"""
    told = guest.page.evaluate(script, guest.harness.script("frame.js"))

    assert told == {"id": 7, "status": "held"}
