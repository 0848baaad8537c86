"""A newsroom without a database behind the real edge: one site, threads as (version, count), and
what stands on its page is its versions. Everything that the edge asks of the world is here."""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from newsroom.bridge import Bridge
from newsroom.kernel.basis import Basis, SiteChanged, ThreadChanged, Truth
from newsroom.kernel.http import PublicResponse, kept_for
from newsroom.live import Streams
from newsroom.reads.reads import Reads

PAGE = "/api/v1/sites/daily/page"


class Away(Exception):
    """The database does not answer."""


@dataclass
class Press:
    """``asked``: queries that Django was given, in order."""

    site: int = 1
    threads: dict[int, tuple[int, int]] = field(default_factory=lambda: {1: (1, 0)})
    asked: list[str] = field(default_factory=list)
    environs: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    away: bool = False
    lasts: float = 60.0
    status: int = 200
    padding: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ["QUERY_STRING"])
        self.environs.append(environ)
        response = self.answer()
        start_response(f"{response.status_code} X", list(response.items()))
        return response

    def answer(self) -> HttpResponse:
        if self.away:
            return HttpResponse(b"away", status=503)
        version, count = self.threads[1]
        body = f"site {self.site}, thread {version}, count {count}" + " " * self.padding
        response = PublicResponse(body.encode(), status=self.status)
        response["Cache-Control"] = kept_for()
        for name, value in self.headers.items():
            response[name] = value
        response.basis = Basis(1, self.site, {1: version}, {1: count}, self.lasts)
        return response

    def truth(self, sites: Collection[int], articles: Collection[int]) -> Truth:
        if self.away:
            raise Away
        return Truth({1: self.site}, {pk: self.threads[pk] for pk in articles})

    def publish(self) -> ThreadChanged:
        version, count = self.threads[1]
        self.threads[1] = (version + 1, count + 1)
        return ThreadChanged(1, *self.threads[1])

    def rearrange(self) -> SiteChanged:
        self.site += 1
        return SiteChanged(1, self.site)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode().strip()

    @property
    def is_stale(self) -> bool:
        return "stale" in self.headers.get("cache-status", "")


def scope_of(path: str, query: str = "article=a", **more: Any) -> dict[str, Any]:
    """``headers``: with ``_`` for ``-``. ``method``, ``peer``, ``scheme`` as ASGI has them."""
    headers = {"host": "localhost", **more.get("headers", {})}
    return {
        "type": "http",
        "http_version": "1.1",
        "method": more.get("method", "GET"),
        "scheme": more.get("scheme", "http"),
        "path": path,
        "query_string": query.encode(),
        "client": (more.get("peer", "203.0.113.5"), 4711),
        "server": ("127.0.0.1", 8000),
        "headers": [
            (name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()
        ],
    }


async def ask(application: Any, path: str, query: str = "article=a", **more: Any) -> Answer:
    """As ``scope_of`` has it."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": more.get("body", b"")}

    async def send(message: Any) -> None:
        sent.append(message)

    await application(scope_of(path, query, **more), receive, send)
    start, *bodies = sent
    given = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], given, b"".join(body["body"] for body in bodies))


class Process:
    """One web process before a press; messages reach it when a story says so."""

    def __init__(self, press: Press, *, megabytes: float = 1.0) -> None:
        from newsroom.edge import Edge

        self.clock = Clock()
        bridge = Bridge(press)  # type: ignore[arg-type]
        self.edge = Edge(bridge)
        self.edge.reads = Reads(bridge, int(megabytes * 1_000_000), press.truth, self.clock)
        self.edge.streams = Streams(3000, self.edge.reads.checker.about)
        self.edge.reads.deaf(False)

    async def get(self, query: str = "article=a", path: str = PAGE, **more: Any) -> Answer:
        return await ask(self.edge, path, query, **more)

    async def breathe(self) -> None:
        """A few turns for whatever is ready."""
        for _ in range(5):
            await asyncio.sleep(0)

    async def settle(self) -> None:
        """Until what runs behind the answers has ended."""
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.gather(*tasks, return_exceptions=True)
