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
    """``headers`` without length, encoding and Vary. ``lasting``: packed as small as can be, at
    once; else quickly, and in an encoding when somebody takes it."""

    __slots__ = ("_forms", "_lasting", "_not_modified", "body", "etag", "headers", "status")

    def __init__(
        self, status: int, headers: Iterable[Header], body: bytes, *, lasting: bool = True
    ) -> None:
        given = [header for header in headers if header[0] not in (b"content-length", b"vary")]
        etag = next((value for name, value in given if name == b"etag"), None) or etag_of(body)
        kept = [header for header in given if header[0] != b"etag"]
        self.status = status
        self.body = body
        self.etag = etag
        self.headers = [*kept, (b"vary", b"accept-encoding"), (b"etag", etag)]
        self._lasting = lasting
        self._not_modified = _form(304, self.headers, b"")
        self._forms = {b"": self._with_body(b"", body)}
        for encoding in ENCODINGS if lasting and len(body) > SMALL else ():
            self.pack(encoding)

    @property
    def size(self) -> int:
        """Of all it holds, in bytes."""
        return sum(_size(form) for form in (self._not_modified, *self._forms.values()))

    def form(self, encodings: bytes, known: bytes) -> Form | None:
        """How it is sent to a reader with this Accept-Encoding and If-None-Match; None where it
        has to be packed first."""
        if self.etag in known:
            return self._not_modified
        return self._forms.get(self.encoding(encodings))

    def encoding(self, accepted: bytes) -> bytes:
        return best_encoding(accepted) if len(self.body) > SMALL else b""

    def pack(self, encoding: bytes) -> int:
        """By how many bytes it has grown. Takes a millisecond for fifty kilobytes, and four where
        it is to last."""
        if encoding == b"br":
            data = brotli.compress(self.body, quality=9 if self._lasting else 5)
        else:
            data = gzip.compress(self.body, 9 if self._lasting else 6, mtime=0)
        form = self._forms[encoding] = self._with_body(encoding, data)
        return _size(form)

    async def send(self, asked: Asked, send: Send, *more: Header) -> None:
        """``more``: headers of this one sending."""
        start, body, _ = self.form(asked.encodings, asked.known) or self._forms[b""]
        await send(_with(start, more))
        await send(NOTHING if asked.head else body)

    def _with_body(self, encoding: bytes, data: bytes) -> Form:
        length = (b"content-length", str(len(data)).encode())
        named = [(b"content-encoding", encoding)] if encoding else []
        return _form(self.status, [*self.headers, length, *named], data)


def _form(status: int, headers: list[Header], body: bytes) -> Form:
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    lines += [b"%s: %s" % header for header in headers]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return Form(start, _body(body), b"".join(b"%s\r\n" % line for line in lines))


def _size(form: Form) -> int:
    return len(form.body["body"]) + 2 * len(form.head)


def _body(data: bytes) -> Message:
    return {"type": "http.response.body", "body": data}


NOTHING = _body(b"")


def _with(start: Message, more: tuple[Header, ...]) -> Message:
    return {**start, "headers": [*start["headers"], *more]} if more else start


def etag_of(body: bytes) -> bytes:
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode()


@lru_cache(256)
def best_encoding(header: bytes) -> bytes:
    """Of our encodings, the best that an Accept-Encoding takes; b"" where it takes none."""
    accepted = accepted_encodings(header)
    return next((encoding for encoding in ENCODINGS if encoding in accepted), b"")


def accepted_encodings(header: bytes) -> set[bytes]:
    """What the client takes, by name. ``br;q=0`` refuses br."""
    found = set()
    for part in header.lower().split(b","):
        name, _, weight = part.partition(b";")
        if weight.replace(b" ", b"").rstrip(b"0") not in (b"q=", b"q=0."):
            found.add(name.strip())
    return found
