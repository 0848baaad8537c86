"""Which articles must not stand beside each other: the report of a disaster, and what is light.

A site names sensitive words, tags and sections, and light tags and sections. Words are looked for
in title and summary, by their stems: a body mentions much that an article is not about.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from articles.body_text import body_text
from articles.terms import base_language, stem

Tone = Literal["", "sensitive", "light"]
SENSITIVE: Tone = "sensitive"
LIGHT: Tone = "light"
OPPOSITE: dict[str, Tone] = {SENSITIVE: LIGHT, LIGHT: SENSITIVE}
# Scripts without spaces between words: there a word is looked for as a part of the text.
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
_WORD = re.compile(r"\w+")
MOST_CHARS = 10_000

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Subjects:
    """Words may be phrases; tags are compared without case; sections are slugs, and what is below
    a section goes with it."""

    sensitive_words: tuple[str, ...] = ()
    sensitive_tags: tuple[str, ...] = ()
    sensitive_sections: tuple[str, ...] = ()
    light_tags: tuple[str, ...] = ()
    light_sections: tuple[str, ...] = ()


def tone_of(
    subjects: Subjects,
    *,
    title: str,
    summary: str,
    language: str,
    tags: Iterable[str],
    section: str,
) -> Tone:
    """Sensitive outweighs light: the obituary of a comedian may stand in the light section."""
    named = {tag.casefold() for tag in tags}
    if (
        _any_tag(subjects.sensitive_tags, named)
        or within(section, subjects.sensitive_sections)
        or says(subjects.sensitive_words, f"{title}\n{summary}", language)
    ):
        return SENSITIVE
    if _any_tag(subjects.light_tags, named) or within(section, subjects.light_sections):
        return LIGHT
    return ""


def clash(one: str, other: str) -> bool:
    """Whether two tones must not meet, in either direction."""
    return OPPOSITE.get(one) == other


def within(section: str, sections: Iterable[str]) -> bool:
    """Whether the slug ``section`` is one of ``sections`` or below one."""
    return any(section == slug or section.startswith(f"{slug}/") for slug in sections)


def _any_tag(wanted: Iterable[str], tags: set[str]) -> bool:
    return any(tag.casefold() in tags for tag in wanted)


def says(words: tuple[str, ...], text: str, language: str) -> bool:
    """Whether one of the words or phrases stands in the text, in any form of theirs."""
    if not words:
        return False
    text = unicodedata.normalize("NFKC", body_text(text))[:MOST_CHARS]
    phrases, parts = _prepared(words, base_language(language))
    if any(part in text.casefold() for part in parts):
        return True
    stems = [stem(word, base_language(language)) for word in _WORD.findall(text)]
    return any(_begins(stems, at, phrases.get(found, ())) for at, found in enumerate(stems))


def _begins(stems: Sequence[str], at: int, phrases: Iterable[Phrase]) -> bool:
    return any(tuple(stems[at : at + len(phrase)]) == phrase for phrase in phrases)


@functools.lru_cache(maxsize=64)
def _prepared(
    words: tuple[str, ...], language: str
) -> tuple[dict[str, list[Phrase]], tuple[str, ...]]:
    """Phrases by their first stem, and the words that are looked for as parts."""
    phrases: dict[str, list[Phrase]] = {}
    parts = []
    for word in words:
        word = unicodedata.normalize("NFKC", word)
        if _spaceless(word):
            parts.append(word.casefold())
        elif found := tuple(stem(each, language) for each in _WORD.findall(word)):
            phrases.setdefault(found[0], []).append(found)
    return phrases, tuple(parts)


def _spaceless(word: str) -> bool:
    return any(unicodedata.name(sign, "").startswith(_SPACELESS) for sign in word)
