"""Waline's client from npm. Its server wants a database module that is compiled for each machine,
so its answers are played: the corpus in the shape that its package `@waline/api` publishes."""

import json
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.reading import corpus

PACKAGE = "@waline/client@3.13.0"
URL = "http://127.0.0.1:8124"


@dataclass(frozen=True)
class Waline:
    files: Path

    def answer(self, url: str) -> tuple[str, bytes]:
        """(content type, body) for an address of its own."""
        asked = urlsplit(url)
        if asked.path.startswith("/client/"):
            name = asked.path.rpartition("/")[2]
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            return kind, (self.files / name).read_bytes()
        page = 1
        with suppress(KeyError, ValueError):
            page = int(parse_qs(asked.query)["page"][0])
        data = threads(page) if asked.path.startswith("/api/comment") else []
        return "application/json", json.dumps({"errno": 0, "errmsg": "", "data": data}).encode()


def installed(folder: Path) -> Waline:
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}')
    install = ["npm", "install", "--no-fund", "--no-audit", "--silent", PACKAGE]
    subprocess.run(install, cwd=folder, check=True)
    return Waline(folder / "node_modules/@waline/client/dist")


def threads(page: int, size: int = 10) -> dict[str, Any]:
    """A page of roots, newest first, each with all of its replies, as its server answers."""
    roots: dict[int, dict[str, Any]] = {}
    root_of: dict[int, int] = {}
    for number, above, name, text in corpus.comments_of(0):
        said = {
            "objectId": number + 1, "time": int(time.time() * 1000) - 60_000 * (100 - number),
            "comment": f"<p>{text}</p>", "orig": text, "like": 0, "nick": name, "link": "",
            "avatar": "", "browser": "Firefox 128", "os": "Linux", "status": "approved",
        }  # fmt: skip
        root_of[number] = root = number if above is None else root_of[above]
        if above is None:
            roots[number] = {**said, "sticky": False, "children": []}
        else:
            above_it = {"nick": name, "link": "", "avatar": ""}
            reply = {**said, "pid": above + 1, "rid": root + 1, "reply_user": above_it}
            roots[root]["children"].append(reply)
    newest = [roots[number] for number in sorted(roots, reverse=True)]
    return {
        "page": page, "totalPages": -(-len(newest) // size), "pageSize": size,
        "count": len(root_of), "data": newest[(page - 1) * size : page * size],
    }  # fmt: skip
