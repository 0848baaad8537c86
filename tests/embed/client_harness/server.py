"""Two loopback servers: the newsroom with its client files, and a publisher's site elsewhere."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from django.template.loader import render_to_string

from newsroom.embed import frame
from newsroom.embed.assets import CLIENT as SERVED
from newsroom.embed.assets import FOLDER as CLIENT

from .api import MockApi

__all__ = ["CLIENT", "SERVED"]

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key, Authorization",
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Expose-Headers": "Date, ETag, Retry-After",
}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48"><defs><linearGradient id="g" '
    'x2="0" y2="1"><stop stop-color="#7aa7c7"/><stop offset="1" stop-color="#f3d9b1"/>'
    '</linearGradient></defs><path fill="url(#g)" d="M0 0h64v48H0z"/><circle cx="44" cy="18" r="6" '
    'fill="#fff4d6"/><path d="M0 36l14-9 12 6 16-12 22 14v13H0z" fill="#3d5a73"/></svg>'
)


class NewsroomHandler(BaseHTTPRequestHandler):
    """Serves ``/embed/*`` as the edge does and ``/api/v1/*`` from the mock."""

    api: MockApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_args: object) -> None:
        """Say nothing: a test's output is its assertion."""

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status or 200)
        # An answer without leave to read it is to a page as if none had come; a connection
        # that just ends would be tried again by the browser itself.
        for name, value in (CORS if status else {}).items():
            self.send_header(name, value)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_OPTIONS(self) -> None:
        self.reply(204, b"", {})

    def do_GET(self) -> None:
        if self.path.startswith("/embed/"):
            return self.file(self.path.split("?")[0])
        if self.path.startswith("/sites/demo/frame?"):
            return self.framed(parse_qs(urlsplit(self.path).query))
        return self.answer()

    def framed(self, query: dict[str, list[str]]) -> None:
        """The page inside a frame, as the view makes it for a site that the holder belongs to."""
        holder = query["holder"][0]
        context = {
            "site": {"key": "demo", "name": "Demo"},
            "holder": holder,
            "language": query.get("lang", ["en"])[0],
            "attributes": {k: v[0] for k, v in query.items() if k in frame.ATTRIBUTES},
            "framed": f"/embed/{SERVED.version}/framed.js",
        }
        html = render_to_string("embed/frame.html", context)
        policy = frame.POLICY.format(holder=holder)
        headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
        return self.reply(200, html.encode(), headers)

    def file(self, path: str) -> None:
        asset = SERVED.find(path)
        if asset is None:
            return self.reply(404, b"", {})
        headers = {name.decode(): value.decode() for name, value in asset.headers}
        headers.pop("access-control-allow-origin")
        return self.reply(200, asset.body, headers)

    def answer(self) -> None:
        if self.path.split("?")[0].endswith("/live"):
            told = self.api.stream.encode()
            return self.reply(200, told, {"Content-Type": "text/event-stream"})
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        key = self.headers.get("Idempotency-Key", "")
        self.api.bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        status, shape, headers = self.api.handle(self.command, self.path, body, key)
        kind = "application/json" if status < 400 else "application/problem+json"
        encoded = b"" if shape is None else json.dumps(shape).encode()
        return self.reply(status, encoded, {"Content-Type": kind, **headers})

    do_POST = do_PATCH = do_DELETE = answer


class SiteHandler(BaseHTTPRequestHandler):
    """A publisher's site: whatever pages a test gave it, on an origin of its own."""

    pages: dict[str, tuple[str, str]]

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    log_message = NewsroomHandler.log_message

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        html, policy = self.pages.get(path, ("", ""))
        picture = path.endswith(".svg")
        body = (PICTURE if picture else html).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "image/svg+xml" if picture else "text/html; charset=utf-8")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Loopback:
    """An HTTP server on a free port of 127.0.0.1, in a thread, until closed."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Harness:
    """Both servers and what a test may say to them."""

    def __init__(self) -> None:
        self.api = MockApi()
        self.pages: dict[str, tuple[str, str]] = {}
        self.newsroom = Loopback(type("Api", (NewsroomHandler,), {"api": self.api}))
        self.site = Loopback(type("Site", (SiteHandler,), {"pages": self.pages}))

    def reset(self) -> None:
        self.api.reset()
        self.pages.clear()

    def publish(self, html: str, *, policy: str = "", path: str = "/story-42") -> str:
        """Put a page on the publisher's site; its address. ``{newsroom}`` is our origin."""
        origin = self.newsroom.origin
        put = (html.replace("{newsroom}", origin), policy.replace("{newsroom}", origin))
        self.pages[path] = put
        return self.site.origin + path

    def script(self, name: str) -> str:
        """The address of a file of the client's current version."""
        return f"{self.newsroom.origin}/embed/{SERVED.version}/{name}"

    def close(self) -> None:
        self.newsroom.close()
        self.site.close()
