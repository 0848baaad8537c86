"""A comment's text: from the stored source to what readers, mails and judges get.

`source` is what the author typed, already through the field validator. The stored source is the
truth; everything here can be made again from it, and none of these functions raises.
"""

import functools
import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

import nh3
from markdown_it.token import Token

from comments.markup import parser

# Twice the longest comment the form takes. Only imports bring longer ones, and markup costs more
# than its length, so those are shown as plain paragraphs.
MAX_MARKUP = 20_000
_SYNTAX = re.compile(r"[\\`*_\[\]<>()!:@/#~]")

# `'*': set()` is not the default: without it nh3 lets `title` and `lang` through on every element.
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li"},
    attributes={"*": set(), "a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow ugc noopener",
)

_WRITTEN_URL = re.compile(r"\b(?:https?|ftp)://[^\s<>\"]+", re.IGNORECASE)
# Domains written without a scheme. Endings that are words too (it, is, in, no, so, to, me, us …)
# are left out: a space forgotten after a full stop must not look like a link.
_ENDINGS = """
    com net org info biz edu gov example io co ai app dev xyz top site online shop store club live
    news blog pro vip win bid loan click link icu buzz tech space website fun work money today
    ru su ua cn de fr nl uk eu br tr jp kr vn ir es pt se fi dk cz ro hu gr ch pk ng ke za mx ar cl
    pl tk ml ga cf gq pw cc tv ws рф xn--[a-z0-9-]{1,59}
"""
_WRITTEN_DOMAIN = re.compile(
    r"(?<![\w@.%/-])(?:www\.(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}"
    rf"|(?:[\w-]{{1,63}}\.)+(?P<ending>{'|'.join(_ENDINGS.split())}))"
    r"(?![\w@-]|\.\w)(?::\d{1,5})?(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_AFTER_URL = ".,:;!?'*_~…)]}"


def render(source: str, mentions: Mapping[str, str] | None = None) -> str:
    """Safe HTML with `p br em strong a[href] code pre blockquote ul ol li` and nothing else.

    It stands on two legs: a parser that escapes every tag, and an allow-list over its output.
    `mentions`: names, and the addresses that `@name` leads to.
    """
    text = _scalar(source)
    env = {"mentions": mentions or {}}
    markup = parser().render(text, env) if len(text) <= MAX_MARKUP else _paragraphs(text)
    return _CLEANER.clean(markup).strip()


def plain(source: str) -> str:
    """The words without markup, for mails and judges; links as `words (address)`, quotes by `>`."""
    text = _scalar(source)
    return _words_of(_parsed(text), text, _with_address).strip()


def literal(words: str) -> str:
    """Markup that shows one line of ``words`` as they are: no link, no emphasis, no mention."""
    return _SYNTAX.sub(r"\\\g<0>", words)


def links(source: str) -> list[str]:
    """All addresses a reader could click, then those only visible as text; each once.

    A domain written without a scheme is given `http://`, so each entry parses as a URL. Invisible
    characters and look-alike full-width letters do not hide one.
    """
    text = _scalar(source)
    tokens = _parsed(text)
    visible = _words_of(tokens, text, _without_address)
    return list(dict.fromkeys([*_targets(tokens), *_written(visible)]))


def digest(source: str) -> str:
    """SHA-256 hex of the text without case, spacing, invisible characters or Unicode disguise.

    Equal digests mean the same words. It is a hash of the author's text: never public.
    """
    folded = unicodedata.normalize("NFKC", _folded(source).casefold())
    return hashlib.sha256(" ".join(folded.split()).encode()).hexdigest()


def _scalar(source: str) -> str:
    """Without lone surrogates, which no encoder downstream accepts."""
    return source.encode("utf-8", "replace").decode("utf-8")


def _folded(text: str) -> str:
    normal = unicodedata.normalize("NFKC", _scalar(text))
    return "".join(char for char in normal if unicodedata.category(char) != "Cf")


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n{2,}", html.escape(text.strip()))
    return "".join("<p>" + block.replace("\n", "<br>") + "</p>" for block in blocks)


# The words and the links of one comment are asked for one after the other, several times.
@functools.lru_cache(maxsize=8)
def _parsed(text: str) -> Sequence[Token]:
    return parser().parse(text) if len(text) <= MAX_MARKUP else []


def _with_address(words: str, href: str) -> str:
    return words if words == href.removeprefix("mailto:") else f"{words} ({href})"


def _without_address(words: str, href: str) -> str:
    return " " if words == href else words


def _words_of(tokens: Sequence[Token], text: str, link: Callable[[str, str], str]) -> str:
    """The visible words of a parsed text; of the whole text where it was too long to parse."""
    return _blocks(tokens, link) if len(text) <= MAX_MARKUP else text


def _blocks(tokens: Sequence[Token], link: Callable[[str, str], str]) -> str:
    parts: list[str] = []
    depth, mark, gap, at_top = 0, "", "\n\n", False
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            at_top = True
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "paragraph_open":  # hidden in a list without empty lines
            gap = "\n" if token.hidden and not at_top else "\n\n"
        elif token.type in {"inline", "fence"}:
            words = _inline(token, link) if token.children else token.content.rstrip("\n")
            parts += gap, _quoted(mark + words, depth)
            mark, gap, at_top = "", "\n\n", False
        elif token.tag == "blockquote":
            depth += token.nesting
    return "".join(parts)


def _quoted(text: str, depth: int) -> str:
    return re.sub("^", "> " * depth, text, flags=re.MULTILINE)


def _inline(token: Token, link: Callable[[str, str], str]) -> str:
    text, href, start = "", "", 0
    for child in token.children or []:
        if child.type == "link_open":
            href, start = str(child.attrs["href"]), len(text)
        elif child.type == "link_close":
            text = text[:start] + link(text[start:], href)
        else:
            text += "\n" if child.type in {"softbreak", "hardbreak"} else child.content
    return text


def _targets(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrs["href"])


def _written(text: str) -> Iterator[str]:
    text = _folded(text)
    for match in _WRITTEN_URL.finditer(text):
        yield match[0].rstrip(_AFTER_URL)
    for match in _WRITTEN_DOMAIN.finditer(_WRITTEN_URL.sub(" ", text)):
        ending = match["ending"]
        if ending is None or ending.islower() or match[0].isupper():
            yield "http://" + match[0].rstrip(_AFTER_URL)
