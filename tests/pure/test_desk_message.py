"""What a chat shows of what happened; nobody's words become a mention, a link or an image."""

import json
from collections.abc import Sequence

import pytest

from comments.desk_message import Item, Piece, as_chat, as_json, plain, tame

PANEL = "https://news.example/panel/daily/"


def chat(*pieces: Piece) -> str:
    told = json.loads(as_chat("The Daily", pieces))
    assert list(told) == ["text"]
    return str(told["text"])


def reported(count: int, items: Sequence[Item]) -> Piece:
    return Piece("reported", count, f"{count} comments are reported.", PANEL, items)


def test_a_message_says_what_happened_and_where_to_look() -> None:
    item = Item("The harbour", "abuse", f"{PANEL}comments/7", 7, "You all")
    assert chat(reported(1, [item])) == (
        f"The Daily:\n1 comments are reported. {PANEL}\n"
        f"• The harbour: abuse “You all” {PANEL}comments/7"
    )


def test_many_are_counted_and_a_few_are_named() -> None:
    items = [Item(f"Story {n}", "", PANEL, n) for n in range(20)]
    lines = chat(reported(100, items)).splitlines()
    assert len(lines) == 8
    assert lines[-1] == "• …"


@pytest.mark.parametrize(
    "words",
    ["<!channel> all", "<@U123>", "@channel @here", "[a](https://evil.example)",
     "![i](http://evil.example/p.png)", "# Big", "`code`", "<https://evil.example|bank>"],
)  # fmt: skip
def test_nobodys_words_are_markup(words: str) -> None:
    said = tame(words)
    assert not set("<>@[]`#!|*_~").intersection(said)
    assert "://" not in said


def test_an_address_in_the_words_is_left_out_and_they_end_where_the_site_says() -> None:
    assert plain("Write to ada@example.org\nor\u202e call", 100) == "Write to … or call"
    assert plain("a" * 50, 10) == "a" * 10 + "…"
    assert plain("Words.", 0) == ""


def test_a_program_is_told_in_fields() -> None:
    item = Item("The harbour", "abuse", f"{PANEL}comments/7", 7)
    told = json.loads(
        as_json("desk_1_2", "daily", "2026-12-01T12:00:00", PANEL, [reported(1, [item])])
    )
    assert told["type"] == "desk.news"
    assert told["news"][0]["items"] == [
        {"article": "The harbour", "detail": "abuse", "url": f"{PANEL}comments/7", "comment": 7}
    ]
