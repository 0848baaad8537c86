"""corpus_record: a record of somebody's corpus, whatever its layout, as an article that can be
registered. What has no sense as an article's is left out: an evaluation is about the rest."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from articles.services.register import MAX_BODY, MAX_NAMES, clean_time
from newsroom.kernel.fields import MARKS_IN_A_ROW, FieldError

HOST = "evaluation.example"
TITLE, SUMMARY, BODY = (
    ("title", "headline"),
    ("summary", "description"),
    ("text", "body", "content"),
)
LANGUAGE, TIME = ("language", "lang"), ("published_at", "published", "date")
UNTITLED = "-"  # no word at all
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_JOINERS = "\u200c\u200d"


def told_of(record: Mapping[str, Any], number: int, language: str, now: datetime) -> dict[str, Any]:
    """``language``: where the record has none; one that is no tag becomes und, which compares it
    with its like, word for word."""
    tag = _text(record, LANGUAGE).strip() or language
    return {
        "url": f"https://{HOST}/{number}",
        "title": " ".join(_text(record, TITLE).split())[:300] or UNTITLED,
        "summary": _text(record, SUMMARY)[:5000],
        "body": _text(record, BODY)[:MAX_BODY],
        "section": "/".join(_names(record.get("section")))[:190],
        "tags": _names(record.get("tags")),
        "authors": _names(record.get("authors") or record.get("author")),
        "language": tag if _TAG.fullmatch(tag) else "und",
        "published_at": _time(record) or now,
        "status": "published",
    }


def _text(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    value = next((record[name] for name in names if record.get(name)), "")
    if isinstance(value, list):
        value = "\n\n".join(map(str, value))
    return printable(str(value))


def printable(text: str) -> str:
    """Without the characters that no article may hold."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind[0] == "M" else 0
        if sign in "\n\t" or sign in _JOINERS or (kind[0] != "C" and marks <= MARKS_IN_A_ROW):
            kept.append(sign)
        elif kind == "Cc":
            kept.append(" ")
    return "".join(kept)


def _names(value: object) -> list[str]:
    """A list of names, of objects with a name, or one text with commas."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    told = (each.get("name") if isinstance(each, Mapping) else each for each in value)
    names = (" ".join(printable(str(name)).split())[:190] for name in told if name is not None)
    return list(dict.fromkeys(filter(None, names)))[:MAX_NAMES]


def _time(record: Mapping[str, Any]) -> datetime | None:
    value = next((record[name] for name in TIME if record.get(name)), None)
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value if value < 1e11 else value / 1000, UTC)
        return clean_time(value)
    except (FieldError, OverflowError, OSError, ValueError):
        return None
