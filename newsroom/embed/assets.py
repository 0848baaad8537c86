"""The browser client's files as bytes: read and compressed once, at start."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli

CLIENT = Path(__file__).parent / "client"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".css": "text/css; charset=utf-8",
}
Headers = list[tuple[bytes, bytes]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Asset:
    """One answer in three encodings, with its ETag."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    etag: bytes
    encodings: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def of(
        cls,
        body: bytes,
        content_type: str,
        *,
        status: int = 200,
        cache: str = "public, max-age=300",
    ) -> "Asset":
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode()
        headers = (
            (b"content-type", content_type.encode()),
            (b"cache-control", cache.encode()),
            (b"access-control-allow-origin", b"*"),
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"x-content-type-options", b"nosniff"),
            (b"vary", b"accept-encoding"),
            (b"etag", etag),
        )
        encodings = [(b"", body)]
        if len(body) > 200:
            encodings = [
                (b"br", brotli.compress(body, quality=9)),
                (b"gzip", gzip.compress(body, 9, mtime=0)),
                (b"", body),
            ]
        return cls(status, headers, etag, tuple(encodings))

    async def answer(self, scope: MutableMapping[str, Any], send: Send) -> None:
        asked = dict(scope["headers"])
        if self.etag in asked.get(b"if-none-match", b""):
            await send_bytes(send, 304, list(self.headers), b"")
            return
        accepted = accepted_encodings(asked.get(b"accept-encoding", b""))
        encoding, body = next(pair for pair in self.encodings if pair[0] in accepted)
        headers = [*self.headers, (b"content-length", str(len(body)).encode())]
        if encoding:
            headers.append((b"content-encoding", encoding))
        await send_bytes(send, self.status, headers, b"" if scope["method"] == "HEAD" else body)


def accepted_encodings(header: bytes) -> set[bytes]:
    """What the client takes, by name; the plain bytes (b"") always. ``br;q=0`` refuses br."""
    found = {b""}
    for part in header.lower().split(b","):
        name, _, weight = part.partition(b";")
        if weight.replace(b" ", b"").rstrip(b"0") not in (b"q=", b"q=0."):
            found.add(name.strip())
    return found


async def send_bytes(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def load(folder: Path) -> dict[str, Asset]:
    """``/embed/…`` → asset, for every file of the client; the loader is also ``/embed/v1.js``."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in TYPES:
            path = f"/embed/{file.relative_to(folder).as_posix()}"
            found[path] = Asset.of(file.read_bytes(), TYPES[file.suffix])
    if "/embed/loader.js" in found:
        found["/embed/v1.js"] = found["/embed/loader.js"]
    return found


ASSETS = load(CLIENT)
