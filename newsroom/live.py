"""Live streams: each tells one reader that a conversation has changed, never what it says.

One subscription a process feeds them all. A stream costs a waiting coroutine; there are only so
many, and whoever comes after is told when to try again. No server ends open streams before its
time of grace is up: they end themselves, by a flag. See docs/decisions/0036-live-streams.md.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from newsroom.bridge import Receive, Send, refuse
from newsroom.kernel.basis import UNWRITTEN, Basis, ThreadChanged, Truth
from newsroom.kernel.live_event import event

log = logging.getLogger(__name__)

# Every so many seconds a line that says nothing: proxies end what is silent for a minute.
BEAT_SECONDS = 20
# A message may be lost: what streams are open for is looked up so often.
LOOK_SECONDS = 1.0
# Readers woken before the others in this process get their turn.
AT_ONCE = 200
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", b"*"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
BEAT = b":\n\n"
Ask = Callable[[set[int], set[int]], Awaitable[tuple[Truth, float]]]


class _Watched:
    """A conversation that somebody watches."""

    def __init__(self, version: int, count: int) -> None:
        self.version = version
        self.count = count
        self.readers: set[_Reader] = set()


class _Reader:
    """Woken for news, for a beat, or to go."""

    def __init__(self, known: int) -> None:
        self.known = known
        self._woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake(self, *_: object) -> None:
        if not self._woken.done():
            self._woken.set_result(None)

    async def wait(self) -> None:
        await self._woken
        self._woken = asyncio.get_running_loop().create_future()


class Streams:
    """``most``: open at once. ``ask``: the versions as the database has them."""

    def __init__(self, most: int, ask: Ask) -> None:
        self._most = most
        self._ask = ask
        self._watched: dict[int, _Watched] = {}
        self._changed: dict[int, None] = {}
        self._waker: asyncio.Task[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._closing = False
        self.open = 0

    async def hold(self, basis: Basis, last_id: bytes, receive: Receive, send: Send) -> None:
        """Streams the conversation that ``basis`` is of, until its reader goes or we do."""
        if self._closing or self.open >= self._most:
            await refuse(send, 503, "too_many_streams", "Too many readers are live here just now.")
            return
        ((article, version),) = basis.threads.items()
        watched = self._watched.setdefault(article, _Watched(version, basis.counts[article]))
        reader = _Reader(known_of(last_id))
        watched.readers.add(reader)
        self.open += 1
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())
        gone = asyncio.create_task(left(receive))
        gone.add_done_callback(reader.wake)
        try:
            await self._stream(watched, reader, gone, send)
        except OSError:
            pass  # the reader went while we spoke
        finally:
            gone.cancel()
            self.open -= 1
            watched.readers.discard(reader)
            if not watched.readers:
                self._watched.pop(article, None)

    async def _stream(
        self, watched: _Watched, reader: _Reader, gone: "asyncio.Task[None]", send: Send
    ) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        # When we end, all come again: not all in the same second.
        said = b"retry: %d\n\n" % random.randint(2000, 6000)  # noqa: S311 (no secret)
        while not gone.done():
            if reader.known != watched.version:
                reader.known = watched.version
                said += event(watched.version, watched.count)
            last = self._closing
            await send({"type": "http.response.body", "body": said or BEAT, "more_body": not last})
            if last:
                return
            await reader.wait()
            said = b""

    def hear(self, change: ThreadChanged) -> None:
        watched = self._watched.get(change.article)
        if watched is None or change.version <= watched.version:
            return
        watched.version, watched.count = change.version, change.published
        self._changed[change.article] = None
        if self._waker is None or self._waker.done():
            self._waker = asyncio.create_task(self._wake_changed())

    async def _wake_changed(self) -> None:
        while self._changed:
            article = next(iter(self._changed))
            del self._changed[article]
            if article in self._watched:
                await self._wake(self._watched[article])

    async def _wake(self, watched: _Watched) -> None:
        for number, reader in enumerate(list(watched.readers), 1):
            reader.wake()
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _keep(self) -> None:
        """While anybody is here: looks after lost messages, and sends the beat."""
        rounds = 0
        while self.open:
            await asyncio.sleep(LOOK_SECONDS * random.uniform(0.8, 1))  # noqa: S311 (no secret)
            await self._look()
            rounds += 1
            if rounds % BEAT_SECONDS == 0:
                for watched in list(self._watched.values()):
                    await self._wake(watched)

    async def _look(self) -> None:
        articles = set(self._watched)
        try:
            truth, _ = await self._ask(set(), articles)
        except Exception as error:
            log.info("streams are not looked after: %s", error)
            return
        for article in articles:
            self.hear(ThreadChanged(article, *truth.threads.get(article, UNWRITTEN)))

    def close(self) -> None:
        """Ends all streams. Their readers come again, to a process that lives."""
        self._closing = True
        for watched in self._watched.values():
            for reader in watched.readers:
                reader.wake()


def known_of(last_id: bytes) -> int:
    """The version that a reader has seen; 0 where it says none."""
    return int(last_id) if last_id.isdigit() and len(last_id) < 19 else 0


async def left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
