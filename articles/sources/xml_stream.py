"""Chosen elements of an XML file, one after another, in constant memory.

Straight on expat, for two reasons: every error and every skipped item can name its line, and a
limit is enforced while a thing is being read, not after it fills the memory. A DTD is refused at
its first byte, which leaves no entities to expand or to fetch.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from xml.parsers import expat

from articles.sources.decoding import TextChunk, text_chunks
from articles.sources.namespaces import canonical
from articles.sources.record import SourceError
from articles.sources.source_file import SourceFile
from articles.sources.xml_element import ELEMENT_WEIGHT, MAX_TEXT, Element

MAX_DEPTH = 256
MAX_NAMES = 5_000  # expat remembers each distinct name for as long as it runs
PARSER_BUFFER = 64 * 1024

Take = frozenset[tuple[str, str]]
NOTHING: frozenset[str] = frozenset()


class XmlStream:
    """Iterate to get the elements named in `take` as (parent, name) pairs.

    A taken element inside another is yielded by itself, before the one around it, and is not
    among the other's children. `root` (attributes only) is known from the first element on; it
    must be one of `roots`, if there are any. Elements named in `leave` are passed over unread.
    Raises SourceError with a line for anything that is not well-formed or passes a limit.
    """

    def __init__(
        self,
        file: SourceFile,
        take: Take,
        roots: frozenset[str],
        leave: frozenset[str] = NOTHING,
    ) -> None:
        self.root = Element("", {}, 0)
        self._file = file
        self._builder = _Builder(take, roots, leave, self)

    def __iter__(self) -> Iterator[Element]:
        builder = self._builder
        for chunk in text_chunks(self._file):
            builder.feed(chunk)
            while builder.done:
                yield builder.done.popleft()
        builder.close()
        while builder.done:
            yield builder.done.popleft()


def root_of(file: SourceFile) -> tuple[str, set[str]]:
    """(name of the root element, short prefixes of the namespaces declared near the start).

    Raises SourceError when the file is broken before its first element; what is wrong after it
    is left for the reader of that format to say.
    """
    stream = XmlStream(file, frozenset(), frozenset())
    builder = stream._builder
    try:
        builder.feed(next(text_chunks(file)))
    except SourceError:
        if not stream.root.name:
            raise
    if not stream.root.name:
        raise SourceError("the file is cut off before its first element", builder.line())
    return stream.root.name, {canonical(f"{uri} ") for _prefix, uri in builder.namespaces}


class _Builder:
    def __init__(
        self, take: Take, roots: frozenset[str], leave: frozenset[str], stream: XmlStream
    ) -> None:
        self.take = take
        self.roots = roots
        self.leave = leave
        self.stream = stream
        self.leaving = 0  # how deep we are inside an element that is passed over
        self.done: deque[Element] = deque()
        self.names: dict[str, str] = {}
        self.path: list[str] = [""]
        self.open: list[Element] = []  # from the outermost taken element down to here
        self.taken: list[Element] = []
        self.cleaned: deque[int] = deque()
        self.serial = 0
        self.fed = 0
        self.first_line = 0
        self.namespaces: set[tuple[str, str]] = set()
        self.parser = self._parser()

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = PARSER_BUFFER
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def feed(self, chunk: TextChunk) -> None:
        if not self.fed:
            chunk = self._from_first_mark(chunk)
        if chunk.cleaned:
            self._note_cleaned(chunk)
        data = chunk.text.encode("utf-8")
        self.fed += len(data)
        self._parse(data, final=False)
        # A tag comes in one piece, so an endless attribute would grow inside expat unseen.
        if self.fed - max(self.parser.CurrentByteIndex, 0) > MAX_TEXT:
            raise SourceError(f"one tag is longer than {MAX_TEXT >> 20} MB", self.line())
        if not self.taken:
            self.cleaned.clear()

    def close(self) -> None:
        self._parse(b"", final=True)

    def line(self) -> int:
        return self.parser.CurrentLineNumber + self.first_line

    def _note_cleaned(self, chunk: TextChunk) -> None:
        """Where the parser will be when it passes the places that lost control characters."""
        at, offset = 0, self.fed
        for place in chunk.cleaned:
            offset += len(chunk.text[at:place].encode("utf-8"))
            at = place
            self.cleaned.append(offset)

    def _from_first_mark(self, chunk: TextChunk) -> TextChunk:
        """Drop blank lines before the declaration: PHP plugins print them, expat refuses them."""
        text = chunk.text.lstrip()
        blank = len(chunk.text) - len(text)
        self.first_line = chunk.line - 1 + chunk.text.count("\n", 0, blank)
        return TextChunk(text, chunk.line, [max(place - blank, 0) for place in chunk.cleaned])

    def _parse(self, data: bytes, final: bool) -> None:
        try:
            self.parser.Parse(data, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            line = error.lineno + self.first_line
            if final:
                raise SourceError(f"the file is cut off ({reason})", line) from None
            raise SourceError(f"this is not well-formed XML ({reason})", line) from None

    def _doctype(self, name: str, *_ids: object) -> None:
        if name.lower() == "html":
            raise SourceError("this is a web page, not an export or a feed", self.line())
        raise SourceError("a DTD is not accepted: remove the <!DOCTYPE …> part", self.line())

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self.namespaces.add((prefix or "", uri or ""))
        self._limit_names(len(self.namespaces))

    def _name(self, raw: str) -> str:
        name = self.names.get(raw)
        if name is None:
            self._limit_names(len(self.names))
            name = self.names[raw] = canonical(raw)
        return name

    def _limit_names(self, count: int) -> None:
        if count > MAX_NAMES:
            raise SourceError(f"more than {MAX_NAMES} different element names", self.line())

    def _start(self, raw: str, attrs: dict[str, str]) -> None:
        name = self._name(raw)
        parent = self.path[-1]
        if len(self.path) == 1:
            self._root(name, attrs)
        elif len(self.path) > MAX_DEPTH:
            raise SourceError(f"elements are nested more than {MAX_DEPTH} deep", self.line())
        self.path.append(name)
        if self.leaving or name in self.leave:
            self.leaving += 1
            return
        taken = (parent, name) in self.take
        if taken or self.open:
            self._open(self._element(name, attrs), taken)
        elif attrs:
            self._attributes(attrs)

    def _root(self, name: str, attrs: dict[str, str]) -> None:
        if self.roots and name not in self.roots:
            wanted = " or ".join(f"<{root}>" for root in sorted(self.roots))
            raise SourceError(f"the root element is <{name}>, not {wanted}", self.line())
        self.stream.root = self._element(name, attrs)

    def _element(self, name: str, attrs: dict[str, str]) -> Element:
        return Element(name, self._attributes(attrs), self.line())

    def _attributes(self, attrs: dict[str, str]) -> dict[str, str]:
        return {self._name(key): value for key, value in attrs.items()} if attrs else {}

    def _open(self, element: Element, taken: bool) -> None:
        if taken:
            self._claim_cleaned(self.taken[-1] if self.taken else None)
            self.serial += 1
            element.serial = self.serial
            element.within = self.taken[-1] if self.taken else None
            self.taken.append(element)
        else:
            self.open[-1].parts.append(element)
        self.taken[-1].add_weight(ELEMENT_WEIGHT + sum(map(len, element.attrs.values())))
        self.open.append(element)

    def _end(self, _raw: str) -> None:
        self.path.pop()
        if self.leaving:
            self.leaving -= 1
            return
        if not self.open:
            return
        element = self.open.pop()
        if self.taken[-1] is element:
            self.taken.pop()
            self._claim_cleaned(element)
            self.done.append(element)

    def _claim_cleaned(self, element: Element | None) -> None:
        """What was removed up to here was removed from this element."""
        here = self.parser.CurrentByteIndex
        while self.cleaned and self.cleaned[0] <= here:
            self.cleaned.popleft()
            if element:
                element.cleaned = True

    def _text(self, text: str) -> None:
        if self.open and not self.leaving:
            self.open[-1].add_text(text)
            self.taken[-1].add_weight(len(text))
