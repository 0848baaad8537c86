"""How a comment writes a link: `[words](address)`, `<address>`, or the bare http(s) address.

Inline rules for the parser in `comments.markup`. markdown-it's own look ahead from every bracket
anew, and take 0.25 s for 10 kB of `![`; these find all pairs of brackets in one pass.
"""

import html
import re
import unicodedata
from bisect import bisect_left

import nh3
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import autolink as markdown_autolink
from markdown_it.token import Token

_MAX_URL = 2_000
_AUTHORITY = r"(?:\[[0-9a-f:.]{2,45}\]|[\w.\-\u0080-\U0010ffff]{1,253})(?::\d{1,5})?"
_HTTP_URL = re.compile(rf"https?://{_AUTHORITY}(?:[/?#][^\s\\<>\"`]*)?", re.IGNORECASE)
# No query: a mailto link could otherwise fill in the mail's text and its secret recipients.
_MAILTO_URL = re.compile(r"mailto:[\w.!#$%&'*+/=^{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_QUOTES_AND_STOPS = "“”„‘’«»‹›。，、；：？！「」『』（）【】《》"
_BARE_URL = re.compile(rf"https?://[^\s<>\"`\\^{{|}}\[\]{_QUOTES_AND_STOPS}]+", re.IGNORECASE)
_BEFORE_URL = re.compile(r"(?:^|[^\w.+-])(https?)\Z", re.IGNORECASE)
_AFTER_URL = ".,:;!?'*_~…"
_BRACKET = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)
_BACKTICKS = re.compile("`+")
# `(address)`, `(<address>)`, each with an optional title, which is dropped. Parentheses inside the
# address pair up one level deep, as in encyclopedia links.
_PLAIN_ADDRESS = r"(?:[^\s<>()\\]|\\.|\((?:[^\s<>()\\]|\\.){0,200}\)){0,2000}+"
_TITLE = r"(?:\s+(?:\"[^\"]{0,200}\"|'[^']{0,200}'))?"
_DESTINATION = re.compile(
    rf"\(\s*+(?:<(?P<angled>[^<>\n]{{0,2000}})>|(?P<plain>{_PLAIN_ADDRESS})){_TITLE}\s*\)"
)


def is_safe_href(url: str) -> bool:
    """Whether a browser opens exactly what is written: http(s) with a host, or a plain mailto."""
    if len(url) > _MAX_URL or " " in url or not url.isprintable():
        return False
    return bool(_MAILTO_URL.fullmatch(url) or (_HTTP_URL.fullmatch(url) and _has_host(url)))


def _has_host(url: str) -> bool:
    """Whether the sanitiser's URL parser, a browser's twin, finds a host: no `a.1`, no `xn--`.

    It has the last word on the page anyway, and there it would leave a link to nowhere.
    """
    return "href" in nh3.clean(f'<a href="{html.escape(url)}"></a>', url_relative="deny")


def link(state: StateInline, silent: bool) -> bool:
    """`[words](address)`. The outermost link wins; brackets inside its words are text."""
    if state.linkLevel or not (found := _link_at(state, state.pos)):
        return False
    label_end, href, end = found
    if not silent:
        _push_label_link(state, label_end, href)
    state.pos = end
    return True


def autolink(state: StateInline, silent: bool) -> bool:
    """`<https://…>` and `<name@host>`; inside the words of a link they are text."""
    return not state.linkLevel and markdown_autolink(state, silent)


def image_as_text(state: StateInline, silent: bool) -> bool:
    """`![a](b)` stays as typed: an image would tell its host who reads this page, and when."""
    start = state.pos
    if not (state.src.startswith("![", start) and (found := _link_at(state, start + 1))):
        return False
    state.pos = found[2]
    if not silent:
        state.append_pending(state.src[start : state.pos])
    return True


def _link_at(state: StateInline, start: int) -> tuple[int, str, int] | None:
    """(end of the words, address, end of the link) of the link whose `[` is at `start`."""
    if state.src[start] != "[":
        return None
    label_end = _bracket_pairs(state).get(start, state.posMax)
    destination = _DESTINATION.match(state.src, label_end + 1, state.posMax)
    if not destination:
        return None
    href = unescapeAll(destination["angled"] or destination["plain"] or "")
    return (label_end, href, destination.end()) if is_safe_href(href) else None


def _bracket_pairs(state: StateInline) -> dict[int, int]:
    """Where the bracket opened at each index closes.

    All pairs in one pass, once a text: looking ahead from every `[` anew, as markdown-it does, is
    what makes a page of brackets slow.
    """
    pairs: dict[str, dict[int, int]] = state.env.setdefault("bracket_pairs", {})
    if state.src not in pairs:
        pairs[state.src] = _pair_brackets(state.src)
    return pairs[state.src]


def _pair_brackets(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    opened: list[int] = []
    code_spans = _CodeSpans(text)
    code_end = 0
    for mark in _BRACKET.finditer(text):
        if mark.start() < code_end:
            continue
        if mark[0] == "[":
            opened.append(mark.start())
        elif mark[0] == "]" and opened:
            pairs[opened.pop()] = mark.start()
        elif mark[0][0] == "`":
            code_end = code_spans.end(mark)
    return pairs


class _CodeSpans:
    """Which run of back ticks closes another; brackets between them are code, not links."""

    def __init__(self, text: str) -> None:
        self._starts: dict[int, list[int]] = {}
        for run in _BACKTICKS.finditer(text):
            self._starts.setdefault(len(run[0]), []).append(run.start())

    def end(self, opening: re.Match[str]) -> int:
        length = len(opening[0])
        starts = self._starts.get(length, [])
        closing = bisect_left(starts, opening.end())
        return starts[closing] + length if closing < len(starts) else opening.end()


def _push_label_link(state: StateInline, label_end: int, href: str) -> None:
    outer_end = state.posMax
    state.pos, state.posMax = state.pos + 1, label_end
    state.push("link_open", "a", 1).attrs = {"href": href}
    opening = len(state.tokens)
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    if not _has_visible(state.tokens[opening:]):
        state.push("text", "", 0).content = href  # nobody shall click what nobody can see
    state.push("link_close", "a", -1)
    state.posMax = outer_end


def _has_visible(tokens: list[Token]) -> bool:
    return any(unicodedata.category(char)[0] not in "ZCM" for t in tokens for char in t.content)


def bare_url(state: StateInline, silent: bool) -> bool:
    """Link `https://…` where it stands in the text; called at the colon, as markdown-it's own."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _BEFORE_URL.search(state.src, max(0, state.pos - 6), state.pos)
    if not scheme:
        return False
    url = _trimmed_url(state.src, scheme.start(1), state.posMax)
    if not is_safe_href(url):
        return False
    if not silent:
        if not state.pending.endswith(scheme[1]):
            return False
        state.pending = state.pending[: -len(scheme[1])]
        _push_link(state, url)
    state.pos = scheme.start(1) + len(url)
    return True


def _trimmed_url(text: str, start: int, end: int) -> str:
    """The address at `start`, without the punctuation of the sentence around it."""
    match = _BARE_URL.match(text, start, min(end, start + _MAX_URL + 1))
    url = match[0] if match else ""
    if len(url) > _MAX_URL:
        return ""
    trimmed = url.rstrip(_AFTER_URL)
    while trimmed.endswith(")") and trimmed.count(")") > trimmed.count("("):
        trimmed = trimmed[:-1].rstrip(_AFTER_URL)
    return trimmed


def _push_link(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": url}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)
