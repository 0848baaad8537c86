"""JSON lines: one article a line, in the shape that the push API takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast, get_args

from articles.sources.dates import parse_time
from articles.sources.decoding import CONTROL
from articles.sources.draft import Draft, finish
from articles.sources.json_value import NotJson, json_value
from articles.sources.lines import Line, numbered_lines
from articles.sources.record import Changed, Image, Item, Skipped, SourceError, Status
from articles.sources.source import Open

TEXTS = ("url", "title", "summary", "body", "section", "language")
LISTS = ("tags", "authors")
TIMES = ("published_at", "updated_at")
KEYS = frozenset({"id", "image", "status", *TEXTS, *LISTS, *TIMES})
IMAGE_TEXTS = ("url", "caption", "credit")
SIZES = ("width", "height")
MAX_PIXELS = 1_000_000


class _Wrong(ValueError):
    pass


def records(open_file: Open, now: datetime) -> Iterator[Item]:
    """A record for each line; a line with a fault is skipped, a cut-off last line is an error."""
    with open_file() as file:
        for line in numbered_lines(file):
            if line.text.strip():
                yield from _items(line, now)


def _items(line: Line, now: datetime) -> Iterator[Item]:
    where = f"line {line.number}"
    id = ""
    try:
        article = _object(line)
        id = _identity(article)
        draft = _draft(article, id, where)
    except _Wrong as wrong:
        yield Skipped(where, id[:200], str(wrong))
        return
    if line.cleaned:
        yield Changed(where, id[:200], "control characters removed")
    yield from finish(draft, now)


def _object(line: Line) -> dict[str, Any]:
    try:
        value = json_value(line.text)
    except NotJson as fault:
        raise _broken(line, fault) from None
    if isinstance(value, list) and line.number == 1:
        raise SourceError("this is one JSON array; wanted is one article a line", 1)
    if not isinstance(value, dict):
        raise _Wrong("not an object: each line holds one article")
    return value


def _broken(line: Line, fault: NotJson) -> Exception:
    if not line.ended:
        return SourceError(f"the file is cut off ({fault})", line.number)
    if line.number == 1 and line.text.strip() in ("[", "{"):
        return SourceError("the JSON is spread over lines; wanted is one article a line", 1)
    return _Wrong(f"not JSON: {fault}")


def _identity(article: dict[str, Any]) -> str:
    id = article.get("id", "")
    if isinstance(id, int) and not isinstance(id, bool):
        return str(id)
    if not isinstance(id, str) or not CONTROL.sub("", id).strip():
        raise _Wrong("id: a text is wanted")
    return CONTROL.sub("", id).strip()


def _draft(article: dict[str, Any], id: str, where: str) -> Draft:
    texts = {key: _text(article, key) for key in TEXTS}
    times = {key: _time(article, key) for key in TIMES}
    return Draft(
        where=where,
        ids=(id,),
        urls=(texts["url"],),
        title=texts["title"],
        summary=texts["summary"],
        body=texts["body"],
        section=tuple(texts["section"].split("/")),
        tags=_list(article, "tags"),
        authors=_list(article, "authors"),
        language=texts["language"],
        image=_image(article.get("image")),
        published_at=times["published_at"],
        updated_at=times["updated_at"],
        status=_status(article),
        notes=[f"unknown key: {key[:60]!r} ignored" for key in sorted(set(article) - KEYS)[:10]],
    )


def _text(article: dict[str, Any], key: str) -> str:
    value = article.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong(f"{key}: a text is wanted")
    return value


def _list(article: dict[str, Any], key: str) -> list[str]:
    value = article.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _Wrong(f"{key}: a list of texts is wanted")
    return value


def _time(article: dict[str, Any], key: str) -> datetime | None:
    text = _text(article, key)
    moment = parse_time(text)
    if text and moment is None:
        raise _Wrong(f"{key}: not an ISO 8601 time")
    return moment


def _status(article: dict[str, Any]) -> Status:
    status = _text(article, "status") or "published"
    if status not in get_args(Status):
        raise _Wrong(f"status: one of {', '.join(get_args(Status))} is wanted")
    return cast(Status, status)


def _image(value: Any) -> Image | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise _Wrong("image: an object with a url is wanted")
    texts = _each(value, IMAGE_TEXTS, _text)
    sizes = _each(value, SIZES, _pixels)
    return Image(**texts, **sizes) if texts["url"] else None


def _each(
    value: dict[str, Any], keys: tuple[str, ...], read: Callable[[dict[str, Any], str], Any]
) -> dict[str, Any]:
    try:
        return {key: read(value, key) for key in keys}
    except _Wrong as wrong:
        raise _Wrong(f"image.{wrong}") from None


def _pixels(image: dict[str, Any], key: str) -> int | None:
    value = image.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_PIXELS:
        raise _Wrong(f"{key}: a number of pixels is wanted")
    return value
