"""Reads the demo newsroom's content: an invented paper, its stories and what readers said.

Plain records, no framework: whoever fills a database, a page or a benchmark makes them its own.
Addresses are not in the records, since only the one who serves the pages and pictures knows them.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"

Record = dict[str, Any]


def articles(now: datetime) -> Iterator[Record]:
    """Article records as a publisher's system would push them.

    A file at a time, in the order the sections should stand in a menu; oldest first within a file.
    The shape is that of the JSON lines import, without `url` and `image.url`, plus
    `picture: {"kind", "seed"} | None`, the arguments of `newsroom.demo.pictures.draw`.
    `published_at` and `updated_at` are ISO 8601 with the offset of `now`, which must have one.
    Drafts have no `published_at`; that of scheduled articles lies after `now`.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    for path in sorted((CONTENT / "articles").glob("*.jsonl")):
        for record in _lines(path):
            record["published_at"] = _ago(now, record.pop("published_minutes_ago"))
            record["updated_at"] = _ago(now, record.pop("updated_minutes_ago"))
            yield record


def threads() -> Iterator[Record]:
    """Conversations: `{"article": id, "comments": [comment…]}`, comments oldest first.

    A comment is `{"key", "parent": key | None, "name", "email", "website"?, "badge"?, "body",
    "minutes_after": int, "status": "published|held|spam|rejected"}`. Keys are unique within their
    thread and a parent stands before its replies; `minutes_after` counts from the article's
    publication and never reaches past the loading time.
    """
    yield from _lines(CONTENT / "threads.jsonl")


def _lines(path: Path) -> Iterator[Record]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _ago(now: datetime, minutes: int | None) -> str | None:
    return None if minutes is None else (now - timedelta(minutes=minutes)).isoformat()
