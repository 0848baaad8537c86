"""The members of one big JSON object, without holding the object.

The standard library only reads whole documents; an export of a gigabyte is one document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecoder
from typing import Any, NamedTuple, NoReturn

from articles.sources.decoding import text_chunks
from articles.sources.json_value import NotJson
from articles.sources.source_file import SourceFile
from comments.porting.readers.events import SourceError

MAX_VALUE = 8 * 1024 * 1024
SPACE = re.compile(r"[ \t\r\n]*")


class Member(NamedTuple):
    """A value of the object, or (with a `place`) one element of an array in it.

    An array is announced by a member without place whose value is [].
    """

    key: str
    place: int | None
    value: Any


def members(file: SourceFile) -> Iterator[Member]:
    """In the file's order. Raises SourceError with a line when the JSON is broken or cut off."""
    scan = _Scanner(file)
    scan.expect("{")
    while not scan.took("}"):
        key = scan.value()
        if not isinstance(key, str):
            raise scan.error("a key is not a text")
        scan.expect(":")
        if scan.took("["):
            yield Member(key, None, [])
            yield from _elements(scan, key)
        else:
            yield Member(key, None, scan.value())
        scan.separator("}")


def _elements(scan: _Scanner, key: str) -> Iterator[Member]:
    index = 0
    while not scan.took("]"):
        yield Member(key, index, scan.value())
        index += 1
        scan.separator("]")


class _Scanner:
    def __init__(self, file: SourceFile) -> None:
        self._chunks = text_chunks(file)
        self._text = ""
        self._at = 0
        self._line = 1
        self._decoder = JSONDecoder(parse_constant=_refuse)

    def error(self, text: str, at: int | None = None) -> SourceError:
        place = self._at if at is None else at
        return SourceError(text, self._line + self._text.count("\n", 0, place))

    def took(self, sign: str) -> bool:
        """Step over `sign` if it is next."""
        found = self._next() == sign
        self._at += found
        return found

    def expect(self, sign: str) -> None:
        if not self.took(sign):
            raise self.error(f"this is not JSON: {sign!r} expected")

    def separator(self, end: str) -> None:
        """A comma, or the closing sign, which is left for the loop to see."""
        if not self.took(",") and self._next() != end:
            raise self.error(f"this is not JSON: ',' or {end!r} expected")

    def value(self) -> Any:
        """The next value, reading on until it is whole."""
        self._next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                self._more_or(fault)
            except RecursionError:
                raise self.error("the JSON is nested too deep") from None
            except ValueError as fault:
                raise self.error(f"this is not JSON: {str(fault)[:100]}") from None
            else:
                # At the very end "12" may be the start of "123".
                if end < len(self._text) or not self._fill():
                    self._at = end
                    return value

    def _next(self) -> str:
        """The next sign that is not white space."""
        while True:
            self._at = _end_of_space(self._text, self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                raise self.error("the file is cut off")

    def _more_or(self, fault: json.JSONDecodeError) -> None:
        """Read on, or say what is wrong when the file ends or the value never does."""
        if len(self._text) - self._at > MAX_VALUE:
            raise self.error(f"one value is longer than {MAX_VALUE >> 20} MB, or broken")
        if self._fill():
            return
        is_cut = fault.msg.startswith("Unterminated") or fault.pos >= len(self._text.rstrip())
        text = "the file is cut off" if is_cut else "this is not JSON"
        raise self.error(f"{text} ({fault.msg})", fault.pos)

    def _fill(self) -> bool:
        """Forget what is behind, append a chunk; whether there was one with text in it."""
        for chunk in self._chunks:
            if chunk.text:
                self._line += self._text.count("\n", 0, self._at)
                self._text = self._text[self._at :] + chunk.text
                self._at = 0
                return True
        return False


def _end_of_space(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"{constant} is not JSON")
