"""XML written as it comes, with what no XML may hold left out."""

from __future__ import annotations

import re
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 has no way to write, not even as a number.
NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlText:
    """Writes ``<?xml …?>`` at once; elements as they are told of."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')

    def start(self, name: str, **attributes: str) -> None:
        self._out.write(f"<{name}{_attributes(attributes)}>\n")

    def end(self, name: str) -> None:
        self._out.write(f"</{name}>\n")

    def element(self, name: str, text: str, **attributes: str) -> None:
        words = escape(NEVER.sub("", text))
        self._out.write(f"<{name}{_attributes(attributes)}>{words}</{name}>\n")


def _attributes(attributes: dict[str, str]) -> str:
    """``dsq__id`` stands for ``dsq:id``, which is no name in Python."""
    pairs = attributes.items()
    return "".join(f" {key.replace('__', ':')}={quoteattr(value)}" for key, value in pairs)
