"""ASGI to WSGI over one thread hop.

Django's own ASGI handler costs nine times as much a request. The body is read here, in the event
loop and within bounds, so a client that dribbles it holds a coroutine and never a thread.
"""

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple, TypeVar
from wsgiref.types import WSGIApplication

from django.conf import settings

from newsroom.kernel.api import problem_response
from newsroom.kernel.basis import Basis
from newsroom.kernel.http import client_address, is_declared, networks

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

Returned = TypeVar("Returned")

THREADS = 8
# Of them for calls that may write, which wait for one another's locks: the others go on reading.
WRITERS = 6
SAFE = ("GET", "HEAD", "OPTIONS")
BODY_SECONDS = 20.0
SMALL_BODY = 262_144
# Only the publisher's own system, with its key, sends more than a comment.
LARGE_BODY = 40_000_000
# The key is looked at only after the body: without a cap anybody could fill the memory.
LARGE_AT_ONCE = 4


class TooLarge(Exception):
    pass


class Gone(Exception):
    """The client went away before its request was whole."""


class Full(Exception):
    """As many large bodies as memory is given for are being held."""


class Result(NamedTuple):
    """What the application answered; ``basis`` where the answer may be kept for everybody."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    basis: Basis | None


class Room:
    """Places for large bodies; each is taken until its request has been answered."""

    def __init__(self, places: int) -> None:
        self._free = places

    @contextmanager
    def place(self) -> Iterator[Callable[[], None]]:
        """Gives a call that takes the place, or raises Full."""
        taken = False

        def take() -> None:
            nonlocal taken
            if not taken and not self._free:
                raise Full
            self._free -= not taken
            taken = True

        try:
            yield take
        finally:
            self._free += taken


class Bridge:
    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._room = Room(LARGE_AT_ONCE)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="django")
        self._writing = asyncio.Semaphore(WRITERS)
        self.trusted = networks(settings.TRUSTED_PROXIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._room.place() as take:
            body = await whole_body(scope, receive, send, take)
            if body is None:
                return
            environ = make_environ(scope, body, self.trusted)
            async with nullcontext() if scope["method"] in SAFE else self._writing:
                result = await self.run(self._call, environ)
            await answer(send, result.status, result.headers, result.body)

    async def run(self, call: Callable[..., Returned], *arguments: Any) -> Returned:
        """In one of the threads that Django lives in."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, call, *arguments)

    def get(self, scope: Scope) -> Result:
        """A request without a body; for one of those threads."""
        return self._call(make_environ(scope, b"", self.trusted))

    def _call(self, environ: dict[str, Any]) -> Result:
        started: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Any:
            started[:] = [int(status[:3]), headers]
            return None

        result: Iterable[bytes] = self._application(environ, start_response)
        try:
            body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()  # Django gives its database connections back here, in this thread
        # Django's handler gives its own response object.
        return Result(started[0], started[1], body, getattr(result, "basis", None))


async def whole_body(
    scope: Scope, receive: Receive, send: Send, take: Callable[[], None]
) -> bytes | None:
    """The body; or None where the client went away, or has been told what is wrong."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await read_body(receive, body_limit(scope), take)
    except Gone:
        pass
    except TooLarge:
        await refuse(send, 413, "too_large", "The body is larger than this call takes.")
    except Full:
        await refuse(send, 503, "busy", "Many large requests at once: send it again in a moment.")
    except TimeoutError:
        await refuse(send, 408, "timeout", "The body did not arrive in time.")
    return None


def body_limit(scope: Scope) -> int:
    keyed = any(name == b"authorization" for name, _ in scope["headers"])
    return LARGE_BODY if keyed else SMALL_BODY


async def read_body(receive: Receive, most: int, take: Callable[[], None]) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise TooLarge
        if size > SMALL_BODY:
            take()
        if not message.get("more_body", False):
            return b"".join(parts)


def make_environ(scope: Scope, body: bytes, trusted: Iterable[Any]) -> dict[str, Any]:
    """The WSGI environment of one request. REMOTE_ADDR is whom declared proxies vouch for; what a
    client says of its own address or scheme is dropped."""
    peer, _ = scope.get("client") or ("", 0)
    server, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 80),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    for raw_name, raw_value in scope["headers"]:
        add_header(environ, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
    scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
    trusted = list(trusted)
    environ["REMOTE_ADDR"] = client_address(peer, forwarded, trusted)
    # Something stands between us and the reader, declared or not: a peer at this machine may then
    # be a proxy that speaks for the whole world.
    environ["newsroom.forwarded"] = bool(forwarded or environ.get("HTTP_FORWARDED"))
    if scheme and is_declared(peer, trusted):
        environ["HTTP_X_FORWARDED_PROTO"] = scheme.split(",")[-1].strip()
    return environ


def add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return  # X_Forwarded_For would become the same key as the real one
    key = name.upper().replace("-", "_")
    if key == "CONTENT_LENGTH":
        return
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


async def refuse(send: Send, status: int, code: str, detail: str) -> None:
    response = problem_response(status, code, detail)
    headers = [
        *response.headers.items(),
        ("Access-Control-Allow-Origin", "*"),
        ("Connection", "close"),
        *([("Retry-After", "5")] if status == 503 else []),
    ]
    await answer(send, status, headers, response.content)


async def answer(send: Send, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if status not in (204, 304) and not any(name == b"content-length" for name, _ in raw):
        raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
