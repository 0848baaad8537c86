"""What a desk's webhook sends: one message on all that has happened since the last one.

``json``  {"type": "desk.news", "id", "site", "created", "text", "url",
           "news": [{"kind", "count", "text", "url", "items": [{"comment"?, "article", "detail",
           "excerpt"?, "url"}]}]}
``chat``  {"text"}: lines that Slack and Mattermost show, in which nobody's words are markup.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LISTED = 5
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
# What chats read as markup, a mention or an address becomes a look-alike that they do not.
_TAMED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "＠", "[": "(", "]": ")", "`": "'", "*": "∗",
     "_": " ", "~": "-", "|": "¦", "#": "＃", "!": "ǃ"}
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One thing that happened. ``comment`` is None where it concerns no single one."""

    article: str
    detail: str
    url: str
    comment: int | None = None
    excerpt: str = ""


@dataclass(frozen=True)
class Piece:
    """All news of one kind. ``count`` may be more than there are items; ``most``: or more yet."""

    kind: str
    count: int
    text: str
    url: str
    items: Sequence[Item] = field(default_factory=tuple)


def plain(words: str, most: int) -> str:
    """The first ``most`` characters as one line, with e-mail addresses and what shows nothing
    left out; '' where ``most`` is 0."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    line = _ADDRESS.sub("…", line)
    return line if len(line) <= most else f"{line[:most].rstrip()}…" if most else ""


def tame(words: str) -> str:
    """Such that no chat makes a mention, a link, an image or a heading of it."""
    return words.replace("://", ":⁄⁄").translate(_TAMED)


def as_json(id: str, site: str, created: str, url: str, pieces: Sequence[Piece]) -> bytes:
    told = {
        "type": "desk.news",
        "id": id,
        "site": site,
        "created": created,
        "text": " ".join(piece.text for piece in pieces),
        "url": url,
        "news": [_piece(piece) for piece in pieces],
    }
    return _packed(told)


def as_chat(name: str, pieces: Sequence[Piece]) -> bytes:
    lines = [f"{tame(name)}:"]
    for piece in pieces:
        lines.append(f"{tame(piece.text)} {piece.url}")
        lines += [f"• {_line(item)}" for item in piece.items[:LISTED]]
        if piece.items and piece.count > len(piece.items[:LISTED]):
            lines.append("• …")
    return _packed({"text": "\n".join(lines)})


def _piece(piece: Piece) -> dict[str, object]:
    items = [_item(item) for item in piece.items]
    told = {"kind": piece.kind, "count": piece.count, "text": piece.text, "url": piece.url}
    return {**told, "items": items}


def _item(item: Item) -> dict[str, object]:
    told: dict[str, object] = {"article": item.article, "detail": item.detail, "url": item.url}
    if item.comment is not None:
        told["comment"] = item.comment
    if item.excerpt:
        told["excerpt"] = item.excerpt
    return told


def _line(item: Item) -> str:
    said = ": ".join(tame(part) for part in (item.article, item.detail) if part)
    quoted = f" “{tame(item.excerpt)}”" if item.excerpt else ""
    return f"{said}{quoted} {item.url}".strip()


def _packed(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
