"""An answer that is finished: headers and body in each encoding, made once, sent as they are."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

import brotli

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]
Message = dict[str, Any]

# What fits one packet anyway.
SMALL = 200
# In the order in which they are given to whoever takes several.
ENCODINGS = (b"br", b"gzip")


class Form(NamedTuple):
    """One way to send an answer: as messages of ASGI, and as its head stands on the wire, without
    the date and the empty line that end it."""

    start: Message
    body: Message
    head: bytes


class Asked(NamedTuple):
    """What of a request decides how a finished answer is sent. ``encodings`` and ``known`` are
    its Accept-Encoding and If-None-Match."""

    head: bool
    encodings: bytes
    known: bytes


class ByteAnswer:
    """``headers`` without length, encoding and Vary. ``size``: of all it holds, in bytes."""

    __slots__ = ("_forms", "_not_modified", "body", "etag", "headers", "size", "status")

    def __init__(
        self, status: int, headers: Iterable[Header], body: bytes, *, brotli_5: bool = False
    ) -> None:
        given = [header for header in headers if header[0] not in (b"content-length", b"vary")]
        etag = next((value for name, value in given if name == b"etag"), None) or etag_of(body)
        kept = [header for header in given if header[0] != b"etag"]
        self.status = status
        self.body = body
        self.etag = etag
        self.headers = [*kept, (b"vary", b"accept-encoding"), (b"etag", etag)]
        self._not_modified = _form(304, self.headers, b"")
        bodies = {b"": body}
        if len(body) > SMALL:
            # Brotli 9 takes four times as long: for what is made anew with each comment, too long.
            bodies[b"br"] = brotli.compress(body, quality=5 if brotli_5 else 9)
            bodies[b"gzip"] = gzip.compress(body, 6 if brotli_5 else 9, mtime=0)
        self._forms = {
            encoding: _form(status, self._with_body(encoding, data), data)
            for encoding, data in bodies.items()
        }
        self.size = sum(map(len, bodies.values())) + 8 * sum(
            len(name) + len(value) for name, value in self.headers
        )

    def form(self, encodings: bytes, known: bytes) -> Form:
        """How it is sent to a reader with this Accept-Encoding and If-None-Match."""
        if self.etag in known:
            return self._not_modified
        for encoding in chosen(encodings):
            if encoding in self._forms:
                return self._forms[encoding]
        return self._forms[b""]

    async def send(self, asked: Asked, send: Send, *more: Header) -> None:
        """``more``: headers of this one sending."""
        start, body, _ = self.form(asked.encodings, asked.known)
        await send(_with(start, more))
        await send(NOTHING if asked.head else body)

    def _with_body(self, encoding: bytes, data: bytes) -> list[Header]:
        length = (b"content-length", str(len(data)).encode())
        return [*self.headers, length, *([(b"content-encoding", encoding)] if encoding else [])]


def _form(status: int, headers: list[Header], body: bytes) -> Form:
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    lines += [b"%s: %s" % header for header in headers]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return Form(start, _body(body), b"".join(b"%s\r\n" % line for line in lines))


def _body(data: bytes) -> Message:
    return {"type": "http.response.body", "body": data}


NOTHING = _body(b"")


def _with(start: Message, more: tuple[Header, ...]) -> Message:
    return {**start, "headers": [*start["headers"], *more]} if more else start


def etag_of(body: bytes) -> bytes:
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode()


@lru_cache(256)
def chosen(header: bytes) -> tuple[bytes, ...]:
    """Of our encodings, those that an Accept-Encoding takes, the best first."""
    accepted = accepted_encodings(header)
    return tuple(encoding for encoding in ENCODINGS if encoding in accepted)


def accepted_encodings(header: bytes) -> set[bytes]:
    """What the client takes, by name. ``br;q=0`` refuses br."""
    found = set()
    for part in header.lower().split(b","):
        name, _, weight = part.partition(b";")
        if weight.replace(b" ", b"").rstrip(b"0") not in (b"q=", b"q=0."):
            found.add(name.strip())
    return found
