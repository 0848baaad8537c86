"""A finished piece of an XML file: what the readers look at."""

from __future__ import annotations

from collections.abc import Iterator

from articles.sources.record import SourceError

MAX_TEXT = 5 * 1024 * 1024
MAX_WEIGHT = 16 * 1024 * 1024
ELEMENT_WEIGHT = 200  # bytes of bookkeeping, so that a million empty children count too


class Element:
    """An element with its attributes, texts and children.

    `within` is the taken element around it (an item around its comment), possibly not finished;
    `serial` numbers the taken elements; `cleaned` says that control characters were removed.
    """

    __slots__ = ("attrs", "cleaned", "line", "name", "parts", "serial", "size", "weight", "within")

    def __init__(self, name: str, attrs: dict[str, str], line: int) -> None:
        self.name = name
        self.attrs = attrs
        self.line = line
        self.parts: list[str | Element] = []
        self.size = 0
        self.weight = 0
        self.serial = 0
        self.within: Element | None = None
        self.cleaned = False

    @property
    def where(self) -> str:
        return f"line {self.line}"

    @property
    def raw_text(self) -> str:
        """The element's own text exactly as written, children left out."""
        return "".join([part for part in self.parts if isinstance(part, str)])

    @property
    def text(self) -> str:
        """The element's own text without the white space around it."""
        return self.raw_text.strip()

    def children(self, *names: str) -> Iterator[Element]:
        """Direct children of these names, in the file's order."""
        for part in self.parts:
            if not isinstance(part, str) and part.name in names:
                yield part

    def child(self, name: str) -> Element | None:
        return next(self.children(name), None)

    def find(self, *names: str) -> str:
        """Text of the first direct child of these names, trying them in turn; "" if all empty."""
        for name in names:
            for child in self.children(name):
                if text := child.text:
                    return text
        return ""

    def add_text(self, text: str) -> None:
        """Append character data; SourceError when this text passes the limit."""
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise SourceError(f"<{self.name}> holds more than {MAX_TEXT >> 20} MB", self.line)
        self.parts.append(text)

    def add_weight(self, weight: int) -> None:
        """Count what lies inside a taken element; SourceError when it passes the limit."""
        self.weight += weight
        if self.weight > MAX_WEIGHT:
            raise SourceError(f"<{self.name}> holds more than {MAX_WEIGHT >> 20} MB", self.line)
