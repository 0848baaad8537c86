"""Which system an export is from, and the door to all readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from articles.sources.decoding import encoding_of
from articles.sources.source_file import SourceFile
from articles.sources.xml_stream import root_of
from comments.porting.readers import commento, coral, disqus, isso, native, remark42, wordpress
from comments.porting.readers.comment_source import CommentSource, OpenNamed, Reader
from comments.porting.readers.events import Event, SourceError
from comments.porting.readers.json_stream import members

SQLITE_MAGIC = b"SQLite format 3\0"
COMMENTO_KEYS = ("comments", "commenters", "pages")
REMARK42_KEYS = ("users", "posts", "locator", "pid", "user")


def _wordpress(_path: Path, open_named: OpenNamed) -> Iterator[Event]:
    with open_named("") as file:
        yield from wordpress.events(file)


def _disqus(_path: Path, open_named: OpenNamed) -> Iterator[Event]:
    with open_named("") as file:
        yield from disqus.events(file)


def _remark42(_path: Path, open_named: OpenNamed) -> Iterator[Event]:
    with open_named("") as file:
        yield from remark42.events(file)


def _commento(_path: Path, open_named: OpenNamed) -> Iterator[Event]:
    return commento.events(lambda: open_named(""))


def _coral(_path: Path, open_named: OpenNamed) -> Iterator[Event]:
    return coral.events(open_named)


def _native(_path: Path, open_named: OpenNamed) -> Iterator[Event]:
    with open_named("") as file:
        yield from native.events(file)


def _isso(path: Path, _open_named: OpenNamed) -> Iterator[Event]:
    return isso.events(path)


READERS: dict[str, Reader] = {
    "wxr": _wordpress,
    "disqus": _disqus,
    "commento": _commento,  # and Comentario, which its version tells apart
    "remark42": _remark42,
    "isso": _isso,
    "coral": _coral,
    "native": _native,  # what `export_site` writes
}


def open_comments(path: Path | str, format: str = "auto") -> CommentSource:
    """The comments in an export. `format`: "auto" or a key of READERS; gzip is seen by itself.

    Raises SourceError for what is missing, empty, or from no system known here.
    """
    path = Path(path)
    if format == "auto":
        format = format_of(path)
    if format not in READERS:
        raise SourceError(f"unknown format {format!r}: choose one of {', '.join(READERS)}")
    return CommentSource(path, format, READERS[format])


def format_of(path: Path) -> str:
    """The key of READERS that this export is for, told by its content, never by its name."""
    if path.is_dir():
        if coral.is_export(path):
            return "coral"
        raise SourceError("a folder without users.csv, stories.csv and comments.csv")
    with SourceFile(path) as file:
        head = file.read(4096)
    if head.startswith(SQLITE_MAGIC):
        return "isso"
    if not head.strip():
        raise SourceError("the file is empty", 1)
    name, skip = encoding_of(head)
    first = head[skip:].decode(name, "replace").lstrip()[:1]
    if first not in ("<", "{"):
        raise SourceError("this is neither XML, nor JSON, nor a database", 1)
    return _xml_format(path) if first == "<" else _json_format(path)


def _xml_format(path: Path) -> str:
    with SourceFile(path) as file:
        root, prefixes = root_of(file)
    if root == "disqus":
        return "disqus"
    if root == "rss" and "wp:" in prefixes:
        return "wxr"
    if root == "rss":
        raise SourceError("this is a news feed, or a WordPress export without its namespace", 1)
    raise SourceError(f"the root element is <{root[:100]}>, not <rss> or <disqus>", 1)


def _json_format(path: Path) -> str:
    """By the first key that only one of them has; a bare version is for Commento's to refuse."""
    with SourceFile(path) as file:
        for member in members(file):
            if member.key in COMMENTO_KEYS:
                return "commento"
            if member.key in REMARK42_KEYS:
                return "remark42"
            if member.key == "newsroom":
                return "native"
            if member.key not in ("version", "id"):
                raise SourceError(f"no export known here starts with {member.key[:60]!r}", 1)
    return "commento"
