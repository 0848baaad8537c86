"""The Markdown that a comment may use, as a configured parser.

Paragraphs, line breaks, emphasis, strong, code, fenced code, quotes, lists, links and bare
http(s) addresses; nothing else. Headings, images, tables, rules, references, HTML, entities and
indented code stay the text that was typed. The parser never drops text: where markdown-it would
(nesting too deep, a list that starts at 3, an item without words, words on a fence), it is shown.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, fence, list_block

from comments import link_syntax, mention_syntax

# Levels of open block elements: four lists (each a list and an item) or eight quotes. Each level
# parses the lines inside once more, so depth is what an attacker multiplies length with.
MAX_BLOCK_LEVEL = 8

_FIRST_ITEM = re.compile(r"(?:[-+*]|0{0,8}1[.)])[ \t]+\S")


@cache
def parser() -> MarkdownIt:
    """The one parser; it keeps no state between texts."""
    markdown = _CommentMarkdown("zero", {"breaks": True, "maxNesting": 32})
    markdown.enable(["fence", "blockquote", "list"])
    markdown.enable(["newline", "escape", "backticks", "emphasis", "link", "autolink"])
    markdown.block.ruler.at("fence", _fence, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
    markdown.inline.ruler.at("link", link_syntax.link)
    markdown.inline.ruler.at("autolink", link_syntax.autolink)
    markdown.inline.ruler.before("link", "image_as_text", link_syntax.image_as_text)
    markdown.inline.ruler.push("bare_url", link_syntax.bare_url)
    markdown.inline.ruler.push("mention", mention_syntax.mention)
    return markdown


class _CommentMarkdown(MarkdownIt):
    """Links are judged as they were typed; a rewritten address may pass where the typed may not."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link

    def validateLink(self, url: str) -> bool:
        return link_syntax.is_safe_href(url)


# Silent calls ask whether a line ends the paragraph before it; that stays as Markdown has it, or
# the second item of a list would be swallowed by the first.


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = fence(state, start, end, silent)
    if found and not silent and " " in (words := state.tokens[-1].info.strip()):
        # One word names a language; more are what the author wanted to say.
        state.tokens[-1].info = ""
        state.tokens[-1].content = f"{words}\n{state.tokens[-1].content}"
    return found


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not silent and state.level >= MAX_BLOCK_LEVEL:
        return False
    return blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not silent and (state.level >= MAX_BLOCK_LEVEL or not _is_first_item(state, start)):
        return False
    return list_block(state, start, end, silent)


def _is_first_item(state: StateBlock, line: int) -> bool:
    # The start number is not among the allowed attributes: "1986. What a year" would become
    # "1. What a year". An item without words would swallow its mark.
    start = state.bMarks[line] + state.tShift[line]
    return bool(_FIRST_ITEM.match(state.src, start, state.eMarks[line]))
