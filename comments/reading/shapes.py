"""A row as readers are shown it. No e-mail, no address, no hash of either."""

from datetime import datetime
from typing import Any

from comments.reading.rows import Row
from comments.states import Status


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shape(row: Row) -> dict[str, Any]:
    """The public form of one comment, without its replies."""
    if row.status != Status.PUBLISHED:
        return stub(row)
    author = {"name": row.name, "avatar": row.avatar}
    # Checked when it was written; and again here, for what an older version or a hand let in.
    if row.website.lower().startswith(("https://", "http://")):
        author["website"] = row.website
    if row.badge:
        author["badge"] = row.badge
    shown: dict[str, Any] = {
        "id": row.id,
        "parent": row.parent_id,
        "depth": row.depth,
        "author": author,
        "html": row.html,
        "created_at": iso(row.created_at),
        "score": row.score,
        "votes": row.votes,
        "reply_count": row.reply_count,
        "replies": [],
        "has_more": row.reply_count > 0,
        "pinned": bool(row.pinned),
        "picked": bool(row.picked),
    }
    if row.in_reply_to_id is not None and row.answered is not None:
        shown["in_reply_to"] = {"id": row.in_reply_to_id, "name": row.answered}
    if row.reactions:
        shown["reactions"] = row.reactions
    if row.edited_at is not None:
        shown["edited_at"] = iso(row.edited_at)
    return shown


def stub(row: Row) -> dict[str, Any]:
    """The place of a comment that is gone: replies stand below it, nothing of it is left."""
    return {
        "id": row.id,
        "parent": row.parent_id,
        "depth": row.depth,
        "removed": True,
        "author": None,
        "html": "",
        "created_at": iso(row.created_at),
        "score": 0,
        "votes": 0,
        "reply_count": row.reply_count,
        "replies": [],
        "has_more": row.reply_count > 0,
        "pinned": False,
        "picked": False,
    }
