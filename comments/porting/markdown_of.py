"""The HTML of an old system's comments as the Markdown that is stored here. Pure.

Words are kept, also where their markup is not: what no comment may use becomes plain text.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import quote

import nh3

# The parser behind is quick only on sound HTML, and a stranger wrote this: it is made sound first.
_SOUND = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li", "i", "b",
          "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr"},
    attributes={"*": set(), "a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)  # fmt: skip
_BLOCKS = {"p", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_URL = re.compile(r"(https?://[^\s<>]+)")
_MARKUP = re.compile(r"[\\`*\[\]<>]|(?<!\w)_|_(?!\w)")
_LINE_START = re.compile(r"^(\s*)([-+#~]|\d{1,9}(?=[.)]\s))", re.MULTILINE)


def markdown_of(text: str, markup: str) -> str:
    """``markup``: html, lines (HTML in which a line break counts) or markdown, which stays."""
    if markup == "markdown":
        return text.strip()
    writer = _Writer(lines=markup == "lines")
    writer.feed(_SOUND.clean(text))
    writer.close()
    return writer.written()


class _Writer(HTMLParser):
    def __init__(self, *, lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = lines
        self._blocks: list[str] = []
        self._text = ""
        self._open: list[tuple[str, int, str]] = []  # inline elements: tag, where, href
        self._quotes = 0
        self._lists: list[int | None] = []  # the next number of an ordered one
        self._mark = ""
        self._verbatim = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text += "\n"
        elif tag in _MARKS or (tag in ("a", "code") and not self._verbatim):
            self._open.append((tag, len(self._text), dict(attrs).get("href") or ""))
        elif tag in BLOCK_STARTS:
            self._end_block()
            BLOCK_STARTS[tag](self)

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS or tag in ("a", "code"):
            self._close_inline(tag)
        elif tag in BLOCK_ENDS:
            self._end_block()
            BLOCK_ENDS[tag](self)

    def handle_data(self, data: str) -> None:
        if self._verbatim:
            self._text += data
        elif any(tag == "code" for tag, _, _ in self._open):
            self._text += " ".join(data.split())
        else:
            self._words(data)

    def written(self) -> str:
        self._end_block()
        return "\n\n".join(self._blocks).strip()

    def _words(self, data: str) -> None:
        if not self._lines:
            self._text += escaped(re.sub(r"\s+", " ", data))
            return
        first, *others = re.split(r"\n\s*\n", data.replace("\r\n", "\n"))
        self._text += escaped(first)
        for paragraph in others:
            self._end_block()
            self._text += escaped(paragraph)

    def _close_inline(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return  # a paragraph ended inside it: the words stand without it
        _, start, href = self._open.pop()
        inner = self._text[start:]
        words = inner.strip()
        before = inner[: len(inner) - len(inner.lstrip())]
        after = inner[len(inner.rstrip()) :] if words else ""
        self._text = self._text[:start] + before + _marked(tag, words, href) + after

    def _end_block(self) -> None:
        text, self._text, self._open = self._text, "", []
        text = text.strip("\n") if self._verbatim else "\n".join(map(str.strip, text.split("\n")))
        if not text.strip():
            return
        if self._verbatim:
            fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
            text = f"{fence}\n{text}\n{fence}"
        else:
            text = _LINE_START.sub(_inert, text.strip())
        self._blocks.append(self._placed(text))

    def _placed(self, text: str) -> str:
        """Within the quotes and lists that are open."""
        indent = "   " * len(self._lists) if self._lists else ""
        first = indent[3:] + self._mark.ljust(3) if self._mark else indent
        self._mark = ""
        lines = text.split("\n")
        lines = [first + lines[0], *(indent + line for line in lines[1:])]
        return "\n".join("> " * self._quotes + line for line in lines)

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._mark = "-" if number is None else f"{number}."
        if number is not None:
            self._lists[-1] = number + 1

    def _quote(self, by: int) -> None:
        self._quotes += by

    def _begin_list(self, number: int | None) -> None:
        self._lists.append(number)

    def _end_list(self) -> None:
        if self._lists:
            self._lists.pop()

    def _preformat(self, on: bool) -> None:
        self._verbatim = on


Step = Callable[[_Writer], None]
BLOCK_STARTS: dict[str, Step] = {
    **dict.fromkeys(_BLOCKS, lambda writer: None),
    "blockquote": lambda writer: writer._quote(1),
    "ul": lambda writer: writer._begin_list(None),
    "ol": lambda writer: writer._begin_list(1),
    "li": lambda writer: writer._begin_item(),
    "pre": lambda writer: writer._preformat(True),
}
BLOCK_ENDS: dict[str, Step] = {
    **dict.fromkeys([*_BLOCKS, "li"], lambda writer: None),
    "blockquote": lambda writer: writer._quote(-1),
    "ul": lambda writer: writer._end_list(),
    "ol": lambda writer: writer._end_list(),
    "pre": lambda writer: writer._preformat(False),
}


def escaped(text: str) -> str:
    """Words that happen to look like markup stay words; an address stays clickable."""
    parts = _URL.split(text)
    parts[::2] = [_MARKUP.sub(r"\\\g<0>", part) for part in parts[::2]]
    return "".join(parts)


def _inert(found: "re.Match[str]") -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _marked(tag: str, words: str, href: str) -> str:
    if tag in _MARKS:
        return f"{_MARKS[tag]}{words}{_MARKS[tag]}" if words else ""
    if tag == "code":
        return f"`{words}`" if words and "`" not in words else words
    if not href or words in ("", href):
        return href or words
    return f"[{words}]({quote(href, safe=':/?#@!$&*+,;=%~._-')})"
