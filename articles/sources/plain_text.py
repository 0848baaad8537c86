"""Plain text out of titles and summaries, which arrive as HTML, as text, or as both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from articles.sources.decoding import CONTROL

# Only what looks like a tag: "5 < 6" and "<3" stay. One pass, no nested repeats: the text comes
# from strangers, and a pattern that backtracks would let one feed item hold a worker.
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})[^<>]{0,2000}>")
UNSPOKEN = ("script", "style")
SPACE = re.compile(r"\s+")
LONGEST_INPUT = 200_000


def plain(html: str) -> str:
    """The words of some HTML on one line, without tags, comments and entities."""
    text = html[:LONGEST_INPUT]
    if "<" in text:
        text = "".join(_spoken(_without_comments(text)))
    text = unescape(text) if "&" in text else text
    return SPACE.sub(" ", CONTROL.sub("", text)).strip()


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there is a space to cut at."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ", limit // 2)
    return (head if cut < 0 else head[:cut]).rstrip() + "…"


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _spoken(text: str) -> Iterator[str]:
    at, hidden = 0, ""
    for tag in TAG.finditer(text):
        closing, name = tag.group(1), tag.group(2).lower()
        if not hidden:
            yield text[at : tag.start()] + " "
        if name in UNSPOKEN:
            hidden = "" if closing else hidden or name
        at = tag.end()
    if not hidden:
        yield text[at:]
