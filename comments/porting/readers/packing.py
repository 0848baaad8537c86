"""Threads and comments as text and back, for the spool on disk."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from comments.porting.readers.events import ImportedComment, ImportedThread

MOMENTS = ("created_at", "closes_at", "edited_at")


def pack(item: ImportedThread | ImportedComment) -> str:
    """JSON text; times as ISO 8601."""
    values = {each.name: getattr(item, each.name) for each in fields(item)}
    return json.dumps(values, default=datetime.isoformat)


def unpack_thread(packed: str) -> ImportedThread:
    values = _values(packed)
    return ImportedThread(**values | {"article_ids": tuple(values["article_ids"])})


def unpack_comment(packed: str) -> ImportedComment:
    return ImportedComment(**_values(packed))


def _values(packed: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(packed)
    for name in MOMENTS:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    return values
