"""Fields of an old system brought within what this one keeps; every alteration is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import ip_address

from articles.sources.decoding import CONTROL
from articles.sources.plain_text import plain, shortened
from articles.sources.web_address import web_address
from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Skipped,
)

MAX_ID = 200
MAX_NAME = 245
MAX_EMAIL = 254
MAX_WEBSITE = 200
MAX_TITLE = 300


def tidied(events: Iterable[Event]) -> Iterator[Event]:
    """The same events with plain names, http(s) addresses and no control characters.

    A Changed stands before what it is about. The text of a comment is never shortened.
    """
    for event in events:
        match event:
            case ImportedThread():
                yield from _thread(event)
            case ImportedComment(id=""):
                yield Skipped(event.where, "", "a comment without an id")
            case ImportedComment():
                yield from _comment(event)
            case _:
                yield event


def _thread(thread: ImportedThread) -> Iterator[Event]:
    url = _page(thread.url)
    if thread.url and not url:
        id = _id(next(iter(thread.article_ids), thread.key))
        yield Changed(thread.where, id, "address left out: not http, https or a path")
    yield replace(
        thread,
        key=_id(thread.key),
        url=url,
        title=shortened(plain(thread.title), MAX_TITLE),
        article_ids=tuple(id for id in map(_clean, thread.article_ids) if 0 < len(id) <= MAX_ID),
    )


def _page(url: str) -> str:
    """An address, or the path of one; "//host" is neither."""
    url = url.strip()
    if url.startswith("/") and not url.startswith("//"):
        return url if web_address(url, "https://news.invalid") else ""
    return web_address(url)


def _comment(comment: ImportedComment) -> Iterator[Event]:
    tidy = replace(
        comment,
        id=_id(comment.id),
        thread=_id(comment.thread),
        parent=_id(comment.parent),
        text=CONTROL.sub("", comment.text).strip(),
        name=shortened(plain(comment.name), MAX_NAME),
        email=_email(comment.email),
        website=_website(comment.website),
        ip=_ip(comment.ip),
        user=_id(comment.user),
    )
    for reason in _alterations(comment, tidy):
        yield Changed(tidy.where, tidy.id, reason)
    yield tidy


def _alterations(before: ImportedComment, after: ImportedComment) -> Iterator[str]:
    if CONTROL.search(before.text):
        yield "control characters removed"
    if len(plain(before.name)) > MAX_NAME:
        yield f"name longer than {MAX_NAME} characters: shortened"
    if before.email.strip() and not after.email:
        yield "e-mail address left out: not one"
    if before.website.strip() and not after.website:
        yield "website left out: not an http or https address"


def _clean(text: str) -> str:
    return CONTROL.sub("", text).strip()


def _id(id: str) -> str:
    id = _clean(id)
    return id if len(id) <= MAX_ID else "sha256-" + hashlib.sha256(id.encode()).hexdigest()


def _email(email: str) -> str:
    """Only the shape is looked at: whether it can be written to is asked when something is."""
    email = _clean(email)
    local, _, domain = email.rpartition("@")
    is_one = local and domain and len(email) <= MAX_EMAIL and not any(map(str.isspace, email))
    return email if is_one else ""


def _website(website: str) -> str:
    url = web_address(website)
    return url if len(url) <= MAX_WEBSITE else ""


def _ip(ip: str) -> str:
    """An address, not the hash that some systems keep instead."""
    try:
        return str(ip_address(ip.strip()))
    except ValueError:
        return ""
