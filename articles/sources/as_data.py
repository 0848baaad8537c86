"""A record as the data that registering takes."""

from __future__ import annotations

from typing import Any

from articles.sources.record import Record


def as_data(record: Record) -> dict[str, Any]:
    """What the record says; a language that the source does not tell is left to the site."""
    data: dict[str, Any] = record.as_body()
    del data["id"]
    if not record.language:
        del data["language"]
    return data
