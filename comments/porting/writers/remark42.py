"""A backup for Remark42: a header, then one comment a line. It keeps what is published, and the
places of what was removed; nothing waits for a moderator there."""

from __future__ import annotations

import json
from typing import Any, TextIO

from comments.porting.writers.discussion import Discussion, Discussions, Said

GONE = ("removed", "withdrawn")


def write(discussions: Discussions, site: str, out: TextIO) -> None:
    _line(out, {"version": 1, "users": [], "posts": []})
    for talk in discussions:
        for said in talk.comments:
            if said.status == "published" or said.status in GONE:
                _line(out, _comment(said, talk, site))


def _comment(said: Said, talk: Discussion, site: str) -> dict[str, Any]:
    gone = said.status in GONE
    return {
        "id": str(said.id),
        "pid": str(said.parent or ""),
        "text": "" if gone else said.html,
        "orig": "" if gone else said.text,
        # Everybody sees a user's id there, so it may not be made of the address.
        "user": {"id": f"newsroom_{said.id}", "name": said.name, "admin": said.staff},
        "locator": {"site": site, "url": talk.url},
        "score": said.score,
        "time": said.created_at.isoformat(),
        "edit": {"time": said.edited_at.isoformat()} if said.edited_at else None,
        "pin": said.pinned,
        "delete": gone,
        "title": talk.title,
    }


def _line(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=False) + "\n")
