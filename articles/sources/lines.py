"""The lines of a text file, numbered, none of them longer than a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from articles.sources.decoding import TextChunk, text_chunks
from articles.sources.record import SourceError
from articles.sources.source_file import SourceFile

MAX_LINE = 8 * 1024 * 1024


class Line(NamedTuple):
    """A line without its end; `ended` is False for a last line that lacks one."""

    number: int
    text: str
    cleaned: bool
    ended: bool


def numbered_lines(file: SourceFile) -> Iterator[Line]:
    """Every line of the file; SourceError with its number for one that is too long."""
    pending: list[str] = []
    size, number = 0, 1
    cleaned: set[int] = set()
    for chunk in text_chunks(file):
        cleaned.update(_lines_of(chunk))
        *whole, rest = chunk.text.split("\n")
        for part in whole:
            yield Line(number, "".join([*pending, part]).rstrip("\r"), number in cleaned, True)
            cleaned.discard(number)
            pending, size, number = [], 0, number + 1
        pending.append(rest)
        size += len(rest)
        if size > MAX_LINE:
            raise SourceError(f"the line is longer than {MAX_LINE >> 20} MB", number)
    if size:
        yield Line(number, "".join(pending), number in cleaned, False)


def _lines_of(chunk: TextChunk) -> Iterator[int]:
    at, line = 0, chunk.line
    for place in chunk.cleaned:
        line += chunk.text.count("\n", at, place)
        at = place
        yield line
