"""Which format a file is in, and the door to all of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from articles.sources import feed, jsonl, sitemap, wxr_articles
from articles.sources.decoding import encoding_of
from articles.sources.record import SourceError
from articles.sources.source import Reader, Source
from articles.sources.source_file import SourceFile
from articles.sources.xml_stream import root_of

READERS: dict[str, Reader] = {
    "wxr": wxr_articles.records,
    "feed": feed.records,
    "sitemap": sitemap.records,
    "jsonl": jsonl.records,
}
ROOTS = {
    "rss": "feed",
    "rdf:RDF": "feed",
    "atom:feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
}
HEAD = 4096


def open_source(path: Path | str, format: str = "auto", *, now: datetime | None = None) -> Source:
    """The articles in a file. `format`: "auto" or a key of READERS; gzip is seen by itself.

    Raises SourceError for a file that is missing, empty, or in no format known here. `now`
    decides which articles are still to come.
    """
    path = Path(path)
    if format == "auto":
        format = format_of(path)
    if format not in READERS:
        raise SourceError(f"unknown format {format!r}: choose one of {', '.join(READERS)}")
    return Source(path, format, READERS[format], now)


def format_of(path: Path) -> str:
    """The key of READERS that this file is for, told by its first bytes, never by its name."""
    with SourceFile(path) as file:
        head = file.read(HEAD)
    if not head.strip():
        raise SourceError("the file is empty", 1)
    name, skip = encoding_of(head)
    first = head[skip:].decode(name, "replace").lstrip()[:1]
    if first in ("{", "["):
        return "jsonl"
    if first != "<":
        raise SourceError("this is neither XML nor JSON lines", 1)
    return _xml_format(path)


def _xml_format(path: Path) -> str:
    with SourceFile(path) as file:
        root, prefixes = root_of(file)
    if root == "disqus":
        raise SourceError("this is a Disqus export: it holds comments, not articles", 1)
    if root == "rss" and "wp:" in prefixes:
        return "wxr"
    if root not in ROOTS:
        known = ", ".join(f"<{name}>" for name in ROOTS)
        raise SourceError(f"the root element is <{root[:100]}>; known are {known}", 1)
    return ROOTS[root]
