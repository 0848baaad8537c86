"""Invented articles and comments in the shapes of the public API."""

from __future__ import annotations

import html
from typing import Any

Json = dict[str, Any]

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

VOICES: list[tuple[str, str, int]] = [
    (
        "Marta Lindqvist",
        "<p>I run a small bakery two streets from the harbour, and the number that matters to me "
        "is not in the report: how many people still walk past at seven in the morning.</p>"
        "<p>Has anybody <em>counted</em> that?</p>",
        3 * HOUR,
    ),
    (
        "Deniz Yılmaz",
        "<p>The chart compares nominal prices. Adjusted for inflation the line is nearly flat, see "
        '<a href="https://statistics.example/" rel="nofollow ugc noopener">the series</a>.</p>',
        2 * HOUR,
    ),
    (
        "Priya Raman",
        "<blockquote><p>the tram will pay for itself within nine years</p></blockquote>"
        "<p>That is what they said about the bridge. <strong>It took twenty-two.</strong></p>",
        40 * MINUTE,
    ),
    ("Jonas", "<p>Good piece. More of this, please.</p>", 5 * MINUTE),
]


def comment(number: int, **changes: Any) -> Json:
    """One published comment; ``changes`` replace members of the shape."""
    name, text, _ = VOICES[number % len(VOICES)]
    shape: Json = {
        "id": number,
        "parent": None,
        "depth": 0,
        "author": {"name": name, "avatar": f"seed-{name}"},
        "html": text,
        "created_at": "2026-01-01T12:00:00Z",
        "score": 0,
        "votes": 0,
        "reply_count": 0,
        "replies": [],
        "has_more": False,
        "pinned": False,
        "picked": False,
    }
    return {**shape, **changes}


def stub(number: int, **changes: Any) -> Json:
    """What stands where a removed comment with replies stood."""
    shape = {"removed": True, "html": "", "author": None}
    return comment(number, **{**shape, **changes})


def conversation() -> list[Json]:
    """A thread that shows every kind of comment: picked, badged, nested, removed."""
    first = comment(1, picked=True, reply_count=5, has_more=True)
    first["author"]["website"] = "https://bakery.example/"
    first["replies"] = [
        comment(11, parent=1, depth=1, reply_count=1),
        comment(12, parent=1, depth=1),
        comment(13, parent=1, depth=1),
    ]
    first["replies"][0]["author"] |= {"name": "Ines Okafor", "badge": "Reporter"}
    first["replies"][0]["replies"] = [comment(111, parent=11, depth=2)]
    removed = stub(2, reply_count=1, replies=[comment(21, parent=2, depth=1)])
    return [first, removed, comment(3, edited_at="2026-01-01T12:30:00Z"), comment(4, pinned=True)]


def item(number: int, title: str, section: str, **changes: Any) -> Json:
    """A navigation item."""
    shape: Json = {
        "id": f"story-{number}",
        "url": f"/story-{number}",
        "title": title,
        "section": {"slug": section.lower(), "name": section},
        "image": {"url": f"/picture-{number}.svg", "caption": "", "credit": "", "width": 640},
        "published_at": "2026-01-01T08:00:00Z",
        "comment_count": number * 3 % 14,
        "why": ["Also about the harbour tram"],
    }
    return {**shape, **changes}


def navigation() -> Json:
    """Neighbours, related links and more in the section."""
    related = [
        item(3, "Night ferries return to the old quay after eleven years", "City"),
        item(4, "What a cup of coffee costs in forty European stations", "Market News"),
        item(5, "The engineers who keep a hundred-year-old lift bridge moving", "City", image=None),
    ]
    more = [
        item(6, "Grain prices settle as the northern harvest comes in", "Market News"),
        item(7, "Central bank holds; two members wanted more", "Market News"),
        item(8, "Small shops ask for a say in the new loading rules", "Market News"),
    ]
    return {
        "previous": item(1, "Council votes for a slower harbour plan, and for the tram", "City"),
        "next": item(2, "Why the fish market opens at four", "Culture"),
        "related": related,
        "section": {"slug": "market-news", "name": "Market News"},
        "more_in_section": more,
    }


def config(form: str) -> Json:
    """What a page says about its form."""
    return {
        "language": "en",
        "fields": {
            "name": {"required": True, "max": 245},
            "email": {"required": True, "max": 100},
            "website": {"shown": True, "required": False, "max": 200},
            "body": {"required": True, "max": 10000},
        },
        "sorts": ["oldest", "newest"],
        "sort": "oldest",
        "edit_window_seconds": 900,
        "reply_depth": 4,
        "policy": "first",
        "subscribe": ["replies", "thread"],
        "form": form,
    }


def article() -> Json:
    """The article of the page."""
    return {
        "id": "story-42",
        "url": "https://news.example/story-42",
        "title": "A tram for the harbour, and who pays for it",
        "section": {"slug": "market-news", "name": "Market News"},
        "published_at": "2026-01-01T09:00:00Z",
        "language": "en",
    }


def as_html(text: str) -> str:
    """Plain text as the server would render it."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n") if part.strip())
