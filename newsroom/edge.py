"""The edge: what can be answered from bytes in memory is, before Django wakes.

The client's files, the sign of life, public reads and live streams end here; everything else, and
whatever may be personal, goes through the bridge.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import FrameType
from typing import NamedTuple

from django.conf import settings

from newsroom.bridge import Bridge, Receive, Result, Scope, Send, answer
from newsroom.embed.assets import CLIENT, asset
from newsroom.kernel import changes
from newsroom.kernel.basis import Change, ThreadChanged
from newsroom.kernel.byte_answer import Asked, ByteAnswer, Form
from newsroom.kernel.http import is_declared
from newsroom.live import Streams
from newsroom.reads.addresses import address
from newsroom.reads.ear import listen
from newsroom.reads.reads import Reads, Wanted
from newsroom.reads.truth import truth_in_thread

NOT_FOUND = asset(b"There is nothing here.\n", "text/plain", status=404)
ALIVE = asset(b"ok\n", "text/plain", cache="no-store")
SAFE = ("GET", "HEAD")
Said = Mapping[bytes, bytes]  # headers, names in lower case


class Peer(NamedTuple):
    """Whom a connection is with, a proxy or the reader, and how it came."""

    address: str
    scheme: str


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
            await known.send(asked_of(scope["method"], dict(scope["headers"])), send)
        else:
            await self._read(scope, receive, send)

    def at_hand(self, path: str, query: bytes, peer: Peer, said: Said) -> Form | None:
        """The answer to a GET that is nobody's own, if it can be given without waiting for
        anything. What connections ask before they call."""
        if is_personal(said):
            return None
        encodings, known = said.get(b"accept-encoding", b""), said.get(b"if-none-match", b"")
        if (file := fixed(path)) is not None:
            return file.form(encodings, known)
        found = address(path, query)
        if found is None or found.is_live:
            return None
        key = (found.path, found.query, said.get(b"host", b""), self._is_secure(peer, said))
        return self.reads.at_hand(key, found.version, encodings, known)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = address(scope["path"], scope["query_string"])
        if found is not None:
            said = dict(scope["headers"])
            secure = self._is_secure(peer_of(scope), said)
            wanted = Wanted(found, said.get(b"host", b""), secure, scope)
            if found.is_live and scope["method"] == "GET":
                await self._live(wanted, said, receive, send)
                return
            if not is_personal(said):
                await self.reads(wanted, asked_of(scope["method"], said), receive, send)
                return
        await self._behind(scope, receive, send)

    async def _live(self, wanted: Wanted, said: Said, receive: Receive, send: Send) -> None:
        """Nothing in a stream is anybody's own, whoever asks."""
        basis = await self.reads.basis(wanted)
        if isinstance(basis, Result):
            await answer(send, basis.status, basis.headers, basis.body)
            return
        await self.streams.hold(basis, said.get(b"last-event-id", b""), receive, send)

    def _is_secure(self, peer: Peer, said: Said) -> bool:
        """Whether it came by HTTPS, as far as that is known."""
        if (told := said.get(b"x-forwarded-proto")) and self._is_declared(peer.address):
            return told.rpartition(b",")[2].strip() == b"https"
        return peer.scheme == "https"

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


def peer_of(scope: Scope) -> Peer:
    return Peer((scope.get("client") or ("",))[0], scope.get("scheme", "http"))


def asked_of(method: str, said: Said) -> Asked:
    encodings, known = said.get(b"accept-encoding", b""), said.get(b"if-none-match", b"")
    return Asked(method == "HEAD", encodings, known)


def is_personal(said: Said) -> bool:
    """Whether the answer may be somebody's own."""
    return b"cookie" in said or b"authorization" in said
