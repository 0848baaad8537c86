"""The newsroom's own lists. Whole words, matched in linear time whatever a moderator writes."""

import unicodedata
from collections.abc import Iterable

from comments.pipeline.case import Case, Finding, Verdict


def spam_words(case: Case) -> Finding | None:
    found = matches(case.rules.spam_words, _texts(case))
    return Finding("spam_words", Verdict.SPAM, "listed_word", {"words": found}) if found else None


def hold_words(case: Case) -> Finding | None:
    found = matches(case.rules.hold_words, _texts(case))
    return Finding("hold_words", Verdict.HOLD, "listed_word", {"words": found}) if found else None


def matches(entries: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The entries that stand in any of the texts as whole words, in the list's order."""
    wanted = list(entries)
    if not wanted:
        return []
    folded = [f" {' '.join(words(text))} " for text in texts]
    found = []
    for entry in wanted:
        needle = f" {' '.join(words(entry))} "
        if needle.strip() and any(needle in text for text in folded):
            found.append(entry)
    return found


def words(text: str) -> list[str]:
    """Folded words: NFKC, no case, no format characters; everything that is no word separates."""
    kept = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        category = unicodedata.category(char)
        if category[0] in "LNM":
            kept.append(char)
        elif category != "Cf":
            kept.append(" ")
    return "".join(kept).split()


def _texts(case: Case) -> list[str]:
    return [case.text, case.name, case.website, *case.links]
