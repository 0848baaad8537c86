"""The words of pages without JavaScript, in the article's language: the widget's own, and a few
sentences that only these pages need, from ``words/``."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsroom.embed.assets import FOLDER
from newsroom.embed.plurals import plural
from newsroom.kernel.api import Problem

WIDGET = FOLDER / "i18n"
OWN = Path(__file__).parent / "words"
FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# What the widget's catalogues call them.
STATES = {"published": "published", "withdrawn": "withdrawn"}


class Said:
    """One language. In a template ``{{ say.reply }}``; with gaps, ``t`` fills them."""

    def __init__(self, language: str, entries: Mapping[str, Any]) -> None:
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self._entries = entries

    def __getitem__(self, key: str) -> str:
        return self.t(key)

    def t(self, key: str, **values: Any) -> str:
        entry = self._entries[key]
        if isinstance(entry, dict):
            entry = entry.get(plural(self.language, values.get("n", 0))) or entry["other"]
        return str(entry).format_map(values)

    def problem(self, error: Problem) -> str:
        return self.refusal(error.code, error.text)

    def refusal(self, code: str, text: str) -> str:
        """``name_too_long`` has no sentence of its own: ``too_long`` says it for every field.
        Where there is neither, and in English, it is the server's ``text``."""
        keys = (f"e_{code}", f"f_{code.partition('_')[2]}")
        if self.language == FALLBACK:
            return text
        return next((self.t(key) for key in keys if key in self._entries), text)

    def standing(self, status: str, reason: Mapping[str, str]) -> str:
        """How a comment stands, and why, to its author."""
        if self.language == FALLBACK:
            return reason["text"]
        state = self.t(STATES.get(status, f"s_{status}"))
        why = f"r_{reason['code']}"
        return f"{state} {self.t(why)}" if why in self._entries else state


def said(language: str) -> Said:
    """The words for ``de-AT``, ``de`` or any other tag; English where there are none."""
    primary = language.lower().replace("_", "-").partition("-")[0]
    return _read(primary if primary in languages() else FALLBACK)


@functools.cache
def languages() -> frozenset[str]:
    return frozenset(file.stem for file in OWN.glob("*.json") if (WIDGET / file.name).exists())


@functools.cache
def _read(language: str) -> Said:
    files = (WIDGET / f"{language}.json", WIDGET / "more" / f"{language}.json")
    entries: dict[str, Any] = {}
    for file in (*files, OWN / f"{language}.json"):
        entries |= json.loads(file.read_text(encoding="utf-8"))
    return Said(language, entries)
