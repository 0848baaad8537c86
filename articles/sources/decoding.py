"""Bytes to text, strictly: a wrong byte is an error with its line, never a silent "?"."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.sources.record import SourceError
from articles.sources.source_file import SourceFile

CHUNK = 256 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
# An allow-list, for Python also knows codecs that are not character sets (utf-7, punycode,
# unicode_escape) and would let a file hide "<" from whoever looked at its bytes.
CHARSETS = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp866|cp874|koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5"
    r"|big5hkscs|euc_jp|shift_jis|iso2022_jp|euc_kr|cp949|tis-620"
)
# Browsers read these labels as their Windows supersets, because most files so labelled are.
SUPERSETS = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
# Never legal in XML, and PostgreSQL cannot store the NUL among them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

CUT_OFF = {"unexpected end of data", "truncated data", "incomplete multibyte sequence"}


@dataclass(slots=True)
class TextChunk:
    """Some text, the line it begins on, and the places in it where control characters were."""

    text: str
    line: int
    cleaned: list[int]


def text_chunks(file: SourceFile) -> Iterator[TextChunk]:
    """The file as text. Encoding: BOM, else XML declaration, else UTF-8.

    Raises SourceError with a line for an empty file, an unknown encoding or a wrong byte.
    """
    head = _read(file, 1)
    if not head:
        raise SourceError("the file is empty", 1)
    name, skip = encoding_of(head)
    decoder = _Decoder(name)
    data = head[skip:]
    decoder.offset = skip
    while data:
        yield decoder.decode(data)
        data = _read(file, decoder.line)
    yield decoder.decode(b"", final=True)


def encoding_of(head: bytes) -> tuple[str, int]:
    """(Python codec, bytes of byte-order mark to skip) for a file that starts with `head`."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name, len(mark)
    if head[:2] in (b"<\0", b"{\0"):
        return "utf-16-le", 0
    if head[:2] in (b"\0<", b"\0{"):
        return "utf-16-be", 0
    declared = DECLARED.match(head[:1024])
    return (_codec(declared.group(1).decode("ascii")) if declared else "utf-8"), 0


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        raise SourceError(f"unknown encoding {label!r}", 1) from None
    if name.startswith("utf-16"):
        return "utf-8"  # the declaration itself was readable byte by byte, so it cannot be
    if not CHARSETS.fullmatch(name):
        raise SourceError(f"the encoding {label!r} is not accepted: save the file as UTF-8", 1)
    return SUPERSETS.get(name, name)


def _read(file: SourceFile, line: int) -> bytes:
    try:
        return file.read(CHUNK)
    except SourceError as error:
        raise SourceError(error.text, line) from None


class _Decoder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.line = 1
        self.offset = 0
        self._codec = codecs.getincrementaldecoder(name)("strict")

    def decode(self, data: bytes, final: bool = False) -> TextChunk:
        self.offset += len(data)
        try:
            text = self._codec.decode(data, final)
        except UnicodeDecodeError as error:
            raise self._wrong_byte(error) from None
        chunk = _clean(text, self.line)
        self.line += text.count("\n")
        return chunk

    def _wrong_byte(self, error: UnicodeDecodeError) -> SourceError:
        before = error.object[: error.start].decode(self.name, "replace")
        place = self.offset - len(error.object) + error.start
        if error.reason in CUT_OFF:
            return SourceError("the file is cut off in the middle of a character", self.line)
        return SourceError(
            f"byte {place} is not {self.name}: the file says it is {self.name} but was saved in "
            "another encoding",
            self.line + before.count("\n"),
        )


def _clean(text: str, line: int) -> TextChunk:
    """The text without control characters.

    WordPress and Disqus let readers store them, then export files that no XML reader accepts.
    """
    if CONTROL.search(text) is None:
        return TextChunk(text, line, [])
    found = enumerate(match.start() for match in CONTROL.finditer(text))
    places = dict.fromkeys(place - before for before, place in found)
    return TextChunk(CONTROL.sub("", text), line, list(places))
