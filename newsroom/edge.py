"""The edge: what can be answered from bytes in memory is, before Django wakes.

The client's files, the sign of life, public reads and live streams end here; everything else, and
whatever may be personal, goes through the bridge.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from functools import lru_cache
from types import FrameType

from django.conf import settings

from newsroom.bridge import Bridge, Receive, Result, Scope, Send, answer
from newsroom.embed.assets import CLIENT, asset
from newsroom.kernel import changes
from newsroom.kernel.basis import Change, ThreadChanged
from newsroom.kernel.byte_answer import Asked, ByteAnswer
from newsroom.kernel.http import is_declared
from newsroom.live import Streams
from newsroom.reads.addresses import address
from newsroom.reads.ear import listen
from newsroom.reads.reads import Reads, Wanted
from newsroom.reads.truth import truth_in_thread

NOT_FOUND = asset(b"There is nothing here.\n", "text/plain", status=404)
ALIVE = asset(b"ok\n", "text/plain", cache="no-store")
SAFE = ("GET", "HEAD")


class Edge:
    def __init__(self, behind: Bridge) -> None:
        self._behind = behind
        self.reads = Reads(behind, settings.READS_BYTES, truth_in_thread)
        self.streams = Streams(settings.LIVE_READERS, self.reads.checker.about)
        self._is_declared = lru_cache(64)(lambda peer: is_declared(peer, behind.trusted))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] != "http":
            return
        elif scope["method"] not in SAFE:
            await self._behind(scope, receive, send)
        elif (known := fixed(scope["path"])) is not None:
            await known.send(self._glance(scope)[0], send)
        else:
            await self._read(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = address(scope["path"], scope["query_string"])
        if found is not None:
            asked, host, secure, personal = self._glance(scope)
            if found.is_live and scope["method"] == "GET":
                await self._live(Wanted(found, host, secure, scope), receive, send)
                return
            if not personal:
                wanted = Wanted(found, host, secure, scope)
                await self.reads(wanted, asked, receive, send)
                return
        await self._behind(scope, receive, send)

    async def _live(self, wanted: Wanted, receive: Receive, send: Send) -> None:
        """Nothing in a stream is anybody's own, whoever asks."""
        basis = await self.reads.basis(wanted)
        if isinstance(basis, Result):
            await answer(send, basis.status, basis.headers, basis.body)
            return
        last_id = dict(wanted.scope["headers"]).get(b"last-event-id", b"")
        await self.streams.hold(basis, last_id, receive, send)

    def _glance(self, scope: Scope) -> tuple[Asked, bytes, bool, bool]:
        """One look at the headers: how to answer, the host, whether it came by HTTPS, and whether
        the answer may be somebody's own."""
        host = encodings = known = b""
        secure, personal = scope.get("scheme") == "https", False
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                encodings = value
            elif name == b"host":
                host = value
            elif name == b"if-none-match":
                known = value
            elif name in (b"cookie", b"authorization"):
                personal = True
            elif name == b"x-forwarded-proto" and self._is_declared(peer_of(scope)):
                secure = value.rpartition(b",")[2].strip() == b"https"
        return Asked(scope["method"] == "HEAD", encodings, known), host, secure, personal

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()

        def heard_here(change: Change) -> None:
            loop.call_soon_threadsafe(self.hear, change)

        changes.LISTENERS.append(heard_here)
        on_term(loop, self.streams.close)
        ear = asyncio.create_task(listen(self.hear, self.reads.deaf))
        try:
            while True:
                message = await receive()
                await send({"type": f"{message['type']}.complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        finally:
            self.streams.close()
            changes.LISTENERS.remove(heard_here)
            ear.cancel()

    def hear(self, change: Change) -> None:
        self.reads.hear(change)
        if isinstance(change, ThreadChanged):
            self.streams.hear(change)


def on_term(loop: asyncio.AbstractEventLoop, close: Callable[[], None]) -> None:
    """Servers tell of their end only when the last answer has ended, and streams have no end."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)

    def asked(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, asked)


def fixed(path: str) -> ByteAnswer | None:
    if path.startswith("/embed/"):
        return CLIENT.find(path) or NOT_FOUND
    return ALIVE if path == "/livez" else None


def peer_of(scope: Scope) -> str:
    return (scope.get("client") or ("",))[0]
