"""From what a format says to a record that keeps the promised shape, telling what it altered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from articles.sources.decoding import CONTROL
from articles.sources.plain_text import plain, shortened
from articles.sources.record import Changed, Image, Item, Record, Skipped, Status
from articles.sources.web_address import web_address

MAX_ID = 200
MAX_TITLE = 300
MAX_SUMMARY = 5_000
MAX_NAME = 100  # of a tag, an author, one level of a section
MAX_LIST = 50
MAX_SECTION_DEPTH = 10
LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]{1,30})?")
# "Arts/Books" as the name of one section would read as two levels.
SLASH_IN_NAME = "\u2215"


@dataclass(slots=True)
class Draft:
    """What a file says of one article. `ids` and `urls`: best first, the first usable is taken.

    `title`, `summary`, names and captions may be HTML; `notes` are alterations already made.
    """

    where: str
    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    base: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    section: tuple[str, ...] = ()
    tags: Iterable[str] = ()
    authors: Iterable[str] = ()
    language: str = ""
    image: Image | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    status: Status = "published"
    notes: list[str] = field(default_factory=list)


def finish(draft: Draft, now: datetime) -> Iterator[Item]:
    """The record with a Changed before it for each alteration, or one Skipped with the reason.

    Published with a date after `now` becomes scheduled: it must not show before its time.
    """
    url = next(filter(None, (web_address(url, draft.base) for url in draft.urls)), "")
    title = _title(draft)
    id = _id(draft, url)
    if not url:
        yield Skipped(draft.where, id, "no http or https address")
    elif not title:
        yield Skipped(draft.where, id, "neither a title nor a text")
    else:
        yield from _finished(draft, id, url, title, now)


def language_of(tag: str) -> str:
    """ "en-US" as "en"; "" for what is no language tag."""
    match = LANGUAGE.fullmatch(tag.strip())
    return match.group(1).lower() if match else ""


def _finished(draft: Draft, id: str, url: str, title: str, now: datetime) -> Iterator[Item]:
    record = Record(
        id=id,
        url=url,
        title=title,
        summary=_summary(draft),
        body=_body(draft),
        section=_section(draft),
        tags=_names(draft, draft.tags, "tags"),
        authors=_names(draft, draft.authors, "authors"),
        language=language_of(draft.language),
        image=_image(draft),
        published_at=draft.published_at,
        updated_at=draft.updated_at,
        status=_status(draft, now),
        where=draft.where,
    )
    for note in draft.notes:
        yield Changed(draft.where, id, note)
    yield record


def _id(draft: Draft, url: str) -> str:
    ids = [id for id in (CONTROL.sub("", id).strip() for id in (*draft.ids, url)) if id]
    fit = next((id for id in ids if len(id) <= MAX_ID), "")
    if fit or not ids:
        return fit
    draft.notes.append(f"id longer than {MAX_ID} characters: its SHA-256 stands for it")
    return "sha256-" + hashlib.sha256(ids[0].encode()).hexdigest()


def _title(draft: Draft) -> str:
    title = plain(draft.title)
    if not title:
        title = shortened(plain(draft.summary or draft.body), 80)
        if title:
            draft.notes.append("no title: the first words of the text stand for it")
    if len(title) > MAX_TITLE:
        draft.notes.append(f"title longer than {MAX_TITLE} characters: shortened")
    return shortened(title, MAX_TITLE)


def _summary(draft: Draft) -> str:
    summary = plain(draft.summary)
    if len(summary) > MAX_SUMMARY:
        draft.notes.append(f"summary longer than {MAX_SUMMARY} characters: shortened")
    return shortened(summary, MAX_SUMMARY)


def _body(draft: Draft) -> str:
    body, removed = CONTROL.subn("", draft.body)
    if removed:
        draft.notes.append("control characters removed")
    return body.strip()


def _section(draft: Draft) -> str:
    levels = [plain(name).replace("/", SLASH_IN_NAME) for name in draft.section]
    levels = [shortened(name, MAX_NAME) for name in levels if name]
    return "/".join(levels[:MAX_SECTION_DEPTH])


def _names(draft: Draft, names: Iterable[str], kind: str) -> tuple[str, ...]:
    wanted = list(dict.fromkeys(filter(None, map(plain, names))))
    kept = [name for name in wanted if len(name) <= MAX_NAME][:MAX_LIST]
    if len(kept) < len(wanted):
        draft.notes.append(
            f"{kind}: more than {MAX_LIST}, or one longer than {MAX_NAME} characters, left out"
        )
    return tuple(kept)


def _image(draft: Draft) -> Image | None:
    image = draft.image
    url = web_address(image.url, draft.base) if image else ""
    if image is None or not url:
        return None
    return Image(
        url,
        shortened(plain(image.caption), MAX_SUMMARY),
        shortened(plain(image.credit), MAX_TITLE),
        image.width,
        image.height,
    )


def _status(draft: Draft, now: datetime) -> Status:
    if draft.status == "published" and draft.published_at is None:
        draft.notes.append("no date that can be read")
    if draft.status == "published" and draft.published_at and draft.published_at > now:
        return "scheduled"
    return draft.status
