"""Hostile words, hostile pages: nothing of a reader's runs, and nothing of ours needs to."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.embed.client_harness import content, pages
from tests.embed.client_harness.guest import Guest
from tests.embed.client_harness.server import CLIENT

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

STRICT = (
    "default-src 'none'; script-src 'nonce-n0nce' 'strict-dynamic'; style-src 'self'; "
    "connect-src {newsroom}; img-src 'self'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
CANARY = "window.canary = 0; window.alert = window.boo = () => { window.canary++ }"
HOSTILE = [
    "<script>boo()</script>",
    "<img src=x onerror=boo()>",
    "<svg/onload=boo()>",
    "<svg><script>boo()</script></svg>",
    '<math><mi xlink:href="javascript:boo()">x</mi></math>',
    '<a href="javascript:boo()">x</a>',
    '<a href="java\tscript:boo()">x</a>',
    '<a href="&#106;avascript:boo()">x</a>',
    '<a href="data:text/html,<script>boo()</script>">x</a>',
    '<a href="https://a.example" onclick="boo()">x</a>',
    '<iframe srcdoc="<script>boo()</script>"></iframe>',
    '<p style="position:fixed;inset:0" onmouseover=boo()>cover</p>',
    "<style>*{display:none}</style>",
    "<base href=//e.example/><meta http-equiv=refresh content=0;url=//e.example>",
    '"><img src=x onerror=boo()>',
    "' onmouseover='boo()",
    '<noscript><p title="</noscript><img src=x onerror=boo()>">',
    "</textarea></script><script>boo()</script>",
    "<!--><img src=x onerror=boo()>-->",
    "<custom-element><slot name=x></slot></custom-element>",
]
ALLOWED = {"P", "BR", "EM", "STRONG", "A", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL", "LI"}

# Every element and attribute of what `prose` makes of a string.
INSPECT = """async ([base, texts]) => {
  const { prose } = await import(base);
  return texts.map((text) => {
    const nodes = [...prose(text).querySelectorAll("*")];
    return nodes.map((node) => [node.nodeName, node.getAttributeNames(), node.href || ""]);
  });
}"""


def inspect(guest: Guest, texts: list[str]) -> list[Any]:
    guest.opens(pages.page(""))
    found: list[Any] = guest.page.evaluate(INSPECT, [guest.harness.script("comments.js"), texts])
    return [node for nodes in found for node in nodes]


def assert_harmless(nodes: list[Any]) -> None:
    assert {name for name, _, _ in nodes} <= ALLOWED
    assert {attribute for _, names, _ in nodes for attribute in names} <= {"href", "rel"}
    assert all(re.match(r"(https?|mailto):|$", href) for _, _, href in nodes)


def everywhere(text: str, number: int) -> dict[str, Any]:
    """A comment with the same text in every field that a server could have stored it in."""
    author = {"name": text, "website": text, "badge": text, "avatar": text}
    return content.comment(number, author=author, html=text, edited_at=text, status=text)


def test_hostile_words_in_every_field_run_nothing(guest: Guest) -> None:
    guest.api.comments = [everywhere(text, n) for n, text in enumerate(HOSTILE, 1)]
    hostile = "<img src=x onerror=boo()>"
    item = content.item(1, hostile, hostile, url="javascript:boo()", why=[hostile])
    guest.api.navigation = {
        "previous": item,
        "next": item,
        "related": [item],
        "section": {"slug": hostile, "name": hostile},
        "more_in_section": [item],
    }
    guest.page.add_init_script(CANARY)
    guest.opens(pages.page(pages.ALL))
    expect(guest.page.locator(".comment")).to_have_count(len(HOSTILE))
    expect(guest.page.locator("newsroom-navigation a")).to_have_count(2)
    links = guest.page.locator(":is(newsroom-comments, newsroom-navigation) a")
    protocols = links.evaluate_all("(links) => [...new Set(links.map((a) => a.protocol))]")

    assert guest.page.evaluate("canary") == 0
    assert set(protocols) <= {"http:", "https:", ":"}
    assert (
        guest.page.locator(":is(img[src=x], iframe, base, style, script):not(head *)").count() == 0
    )


def test_a_name_is_shown_as_it_was_written(guest: Guest) -> None:
    guest.api.comments = [everywhere("<b>Bold</b> & co", 1)]
    guest.opens()

    expect(guest.comment(1).locator(".author")).to_have_text("<b>Bold</b> & co")


@pytest.mark.parametrize("address", ["javascript:boo()", "data:text/html,x", "//e.example", "x"])
def test_an_address_that_is_no_web_address_is_no_link(guest: Guest, address: str) -> None:
    author = {"name": "Ada", "website": address, "avatar": "x"}
    guest.api.comments = [content.comment(1, author=author)]
    guest.opens()
    expect(guest.comment(1)).to_be_visible()

    expect(guest.comment(1).locator(".author a")).to_have_count(0)


def test_only_allowed_elements_are_built_from_html(guest: Guest) -> None:
    nodes = inspect(guest, [*HOSTILE, "".join(HOSTILE)])

    assert_harmless(nodes)


def test_the_allowed_elements_are_built_as_written(guest: Guest) -> None:
    html = '<ul><li>a<br><a href="https://x.example/?a=1&amp;b=2">b</a></li></ul><p>c'
    nodes = inspect(guest, [html])

    assert [name for name, _, _ in nodes] == ["UL", "LI", "BR", "A", "P"]
    assert nodes[3][1:] == [["href", "rel"], "https://x.example/?a=1&b=2"]


def test_entities_become_the_characters_they_name(guest: Guest) -> None:
    text = "&lt;b&gt; &amp;amp; &quot;q&quot; &#39;s&#x27; &#x1F600; &nope; &#1114112; &__proto__;"
    guest.api.comments = [content.comment(1, html=f"<p>{text}</p>")]
    guest.opens()

    expect(guest.comment(1).locator(".prose")).to_have_text(
        "<b> &amp; \"q\" 's' 😀 &nope; &#1114112; &__proto__;"
    )


def test_very_deep_nesting_is_flattened(guest: Guest) -> None:
    guest.api.comments = [content.comment(1, html="<blockquote>" * 5000 + "deep")]
    guest.opens()

    expect(guest.comment(1)).to_contain_text("deep")


def test_a_page_with_strict_policy_and_trusted_types_reads_and_posts(guest: Guest) -> None:
    broken: list[str] = []
    guest.page.on("console", lambda message: broken.append(message.text))
    guest.opens_form(pages.page(pages.ALL, nonce="n0nce"), policy=STRICT)
    guest.posts("Under the strictest policy")

    expect(guest.comment(900)).to_contain_text("Under the strictest policy")
    expect(guest.page.locator("newsroom-related li")).to_have_count(3)
    assert [text for text in broken if "Security Policy" in text or "Trusted" in text] == []


def test_our_styles_apply_under_the_strict_policy(guest: Guest) -> None:
    guest.opens_form(pages.page(nonce="n0nce"), policy=STRICT)

    expect(guest.button("Post comment")).to_have_css("background-color", "rgb(29, 78, 216)")


def test_a_hostile_stylesheet_of_the_page_does_not_reach_inside(guest: Guest) -> None:
    ancestors = "html, body, main, newsroom-comments { display: block !important }"
    css = "* { display: none !important }" + ancestors
    guest.opens(pages.page(css=css))

    expect(guest.comment(1)).to_be_visible()


def test_no_source_hands_a_string_to_the_html_parser() -> None:
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|srcdoc"
    code = {file.name: re.sub(r"//.*", "", file.read_text()) for file in CLIENT.glob("*.js")}

    assert [name for name, text in code.items() if re.search(sinks, text)] == []


def test_no_source_touches_cookies() -> None:
    assert [f.name for f in CLIENT.glob("*.js") if "cookie" in f.read_text().lower()] == []


if SAMPLES := os.environ.get("NEWSROOM_SAMPLES"):

    def strings(value: Any) -> list[str]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [text for child in value for text in strings(child)]
        return [str(value)]

    @pytest.mark.parametrize("name", ["own", "blns", "bleach-tests"])
    def test_sample_attacks_build_nothing_but_prose(guest: Guest, name: str) -> None:
        texts = json.loads((Path(str(SAMPLES)) / "attack" / f"{name}.json").read_text())

        assert_harmless(inspect(guest, [t for t in strings(texts) if len(t) < 20_000]))
