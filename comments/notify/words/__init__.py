"""The words of mails and of the pages they lead to, in the reader's language; English where there
is no other."""

import functools
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FALLBACK = "en"


class Words:
    """One language. Plurals are told apart as ``one`` and ``other``; a language without that
    difference says the same twice."""

    def __init__(self, language: str, entries: dict[str, Any]) -> None:
        self.language = language
        self.direction = entries["direction"]
        self._entries = entries

    def t(self, key: str, **values: Any) -> str:
        entry = self._entries[key]
        if isinstance(entry, dict):
            entry = entry["one" if values.get("n") == 1 else "other"]
        return str(entry).format_map(values)


def words(language: str) -> Words:
    """The words for ``de-AT``, ``de`` or any other tag."""
    primary = language.lower().replace("_", "-").partition("-")[0]
    return _read(primary if primary in languages() else FALLBACK)


@functools.cache
def languages() -> frozenset[str]:
    return frozenset(file.stem for file in FOLDER.glob("*.json"))


@functools.cache
def _read(language: str) -> Words:
    entries = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return Words(language, entries)
