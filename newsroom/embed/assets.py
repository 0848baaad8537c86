"""The browser client's files as bytes: read and compressed once, at start."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from newsroom.embed.bundle import scripts
from newsroom.kernel.byte_answer import ByteAnswer

FOLDER = Path(__file__).parent / "client"
JAVASCRIPT = "text/javascript; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
_OF_A_VERSION = re.compile(r"/embed/[0-9a-f]{18}/([\w/-]+\.js)", re.A)


def asset(
    body: bytes, content_type: str, *, status: int = 200, cache: str = "public, max-age=300"
) -> ByteAnswer:
    headers = [
        (b"content-type", content_type.encode()),
        (b"cache-control", cache.encode()),
        (b"access-control-allow-origin", b"*"),
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    return ByteAnswer(status, headers, body)


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
            f"/embed/{self.version}/{name}": asset(text.encode(), JAVASCRIPT, cache=FOR_EVER)
            for name, text in files.items()
        }
        self._lately = {name: asset(text.encode(), JAVASCRIPT) for name, text in files.items()}
        current = addressed(loader, f"./{self.version}/", "../api/v1/")
        self.assets["/embed/v1.js"] = asset(current.encode(), JAVASCRIPT)
        self.assets["/embed/integrity.json"] = asset(self._sums(), "application/json")

    def find(self, path: str) -> ByteAnswer | None:
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
