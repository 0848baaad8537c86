"""Long threads, hostile pages, hostile words of every kind, and every state for every eye."""

import json
import os
import re
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from newsroom.embed.management.commands.embed_tag import pinned_tag
from tests.axe import assert_accessible
from tests.embed.client_harness import content, pages
from tests.embed.client_harness.guest import Guest
from tests.embed.client_harness.server import SERVED

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

# As the docs promise: nothing is allowed that a strict publisher would have to add.
AS_DOCUMENTED = (
    "script-src 'nonce-n0nce' 'strict-dynamic'; style-src 'self'; "
    "require-trusted-types-for 'script'; connect-src {newsroom}"
)
# What a careless or hostile page may have done to what everybody uses.
HOSTILE_PAGE = """
Object.prototype.secret = "theirs";
Array.prototype.extra = () => { throw new Error("not yours"); };
Object.defineProperty(Object.prototype, "newsroom", { get() { return 1; } });
String.prototype.t = 1;
window.name = "comments"; window.site = {}; window.view = null; window.api = 3;
"""
# To draw a thousand takes a busy machine a while.
PATIENT = 60_000
CANARY = "window.canary = 0; window.alert = window.boo = window.prompt = () => { canary++ };"


def test_a_strict_page_as_the_docs_write_it_reads_and_posts(guest: Guest) -> None:
    said: list[str] = []
    guest.page.on("console", lambda message: said.append(message.text))
    guest.opens_form(pages.page(pages.COMMENTS, nonce="n0nce"), policy=AS_DOCUMENTED)
    guest.posts()

    expect(guest.comment(900)).to_be_visible()
    assert [text for text in said if "Policy" in text or "Trusted" in text] == []


def test_a_pinned_page_runs_its_files_and_no_other(guest: Guest) -> None:
    """The same tag twice: as it was printed, and with one sum that is another's."""
    with override_settings(PUBLIC_URL=guest.harness.newsroom.origin):
        tag = pinned_tag("demo")
    plain = pages.page("<newsroom-related article='story-42'></newsroom-related>" + pages.COMMENTS)
    html = re.sub(r"<script async.*?</script>", lambda _: tag, plain)
    guest.opens_form(html)
    guest.posts()
    expect(guest.comment(900)).to_be_visible()

    wrong = html.replace(SERVED.integrity["comments.js"], SERVED.integrity["acts.js"])
    said: list[str] = []
    guest.page.on("console", lambda message: said.append(message.text))
    guest.opens(wrong)
    guest.page.wait_for_function("!!customElements.get('newsroom-comments')")
    expect(guest.page.locator(".comment")).to_have_count(0)
    guest.page.wait_for_timeout(300)
    assert any("integrity" in text for text in said)


def test_a_page_that_bends_the_languages_own_objects_does_no_harm(guest: Guest) -> None:
    guest.page.add_init_script(HOSTILE_PAGE)
    guest.opens_form()
    guest.posts("Still here")
    guest.comment(3).get_by_role("button", name="Vote up").click()

    expect(guest.comment(900)).to_contain_text("Still here")
    assert guest.api.posts[0].keys() <= {
        *("article", "name", "email", "website", "body", "form", "subscribe", "mentions", "parent")
    }


# A clock by which all that is done takes long, and how many comments stood after each turn.
SLOW_PHONE = """
let now = 0;
performance.now = () => (now += 20);
window.stood = [];
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) {
  const root = attach.call(this, how);
  new MutationObserver(() => stood.push(root.querySelectorAll(".list > .comment").length))
    .observe(root, { childList: true, subtree: true });
  return root;
};
"""


def test_on_a_slow_phone_a_thread_comes_comment_by_comment_and_whole(guest: Guest) -> None:
    guest.page.add_init_script(SLOW_PHONE)
    guest.api.comments = [content.comment(number) for number in range(1, 13)]
    guest.opens_form()
    voices = guest.page.get_by_role("button", name="Vote up")
    expect(voices).to_have_count(12)

    assert set(guest.page.evaluate("stood")) >= set(range(1, 13))


def test_a_thread_of_a_thousand_comments_scrolls(guest: Guest) -> None:
    guest.api.comments = [content.comment(number) for number in range(1, 1001)]
    guest.opens()
    expect(guest.page.locator(".comment")).to_have_count(1000, timeout=PATIENT)
    expect(guest.form).to_be_visible(timeout=PATIENT)
    middle = guest.page.locator("#comment-501")
    middle.scroll_into_view_if_needed()
    expect(middle).to_be_in_viewport(ratio=0.01)
    guest.page.mouse.move(300, 300)
    guest.page.mouse.wheel(0, 20_000)
    expect(middle).not_to_be_in_viewport()
    guest.form.scroll_into_view_if_needed()
    guest.writes("At the end of a thousand")

    expect(guest.field("email")).to_be_in_viewport()


if SAMPLES := os.environ.get("NEWSROOM_SAMPLES"):

    def attacks() -> list[str]:
        found: list[str] = []
        for name in ("own", "blns", "bleach-tests"):
            value = json.loads((Path(SAMPLES) / "attack" / f"{name}.json").read_text())
            found += strings(value)
        return [text for text in dict.fromkeys(found) if 0 < len(text) < 5_000]

    def strings(value: object) -> list[str]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [text for child in value for text in strings(child)]
        return [str(value)]

    def test_sample_attacks_in_every_field_shown_elsewhere_never_call_the_canary(
        guest: Guest,
    ) -> None:
        """As if a server had let every one of them through, in every field it has."""
        texts = attacks()
        guest.api.comments = [
            content.comment(
                number,
                author={"name": text, "website": text, "badge": text, "avatar": text},
                html=text,
            )
            for number, text in enumerate(texts, 1)
        ]
        guest.api.thread["note"] = "".join(texts)
        last = max(texts, key=len)
        item = content.item(1, last, last, url=last, why=texts[:50])
        guest.api.navigation |= {"previous": item, "next": item, "related": [item]}
        guest.page.add_init_script(CANARY)
        guest.opens(pages.page(pages.ALL))
        expect(guest.page.locator(".comment")).to_have_count(len(texts), timeout=PATIENT)

        assert len(texts) > 500
        assert guest.page.evaluate("canary") == 0
        protocols = "(links) => [...new Set(links.map((link) => link.protocol))]"
        found = guest.page.locator("newsroom-comments a").evaluate_all(protocols)
        assert set(found) <= {"http:", "https:", "mailto:", ":"}


def test_what_came_meanwhile_and_a_compact_page_are_accessible_by_night_and_from_right_to_left(
    newcomer: Guest,
) -> None:
    newcomer.page.clock.install()
    compact = pages.COMMENTS.replace(" article", ' density="compact" avatars="none" article')
    css = pages.LOOK + pages.DARK
    newcomer.opens_form(pages.page(compact, css=css, language="he", direction="rtl"))
    newcomer.api.comments = [*newcomer.api.comments, content.comment(701)]
    newcomer.api.thread["version"] += 1
    newcomer.page.clock.run_for(15_000)
    expect(newcomer.page.locator(".fresh")).to_be_visible()

    assert_accessible(newcomer.page, ["newsroom-comments"])


def test_a_thread_that_is_still_on_its_way_is_accessible(guest: Guest) -> None:
    guest.page.route("**/page?*", lambda _route: None)
    guest.opens()
    expect(guest.page.locator(".bone").first).to_be_visible()
    expect(guest.status).to_have_text("Loading comments …")

    assert_accessible(guest.page, ["newsroom-comments"])


def test_a_screen_reader_hears_the_whole_of_a_comment_and_of_the_form(guest: Guest) -> None:
    guest.api.comments = [content.comment(1, html="<p>One point.</p>", score=3)]
    guest.opens_form()
    expect(guest.comment(1).get_by_role("button", name="More")).to_be_visible()

    expect(guest.page.locator("newsroom-comments")).to_match_aria_snapshot(
        """
        - region "1 comment":
          - heading "1 comment" [level=2]
          - button "Leave a reply"
          - list:
            - listitem:
              - article /Comment by .+/:
                - link
                - paragraph: One point.
                - button "Reply"
                - button "Vote up"
                - text: "3"
                - button "Vote down"
                - button "More"
          - form "Leave a reply":
            - heading "Leave a reply" [level=3]
            - paragraph: Your email address will not be published. Required fields are marked *
            - textbox "Comment"
            - textbox "Name"
            - textbox "Email"
            - textbox "Website"
            - checkbox /Save my name/
            - button "Post comment"
          - status
        """
    )
