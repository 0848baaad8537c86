"""From a comment's source to HTML, plain text, links and digest."""

import sys
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.text import MAX_MARKUP, digest, links, plain, render
from tests.pure.attack import OWN, own_strings, sampled_strings

bounded = settings(max_examples=300, derandomize=True, deadline=None)
TAGS = {"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li"}
REL = "nofollow ugc noopener"

MARKS = [
    *"[]()*_`<>!\\\"'#|&:.~a",
    *[" ", "\n", "\n\n", "    ", "\t", "- ", "1. ", "> ", "```", "![", "](", "://"],
    *[
        "https://a.example",
        "1",
        "@",
        "javascript:x",
        "www.b.example",
        "<img src=x onerror=x>",
        "\u200d",
    ],
]
marked_up = st.lists(st.sampled_from(MARKS), max_size=60).map("".join)
anything = st.text(st.characters(), max_size=200)


class Audit(HTMLParser):
    """Reads HTML as a browser would and notes all that is not on the allow-list."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.objections: list[str] = []
        self.hrefs: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in TAGS or (named and tag != "a"):
            self.objections.append(self.get_starttag_text() or tag)
        if tag == "a":
            self._link(named)

    def _link(self, named: dict[str, str | None]) -> None:
        href = named.get("href") or ""
        self.hrefs.append(href)
        if set(named) != {"href", "rel"} or named["rel"] != REL:
            self.objections.append(str(named))
        if urlsplit(href).scheme not in {"http", "https", "mailto"}:
            self.objections.append(href)

    def handle_comment(self, data: str) -> None:
        self.objections.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def link(href: str, words: str | None = None) -> str:
    return f'<a href="{href}" rel="{REL}">{words or href}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("*a* **b** _c_ `d`", "<p><em>a</em> <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("```py\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("[a](https://b.example 'c')", f"<p>{link('https://b.example', 'a')}</p>"),
        ("<https://b.example>", f"<p>{link('https://b.example')}</p>"),
        ("[a](mailto:ann@b.example)", f"<p>{link('mailto:ann@b.example', 'a')}</p>"),
        ("", ""),
    ],
)
def test_markup_becomes_html(source: str, html: str) -> None:
    assert render(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "# head",
        "head\n====",
        "---",
        "| a | b |\n|---|---|",
        "    indented",
        "![x](https://tracker.example/p.gif)",
        "[a]: /b\n[a]",
        "&lt; &copy; &#106;",
        "<script>alert(1)</script>",
        "<!-- a -->",
        "1986. What a year",
        "-",
        "+",
        "[x]()",
        "[x](<>)",
        "[x](/relative)",
        "[x](javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\\script:alert(1))",
        "[x](//e.example)",
        "[x](https://e.example.1)",
        "[x](https://xn--)",
        "[x](https://e.example:99999)",
        "[x](https://[::::])",
        "[x](https:e.example)",
        "[x](https:///e.example)",
        "[x](https://user:word@e.example)",
        "[x](https://a\u202eb.example)",
        "[x](mailto:a@b.example?bcc=c@d.example)",
        "https://user@e.example",
        "xhttps://e.example",
        "https://",
        "<javascript:alert(1)>",
    ],
)
def test_what_is_no_markup_here_stays_as_typed(source: str) -> None:
    assert plain(source) == source.strip()
    assert "<a" not in render(source)


def test_tags_are_shown_as_text() -> None:
    assert render("<b onclick=x>a</b>") == "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("see https://b.example/x_y_z.", "https://b.example/x_y_z"),
        ("(https://b.example/a_(c))", "https://b.example/a_(c)"),
        ("**https://b.example**", "https://b.example"),
        ("HTTPS://B.example!", "HTTPS://B.example"),
        ("“https://b.example/ü”", "https://b.example/ü"),
        ("见https://b.example/。", "https://b.example/"),
        ("https://b.example:8000/?q=1&r=2#s", "https://b.example:8000/?q=1&r=2#s"),
    ],
)
def test_a_bare_address_is_linked_without_the_sentence_around_it(source: str, address: str) -> None:
    assert Audit(render(source)).hrefs == ([] if source.startswith("见") else [address])


def test_a_link_without_visible_words_shows_its_address() -> None:
    assert "https://b.example</a>" in render("[\u200b](https://b.example)")


def test_a_link_inside_the_words_of_a_link_is_text() -> None:
    source = "[a <https://b.example> [c](https://d.example)](https://e.example)"
    assert Audit(render(source)).hrefs == ["https://e.example"]


def test_an_image_inside_a_link_is_text() -> None:
    html = render("[![x](https://b.example/i.png)](https://c.example)")
    assert html == f"<p>{link('https://c.example', '![x](https://b.example/i.png)')}</p>"


def test_brackets_in_code_do_not_end_the_words_of_a_link() -> None:
    assert Audit(render("[a `]` b](https://c.example)")).hrefs == ["https://c.example"]


def test_words_on_a_fence_are_kept() -> None:
    assert plain("```see this\ncode\n```") == "see this\ncode"


def test_nesting_beyond_the_cap_is_shown_as_typed() -> None:
    html = render("> " * 20 + "deep")
    assert html.count("<blockquote>") == 8
    assert "&gt; &gt; deep" in html


def test_no_item_of_a_list_is_swallowed_at_the_nesting_cap() -> None:
    assert plain("- - - - a\n      - b\n- c").split()[-1] == "c"


def test_lone_surrogates_do_not_break_the_page() -> None:
    assert render("a\ud800b") == "<p>a?b</p>"


@pytest.mark.parametrize("function", [render, plain, links, digest])
def test_no_attack_string_breaks_anything(function: Callable[[str], object]) -> None:
    for attack in own_strings() + sampled_strings():
        assert function(attack) is not None


def test_no_attack_string_leaves_the_allow_list() -> None:
    attacks = own_strings() + sampled_strings()
    assert [attack for attack in attacks if Audit(render(attack)).objections] == []


@bounded
@given(marked_up | anything)
def test_whatever_is_typed_stays_on_the_allow_list(source: str) -> None:
    assert Audit(render(source)).objections == []


@bounded
@given(marked_up)
def test_every_address_a_reader_can_click_is_among_the_links(source: str) -> None:
    assert set(Audit(render(source)).hrefs) <= set(links(source))


@bounded
@given(st.lists(st.sampled_from([m for m in MARKS if m not in {"](", "(", "```"}])).map("".join))
def test_no_word_is_ever_dropped(source: str) -> None:
    assert plain(source).count("a") == source.count("a")


def test_text_too_long_for_markup_is_shown_as_paragraphs() -> None:
    long = "*a*\n<b>\n\n" + "x" * MAX_MARKUP
    assert render(long) == f"<p>*a*<br>&lt;b&gt;</p><p>{'x' * MAX_MARKUP}</p>"


def work(source: str) -> int:
    """Python calls that rendering takes: unlike seconds the same on every machine."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        render(source)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "unit",
    [unit for unit, _ in OWN["slow_markdown"]]
    + ['[a](b "', "[![", "[`a](", "- > ", "* * *\n", "<https://a", "http://", "a**b", "\\`", "://"],
)
def test_twice_the_hostile_text_takes_about_twice_the_work(unit: str) -> None:
    render(unit)  # rules are compiled at the first use
    assert work((unit * 3000)[:3000]) < 2.5 * work((unit * 1500)[:1500])


def test_plain_text_keeps_quotes_items_and_addresses() -> None:
    source = "> *a*\n> b\n\n1. c\n2. d\n\n[e](https://f.example) https://g.example"
    expected = "> a\n> b\n\n1. c\n2. d\n\ne (https://f.example) https://g.example"
    assert plain(source) == expected


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("[a](https://b.example)", ["https://b.example"]),
        ("[https://bank.example](https://b.example)", ["https://b.example", "https://bank.example"]),
        ("https://b.example/a_(c), https://b.example/a_(c)", ["https://b.example/a_(c)"]),
        ("`https://b.example`", ["https://b.example"]),
        ("https://user@b.example", ["https://user@b.example"]),
        ("www.b.example/x, pay.com/x?", ["http://www.b.example/x", "http://pay.com/x"]),
        ("pills\u200b.com ｐｉｌｌｓ．net", ["http://pills.com", "http://pills.net"]),
        ("I know.It is e.g. here.in full, i.e. v1.2 and ann@mail.com or a/b.", []),
        ("<ann@mail.example>", ["mailto:ann@mail.example"]),
    ],
)  # fmt: skip
def test_links_are_all_a_reader_could_follow_or_read(source: str, found: list[str]) -> None:
    assert links(source) == found


@pytest.mark.parametrize(
    "disguised",
    ["Buy  PILLS\n\nnow", " buy pills now ", "ｂｕｙ pills now", "b\u200buy pi\u00adlls now"],
)
def test_the_same_words_have_the_same_digest(disguised: str) -> None:
    assert digest(disguised) == digest("buy pills now")


def test_other_words_have_another_digest() -> None:
    assert digest("buy pills now") != digest("buy bills now")


def test_a_digest_is_hexadecimal_sha_256() -> None:
    assert len(digest("")) == len(bytes.fromhex(digest(""))) * 2 == 64
