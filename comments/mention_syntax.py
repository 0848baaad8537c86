"""`@name` as a link, for the names that are handed to the parser: those of people in the thread."""

from markdown_it.rules_inline import StateInline

from comments.link_syntax import is_safe_href


def mention(state: StateInline, silent: bool) -> bool:
    """The longest of the names wins; a letter before the @ makes it part of an address."""
    hrefs = state.env.get("mentions")
    if not hrefs or state.linkLevel or not state.src.startswith("@", state.pos):
        return False
    if state.pos and state.src[state.pos - 1].isalnum():
        return False
    name = max((name for name in hrefs if _stands_at(state, name)), key=len, default="")
    if not name or not is_safe_href(hrefs[name]):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": hrefs[name]}
        state.push("text", "", 0).content = f"@{name}"
        state.push("link_close", "a", -1)
    state.pos += 1 + len(name)
    return True


def _stands_at(state: StateInline, name: str) -> bool:
    start = state.pos + 1
    end = start + len(name)
    if end > state.posMax or not state.src.startswith(name, start):
        return False
    return end == state.posMax or not state.src[end].isalnum()
