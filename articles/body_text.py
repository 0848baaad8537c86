"""HTML or plain text -> the words a reader sees. Linear in the input, whatever the input."""

import html
import re

MAX_MARKUP = 1_000_000

# A tag between letters: `<b>W</b>ord` is one word, `<td>one</td><td>two</td>` are two.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong"
    "|sub|sup|time|tt|u|var|wbr"
)
_UNSEEN = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "template", "iframe", "noscript", "svg", "math", "title")
}
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})")
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
# int() refuses decimal strings over 4,300 digits, and html.unescape hands it whatever stands there.
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")


def body_text(body: str) -> str:
    """The text of an HTML or plain `body`; of more than `MAX_MARKUP` characters, the first ones.

    Scripts, styles and comments go, with all that follows one that never closes, as in a browser.
    """
    body = body[:MAX_MARKUP]
    seen = "".join(_pieces(body)) if _MARKUP.search(body) else body
    return html.unescape(_HUGE_REFERENCE.sub(" ", seen)) if "&" in seen else seen


def _pieces(body: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    while (tag := _MARKUP.search(body, start)) is not None:
        pieces.append(body[start : tag.start()])
        start, space = _past(body, tag.start())
        if start == tag.start():  # no ">" is left, so nothing further on can be a tag
            break
        pieces.append(space)
    pieces.append(body[start:])
    return pieces


def _past(body: str, tag: int) -> tuple[int, str]:
    """Where the markup at `tag` ends, and what stands for it. `tag` itself: it never ends."""
    if body.startswith("<!--", tag):
        end = body.find("-->", tag + 4)
        return (end + 3 if end >= 0 else len(body)), ""
    close = body.find(">", tag)
    if close < 0:
        return tag, ""
    found = _NAME.match(body, tag)
    name = found.group(1).lower() if found else ""
    if name in _UNSEEN and body[tag + 1] != "/":
        closing = _UNSEEN[name].search(body, close)
        return (closing.start() if closing else len(body)), " "
    return close + 1, "" if _INLINE.fullmatch(name) else "\n"
