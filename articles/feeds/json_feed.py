"""JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from articles.feeds.document import Document, Entry, iso

TYPE = "application/feed+json"


def json_feed(document: Document) -> bytes:
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "feed_url": document.url,
        "language": document.language,
        "items": [_item(entry) for entry in document.entries],
    }
    if document.home:
        body["home_page_url"] = document.home
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary,  # the format wants a content, and this is all of it
        "date_published": iso(entry.published),
        "date_modified": iso(entry.updated),
        "language": entry.language,
    }
    if entry.image:
        item["image"] = entry.image
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.topics:
        item["tags"] = list(entry.topics)
    return item
