"""Disqus exports (XML)."""

from __future__ import annotations

from collections.abc import Iterator

from articles.sources.dates import parse_time
from articles.sources.source_file import SourceFile
from articles.sources.xml_element import Element
from articles.sources.xml_stream import XmlStream
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Status,
)

ROOTS = frozenset({"disqus"})
TAKE = frozenset({("disqus", "thread"), ("disqus", "post")})
UNREAD = frozenset({"category"})


def events(file: SourceFile) -> Iterator[Event]:
    """Threads and posts in the file's order. Disqus does not say what waits for a moderator."""
    for element in XmlStream(file, TAKE, ROOTS, UNREAD):
        id = _id(element)
        if element.cleaned:
            yield Changed(element.where, id, "control characters removed")
        yield _thread(element, id) if element.name == "thread" else _comment(element, id)


def _thread(thread: Element, id: str) -> ImportedThread:
    return ImportedThread(
        key=id,
        url=thread.find("link"),
        title=thread.find("title"),
        article_ids=tuple(filter(None, (thread.find("id"),))),
        created_at=parse_time(thread.find("createdAt")),
        closed=_is(thread, "isClosed") or _is(thread, "isDeleted"),
        where=thread.where,
    )


def _comment(post: Element, id: str) -> ImportedComment:
    author = post.child("author") or Element("author", {}, post.line)
    return ImportedComment(
        id=id,
        thread=_id(post.child("thread")),
        parent=_id(post.child("parent")),
        text=post.find("message"),
        markup="html",
        status=_status(post),
        created_at=parse_time(post.find("createdAt")),
        name=author.find("name"),
        email=author.find("email"),
        ip=post.find("ipAddress"),
        user=author.find("username"),
        where=post.where,
    )


def _id(element: Element | None) -> str:
    return element.attrs.get("dsq:id", "").strip() if element else ""


def _is(element: Element, name: str) -> bool:
    return element.find(name).lower() == "true"


def _status(post: Element) -> Status:
    if _is(post, "isSpam"):
        return "spam"
    return "deleted" if _is(post, "isDeleted") else "approved"
