"""Marks in a comment's HTML what a finding was about: `<mark>` with why, for eyes and for ears.

The HTML is our own renderer's, whose tags pass as they are; all text between them is escaped anew.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

MOST = 20
_BLOCKS = {"p", "li", "ul", "ol", "pre", "blockquote"}


@dataclass(frozen=True)
class Spot:
    """A place in the comment's plain text, ``plain[start:end]``, and what is said of it."""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class _Part:
    """A tag as it is, or text at its place among all that is visible."""

    tag: str = ""
    text: str = ""
    at: int = 0
    in_link: bool = False


def marked(markup: str, plain: str, spots: Sequence[Spot], link_why: str = "") -> str:
    """``link_why``: what is said of every link; '' for nothing. A spot that cannot be seen in the
    HTML (the address behind a word) is not marked."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    visible = "".join(reader.visible)
    ranges = _joined([*_found(visible, plain, spots), *_links(reader.parts, link_why)])
    return "".join(_written(reader.parts, ranges))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Part] = []
        self.visible: list[str] = []
        self._at = 0
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in_link = self._in_link or tag == "a"
        self._tag(tag, self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._tag(tag, self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_link = self._in_link and tag != "a"
        self._tag(tag, f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(_Part(text=data, at=self._at, in_link=self._in_link))
        self._see(data)

    def _tag(self, tag: str, raw: str) -> None:
        self.parts.append(_Part(tag=raw))
        if tag in _BLOCKS or tag == "br":
            self._see("\n")

    def _see(self, text: str) -> None:
        self.visible.append(text)
        self._at += len(text)


def _found(visible: str, plain: str, spots: Sequence[Spot]) -> Iterator[tuple[int, int, str]]:
    """The same occurrence of the same words, since plain text has more between them (addresses,
    marks of lists and quotes)."""
    for spot in spots[:MOST]:
        words = plain[spot.start : spot.end].split()
        if not words:
            continue
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        before = sum(1 for _ in pattern.finditer(plain, 0, spot.end)) - 1
        seen = [match.span() for match in pattern.finditer(visible)]
        if seen:
            yield (*seen[max(0, min(before, len(seen) - 1))], spot.why)


def _links(parts: Sequence[_Part], why: str) -> Iterator[tuple[int, int, str]]:
    if why:
        for part in [part for part in parts if part.in_link and part.text][:MOST]:
            yield part.at, part.at + len(part.text), why


def _joined(ranges: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """In order, with those that overlap as one."""
    found: list[tuple[int, int, str]] = []
    for start, end, why in sorted(ranges):
        if found and start < found[-1][1]:
            first, last, said = found[-1]
            both = said if why in said.split(" · ") else f"{said} · {why}"
            found[-1] = (first, max(last, end), both)
        else:
            found.append((start, end, why))
    return found


def _written(parts: Sequence[_Part], ranges: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    for part in parts:
        if part.tag:
            yield part.tag
            continue
        at, ends = part.at, part.at + len(part.text)
        for start, end, why in ranges:
            first, last = max(start, part.at), min(end, ends)
            if first >= last:
                continue
            yield _escaped(part.text[at - part.at : first - part.at])
            words = part.text[first - part.at : last - part.at]
            stop = first == start and not part.in_link  # a link is one already
            yield _mark(words, why, stop=stop, ends=last == end)
            at = last
        yield _escaped(part.text[at - part.at :])


def _mark(words: str, why: str, *, stop: bool, ends: bool) -> str:
    """One stop for the keyboard and one word for the ear, however many tags lie between."""
    stops = ' tabindex="0"' if stop else ""
    said = f'<span class="unseen"> ({_escaped(why)}) </span>' if ends else ""
    return (
        f'<mark class="found" data-why="{html.escape(why)}"{stops}>{_escaped(words)}{said}</mark>'
    )


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
