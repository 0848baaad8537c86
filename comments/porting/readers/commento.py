"""Commento exports (version 1) and Comentario exports (version 3): one JSON document each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from articles.sources.disk_index import DiskIndex
from articles.sources.source_file import SourceFile
from comments.porting.readers.events import (
    Event,
    ImportedComment,
    ImportedThread,
    Markup,
    Skipped,
    SourceError,
    Status,
)
from comments.porting.readers.fields import flag, number, text, time
from comments.porting.readers.json_stream import Member, members

Open = Callable[[], SourceFile]
Json = Mapping[str, Any]
STATES: dict[str, Status] = {
    "approved": "approved",
    "unapproved": "pending",
    "flagged": "pending",
}
ABSENT = "undefined"  # what Commento's JavaScript wrote for an empty field


def events(open_file: Open) -> Iterator[Event]:
    """Threads and comments. Reads the file twice: the people stand after what they wrote."""
    with DiskIndex() as people:
        with open_file() as file:
            version = _people(file, people)
        with open_file() as file:
            if version == 1:
                yield from _commento(file, people)
            elif version == 3:
                yield from _comentario(file, people)
            else:
                raise SourceError(f"unknown version {version}: known are Commento 1, Comentario 3")


def _people(file: SourceFile, people: DiskIndex) -> object:
    """Fill the index of authors; the version that the file claims."""
    version: object = None
    for member in members(file):
        if member.key == "version":
            version = member.value
        elif member.key == "commenters" and isinstance(member.value, dict):
            person = member.value
            people.add(text(person, "commenterHex") or text(person, "id"), json.dumps(person))
    return version if isinstance(version, int) else str(version)[:40]


def _commento(file: SourceFile, people: DiskIndex) -> Iterator[Event]:
    with DiskIndex() as threads:
        for where, row in _rows(file, "comments"):
            if row is None:
                yield Skipped(where, "", "not an object")
                continue
            url = _commento_url(row)
            if threads.add(url):
                yield ImportedThread(key=url, url=url, where=where)
            yield _commento_comment(row, url, _person(people, text(row, "commenterHex")), where)


def _commento_url(row: Json) -> str:
    """Commento stores domain and path; the scheme is ours to guess."""
    domain, path = text(row, "domain"), text(row, "url")
    return f"https://{domain}{path}" if domain and not path.startswith("http") else path


def _commento_comment(row: Json, thread: str, person: Json, where: str) -> ImportedComment:
    parent = text(row, "parentHex")
    words, markup = _words(row)
    return ImportedComment(
        id=text(row, "commentHex"),
        thread=thread,
        parent="" if parent == "root" else parent,
        text=words,
        markup=markup,
        status="deleted" if flag(row, "deleted") else STATES.get(text(row, "state"), "pending"),
        created_at=time(row, "creationDate"),
        name=_present(person, "name"),
        email=_present(person, "email"),
        website=_present(person, "link"),
        user=text(row, "commenterHex").replace("anonymous", ""),
        score=number(row, "score"),
        staff=flag(person, "isModerator"),
        where=where,
    )


def _comentario(file: SourceFile, people: DiskIndex) -> Iterator[Event]:
    for member in members(file):
        if member.place is None or member.key not in ("pages", "comments"):
            continue
        where = f"{member.key}[{member.place}]"
        if not isinstance(member.value, dict):
            yield Skipped(where, "", "not an object")
        elif member.key == "pages":
            yield _page(member.value, where)
        else:
            author = _person(people, text(member.value, "userCreated"))
            yield _comentario_comment(member.value, author, where)


def _page(row: Json, where: str) -> ImportedThread:
    return ImportedThread(
        key=text(row, "id"),
        url=text(row, "path"),
        title=text(row, "title"),
        created_at=time(row, "createdTime"),
        closed=flag(row, "isReadonly"),
        where=where,
    )


def _comentario_comment(row: Json, person: Json, where: str) -> ImportedComment:
    words, markup = _words(row)
    return ImportedComment(
        id=text(row, "id"),
        thread=text(row, "pageId"),
        parent=text(row, "parentId"),
        text=words,
        markup=markup,
        status=_comentario_status(row),
        created_at=time(row, "createdTime"),
        name=text(person, "name") or text(row, "authorName"),
        email=text(person, "email"),
        website=text(person, "websiteUrl"),
        ip=text(row, "authorIp"),
        user=text(row, "userCreated"),
        edited_at=time(row, "editedTime"),
        score=number(row, "score"),
        pinned=flag(row, "isSticky"),
        staff=flag(person, "isModerator"),
        where=where,
    )


def _comentario_status(row: Json) -> Status:
    if flag(row, "isDeleted"):
        return "deleted"
    if flag(row, "isPending"):
        return "pending"
    return "approved" if flag(row, "isApproved") else "trash"


def _words(row: Json) -> tuple[str, Markup]:
    """What the author typed, where the export still has it."""
    source = text(row, "markdown")
    return (source, "markdown") if source.strip() else (text(row, "html"), "html")


def _rows(file: SourceFile, key: str) -> Iterator[tuple[str, Json | None]]:
    for member in members(file):
        if member.key == key and member.place is not None:
            yield f"{key}[{member.place}]", _object(member)


def _object(member: Member) -> Json | None:
    return member.value if isinstance(member.value, dict) else None


def _person(people: DiskIndex, key: str) -> Json:
    known = people.get(key)
    found: Json = json.loads(known) if known else {}
    return found


def _present(person: Json, key: str) -> str:
    value = text(person, key)
    return "" if value == ABSENT else value
