"""The browser client's files as bytes: read and compressed once, at start."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli

from newsroom.embed.bundle import scripts

FOLDER = Path(__file__).parent / "client"
JAVASCRIPT = "text/javascript; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
_OF_A_VERSION = re.compile(r"/embed/[0-9a-f]{18}/([\w/-]+\.js)", re.A)
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

    @property
    def body(self) -> bytes:
        return next(body for encoding, body in self.encodings if not encoding)

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


class Client:
    """The browser client as addresses. Files stand under the name of their version and are kept
    for ever; ``/embed/v1.js`` names the version and is kept for minutes."""

    def __init__(self, folder: Path) -> None:
        files = served_files(folder)
        digest = hashlib.blake2b(digest_size=9)
        for name, text in files.items():
            digest.update(f"{name}\0{text}\0".encode())
        self.version = digest.hexdigest()
        self.integrity = {name: integrity(text) for name, text in files.items()}
        loader = files.pop("loader.js")
        files |= {"pinned.js": addressed(loader, "./", "../../api/v1/")}
        self.integrity["pinned.js"] = integrity(files["pinned.js"])
        del self.integrity["loader.js"]
        self.assets = {
            f"/embed/{self.version}/{name}": Asset.of(text.encode(), JAVASCRIPT, cache=FOR_EVER)
            for name, text in files.items()
        }
        self._lately = {name: Asset.of(text.encode(), JAVASCRIPT) for name, text in files.items()}
        current = addressed(loader, f"./{self.version}/", "../api/v1/")
        self.assets["/embed/v1.js"] = Asset.of(current.encode(), JAVASCRIPT)
        self.assets["/embed/integrity.json"] = Asset.of(self._sums(), "application/json")

    def find(self, path: str) -> Asset | None:
        if known := self.assets.get(path):
            return known
        # A page that was opened before an upgrade asks for files of the version it knows.
        old = _OF_A_VERSION.fullmatch(path)
        return self._lately.get(old[1]) if old else None

    def _sums(self) -> bytes:
        start = f"/embed/{self.version}/"
        files = {start + name: sum_ for name, sum_ in sorted(self.integrity.items())}
        shape = {"version": self.version, "loader": f"{start}pinned.js", "integrity": files}
        return json.dumps(shape, indent=1).encode()


def served_files(folder: Path) -> dict[str, str]:
    """Name → text of all that a browser may be given: scripts, and words as modules."""
    files = {f"{name}.js": text for name, text in scripts(folder).items()}
    for catalogue in sorted(folder.glob("i18n/**/*.json")):
        words = json.loads(catalogue.read_text())
        name = catalogue.relative_to(folder).with_suffix(".js").as_posix()
        files[name] = module(words)
        if "comments" in words:
            files[f"i18n/counts/{catalogue.stem}.js"] = module(words["comments"])
    return files


def module(words: Any) -> str:
    return f"export default {json.dumps(words, ensure_ascii=False, separators=(',', ':'))}\n"


def addressed(loader: str, base: str, api: str) -> str:
    """The loader, told where the files and the API are, from its own address on."""
    for known, told in (("./", base), ("../api/v1/", api)):
        written = f'new URL("{known}",script.src)'
        if written not in loader:
            raise ValueError(f"the loader has no {written}")
        loader = loader.replace(written, f'new URL("{told}",script.src)')
    return loader


def integrity(text: str) -> str:
    digest = hashlib.sha384(text.encode()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


CLIENT = Client(FOLDER)
