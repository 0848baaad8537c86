"""What a finding was about is marked in the comment, and nothing else of it changes."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import text
from comments.marked_words import Spot, marked

UNSEEN = re.compile(r'<span class="unseen">[^<]*</span>')
MARK = re.compile(r"</?mark[^>]*>")


def spots(source: str, *pieces: str, why: str = "Why") -> list[Spot]:
    plain = text.plain(source)
    return [Spot(plain.index(one), plain.index(one) + len(one), why) for one in pieces]


def found(markup: str) -> list[str]:
    """The marked words, without what is said of them."""
    return [
        html.unescape(UNSEEN.sub("", one))
        for one in re.findall(r"<mark[^>]*>(.*?)</mark>", markup, re.DOTALL)
    ]


def show(source: str, *pieces: str, why: str = "Why", link_why: str = "") -> str:
    there = spots(source, *pieces, why=why)
    return marked(text.render(source), text.plain(source), there, link_why)


def test_a_word_is_marked_for_the_eye_the_ear_and_the_keyboard() -> None:
    assert show("You scoundrel!", "scoundrel", why="Rule: scoundrel") == (
        '<p>You <mark class="found" data-why="Rule: scoundrel" tabindex="0">scoundrel'
        '<span class="unseen"> (Rule: scoundrel) </span></mark>!</p>'
    )


def test_of_equal_words_the_one_that_was_found() -> None:
    source = "casino, casino and casino"
    there = [Spot(8, 14, "Why")]
    assert marked(text.render(source), text.plain(source), there).startswith("<p>casino, <mark")


def test_words_across_emphasis_are_marked_on_both_sides_and_said_once() -> None:
    shown = show("Buy **cheap pills** now", "cheap pills now")
    assert found(shown) == ["cheap pills", " now"]
    assert shown.count("tabindex") == shown.count("unseen") == 1


def test_words_across_lines_and_in_quotes_and_lists() -> None:
    assert found(show("> one\n> two\n\n- three", "three")) == ["three"]
    assert len(found(show("one\ntwo", "one\ntwo"))) == 2


def test_what_stands_only_in_an_address_is_not_marked() -> None:
    assert found(show("[here](https://casino.example/)", "casino")) == []


def test_links_are_marked_where_links_were_found() -> None:
    assert found(show("See https://a.example/ there", link_why="A link")) == ["https://a.example/"]


def test_two_findings_on_one_word_are_both_said() -> None:
    plain, markup = "casino", "<p>casino</p>"
    shown = marked(markup, plain, [Spot(0, 6, "One"), Spot(2, 6, "Two")])
    assert 'data-why="One · Two"' in shown


def test_right_to_left_words_are_marked_where_they_are() -> None:
    assert found(show("هذا كازينو جيد", "كازينو")) == ["كازينو"]


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_hostile_words_and_whys_stay_words(evil: str) -> None:
    shown = show(f"a {evil} b", evil, why=evil)
    assert "<script" not in shown and "<img" not in shown
    assert found(shown) == [evil]


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 20))
def test_without_its_marks_it_is_what_it_was(source: str, start: int, length: int) -> None:
    plain = text.plain(source)
    markup = text.render(source)
    shown = marked(markup, plain, [Spot(start, start + length, "Why")])
    bare = MARK.sub("", UNSEEN.sub("", shown))
    assert html.unescape(bare) == html.unescape(markup)
