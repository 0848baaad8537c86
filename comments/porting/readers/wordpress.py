"""WordPress exports (WXR)."""

from __future__ import annotations

from collections.abc import Iterator

from articles.sources import wxr
from articles.sources.source_file import SourceFile
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Kind,
    Skipped,
    Status,
)

STATUSES: dict[str, Status] = {
    "1": "approved",
    "approve": "approved",
    "0": "pending",
    "hold": "pending",
    "spam": "spam",
    "trash": "trash",
    "post-trashed": "trash",
}
# Shops and plugins keep private notes in the same table; only these were ever meant for readers.
KINDS: dict[str, Kind] = {
    "": "comment",
    "comment": "comment",
    "review": "comment",
    "pingback": "pingback",
    "trackback": "trackback",
}


def events(file: SourceFile) -> Iterator[Event]:
    """Comments, each before the thread it belongs to. Articles without any make no thread."""
    discussed = 0
    for event in wxr.events(file, wxr.CONTENT):
        match event:
            case wxr.Comment():
                discussed = event.item
                yield _comment(event)
            case wxr.Post() if event.item == discussed:
                yield _thread(event)
            case Changed():
                yield event


def _thread(post: wxr.Post) -> ImportedThread:
    return ImportedThread(
        key=str(post.item),
        url=post.link,
        title=post.title,
        article_ids=tuple(filter(None, (post.guid, post.id))),
        created_at=post.date,
        closed=post.comment_status == "closed",
        where=post.where,
    )


def _comment(comment: wxr.Comment) -> ImportedComment | Skipped:
    kind = KINDS.get(comment.type)
    if kind is None:
        return Skipped(comment.where, comment.id, f"not a comment: {comment.type[:40]!r}")
    return ImportedComment(
        id=comment.id,
        thread=str(comment.item),
        parent=comment.parent,
        text=comment.content,
        markup="lines",
        status=STATUSES.get(comment.approved, "pending"),
        created_at=comment.date,
        name=comment.author,
        email=comment.email,
        website=comment.url,
        ip=comment.ip,
        user="" if comment.user_id == "0" else comment.user_id,
        kind=kind,
        where=comment.where,
    )
