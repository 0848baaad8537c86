"""HTML of an old system as Markdown: what a reader saw there is what a reader sees here."""

import pytest

from comments.porting.markdown_of import markdown_of
from comments.text import render


def shown(text: str, markup: str = "html") -> str:
    return render(markdown_of(text, markup)).replace("\n", "")


@pytest.mark.parametrize(
    "same",
    [
        "<p>One</p><p>Two &amp; three</p>",
        "<p>Very <strong>loud</strong> and <em>slanted</em></p>",
        "<p>So <code>x*y</code> it is</p>",
        "<blockquote><p>Said before</p></blockquote><p>And after</p>",
        "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
        "<ol><li><p>one</p></li><li><p>two</p></li></ol>",
        "<ul><li><p>one</p><ul><li>inner</li></ul></li></ul>",
        "<blockquote><blockquote><p>deep</p></blockquote></blockquote>",
        "<p>2 * 3 * 4 = 24, snake_case_name, a_b_, [x](y)</p>",
        "<p>- no list</p>",
        "<p># no headline</p>",
        "<p>1986. What a year</p>",
        "<p>&gt; no quote</p>",
        "<p>`no` code</p>",
    ],
)
def test_what_a_comment_may_hold_is_kept(same: str) -> None:
    assert shown(same) == same


def test_a_link_keeps_its_words_and_address() -> None:
    html = shown('<p>see <a href="https://a.example/x_(y)?q=1">this one</a>.</p>')
    assert '<a href="https://a.example/x_%28y%29?q=1"' in html
    assert ">this one</a>." in html


def test_an_address_in_the_text_can_still_be_clicked() -> None:
    assert '<a href="https://a.example/a_b_c"' in shown("<p>https://a.example/a_b_c</p>")


def test_line_breaks_count_where_they_did() -> None:
    assert shown("one\ntwo\n\nthree", "lines") == "<p>one<br>two</p><p>three</p>"


def test_line_breaks_are_spaces_in_plain_html() -> None:
    assert shown("<p>one\ntwo<br>three</p>") == "<p>one two<br>three</p>"


def test_code_keeps_its_lines() -> None:
    source = markdown_of("<pre><code>if x:\n    ``` y</code></pre>", "html")
    assert render(source) == "<pre><code>if x:\n    ``` y\n</code></pre>"


def test_spaces_at_the_edge_of_emphasis_are_no_obstacle() -> None:
    assert shown("<p>so<b> very </b>loud</p>") == "<p>so <strong>very</strong> loud</p>"


@pytest.mark.parametrize(
    ("hostile", "words"),
    [
        ("<script>alert(1)</script>hello", "hello"),
        ("<a href='javascript:alert(1)'>click</a>", "click"),
        ("<img src=x onerror=alert(1)>hello", "hello"),
        ("<style>p{}</style><p onclick=x>hello</p>", "hello"),
    ],
)
def test_nothing_else_comes_along(hostile: str, words: str) -> None:
    assert shown(hostile) == f"<p>{words}</p>"


def test_unsound_html_keeps_its_words() -> None:
    html = shown("<b>one <i>two</b> three</i><p>four")
    assert [word for word in ("one", "two", "three", "four") if word not in html] == []


def test_markdown_stays_as_it_was_written() -> None:
    assert markdown_of("  *so* it `is` \n", "markdown") == "*so* it `is`"
