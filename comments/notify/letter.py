"""A letter: the same facts as plain text and as HTML, without a picture or anything that counts who
opens it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from comments.notify.words import Words


@dataclass(frozen=True)
class Item:
    """One thing that the letter is about. ``quote`` is what somebody wrote: only for people who
    asked for it, or whom the newsroom named."""

    heading: str
    url: str
    button: str
    quote: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Letter:
    """``stop`` is the sentence and the address of the way out, where there is one."""

    words: Words
    subject: str
    intro: Sequence[str]
    items: Sequence[Item]
    outro: Sequence[str] = ()
    signature: str = ""
    stop_text: str = ""
    stop_url: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        return _tidy(render_to_string("comments/mail/letter.txt", self._context()))

    def html(self) -> str:
        return render_to_string("comments/mail/letter.html", self._context())

    def _context(self) -> dict[str, Any]:
        return {"letter": self, "language": self.words.language, "direction": self.words.direction}


def day_and_hour(moment: datetime) -> str:
    """Read alike in every language; the reader's own time is not known."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def shortened(text: str, most: int = 400) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _tidy(text: str) -> str:
    """A template leaves empty lines where it left something out."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept) + "\n"
