"""An answer that is finished: headers and body in each encoding, made once, sent as they are."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any, NamedTuple

import brotli

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]
Message = dict[str, Any]

# What fits one packet anyway.
SMALL = 200
# In the order in which they are given to whoever takes several.
ENCODINGS = (b"br", b"gzip")


class Asked(NamedTuple):
    """What of a request decides how a finished answer is sent. ``encodings`` and ``known`` are
    its Accept-Encoding and If-None-Match."""

    head: bool
    encodings: bytes
    known: bytes


class ByteAnswer:
    """``headers`` without length, encoding and Vary. ``size``: of all it holds, in bytes."""

    __slots__ = ("_not_modified", "_variants", "body", "etag", "headers", "size", "status")

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
        self._not_modified = _start(304, self.headers)
        bodies = {b"": body}
        if len(body) > SMALL:
            # Brotli 9 takes four times as long: for what is made anew with each comment, too long.
            bodies[b"br"] = brotli.compress(body, quality=5 if brotli_5 else 9)
            bodies[b"gzip"] = gzip.compress(body, 6 if brotli_5 else 9, mtime=0)
        self._variants = {
            encoding: (_start(status, self._with_body(encoding, data)), _body(data))
            for encoding, data in bodies.items()
        }
        self.size = sum(map(len, bodies.values())) + 4 * sum(
            len(name) + len(value) for name, value in self.headers
        )

    async def send(self, asked: Asked, send: Send, *more: Header) -> None:
        """``more``: headers of this one sending."""
        if self.etag in asked.known:
            await send(_with(self._not_modified, more))
            await send(NOTHING)
            return
        start, body = self._variants[b""]
        for encoding in chosen(asked.encodings):
            if encoding in self._variants:
                start, body = self._variants[encoding]
                break
        await send(_with(start, more))
        await send(NOTHING if asked.head else body)

    def _with_body(self, encoding: bytes, data: bytes) -> list[Header]:
        length = (b"content-length", str(len(data)).encode())
        return [*self.headers, length, *([(b"content-encoding", encoding)] if encoding else [])]


def _start(status: int, headers: list[Header]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


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
