"""Public reads in one process: from memory where it can be trusted, else through Django once for
all who ask. The states, races and failures: docs/decisions/0035-reads-from-bytes.md."""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from typing import NamedTuple

from newsroom.bridge import Bridge, Receive, Result, Scope, Send, answer
from newsroom.kernel.basis import Basis, Change
from newsroom.kernel.byte_answer import Asked, ByteAnswer, Form
from newsroom.kernel.bytes_cache import BytesCache, Kept
from newsroom.reads.addresses import Address
from newsroom.reads.truth import Ask, Checker

log = logging.getLogger(__name__)

# A database that says nothing for so long is taken for away.
PATIENCE = 0.5
STALE = (b"cache-status", b'newsroom; fwd=stale; detail="the database is away"')
# What a build for everybody is asked with, of the headers of whoever came first: the host, and
# what tells a household that opens page after page.
TOLD = {b"host", b"x-forwarded-for", b"x-forwarded-proto", b"forwarded"}
NOT_KEPT = {b"content-length", b"connection", b"date", b"server"}
Key = tuple[str, bytes, bytes, bool]
# What Django answered, where it may not be kept.
Made = ByteAnswer | Result


class Wanted(NamedTuple):
    """One read. ``secure``: it came by HTTPS, as far as that is known."""

    address: Address
    host: bytes
    secure: bool
    scope: Scope

    @property
    def key(self) -> Key:
        return (self.address.path, self.address.query, self.host, self.secure)


class Reads:
    def __init__(
        self, bridge: Bridge, limit: int, ask: Ask, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.cache: BytesCache[ByteAnswer] = BytesCache(limit, jitter=random.random)
        self.checker = Checker(ask, clock)
        self._bridge = bridge
        self._clock = clock
        self._builds: dict[Key, asyncio.Task[Made]] = {}
        self._looks: dict[Kept[ByteAnswer], asyncio.Task[bool]] = {}
        self._packings: dict[tuple[ByteAnswer, bytes], asyncio.Task[None]] = {}
        self._deaf = True
        self._away = False
        self._ask_again = 0.0

    def hear(self, change: Change) -> None:
        self.cache.hear(change)

    def deaf(self, deaf: bool) -> None:
        """Whether messages reach us. When they do again, some were lost."""
        if self._deaf and not deaf:
            self.cache.doubt()
        self._deaf = deaf

    def at_hand(self, key: Key, version: int, encodings: bytes, known: bytes) -> Form | None:
        """What may be given at once; None where anything is to be made, looked at or said first."""
        kept = self.cache.find(key)
        if kept is None or self._away or is_behind(kept, version):
            return None
        now = self._clock()
        if kept.is_over(now) or kept.is_soon_due(now, deaf=self._deaf):
            return None
        return kept.answer.form(encodings, known)

    async def __call__(self, wanted: Wanted, asked: Asked, receive: Receive, send: Send) -> None:
        kept = self.cache.find(wanted.key)
        if kept is not None and await self._holds(kept, wanted.address.version):
            await self._packed(kept.answer, wanted, asked)
            await kept.answer.send(asked, send, *([STALE] if self._away else []))
            return
        leads = wanted.key not in self._builds
        made = await self._made(wanted)
        if isinstance(made, ByteAnswer):
            await self._packed(made, wanted, asked)
            await made.send(asked, send)
        elif made.status >= 500 and kept is not None and self.cache.find(wanted.key) is kept:
            await kept.answer.send(asked, send, STALE)
        elif leads and not asked.head and not asked.known:
            await answer(send, made.status, made.headers, made.body)
        else:
            # What may not be kept is not shared either.
            await self._bridge(wanted.scope, receive, send)

    async def basis(self, wanted: Wanted) -> Basis | Result:
        """What the answer rests on, for who holds a stream of it; or what Django says instead."""
        kept = self.cache.find(wanted.key)
        if kept is None or not await self._holds(kept, wanted.address.version):
            made = await self._made(wanted)
            if isinstance(made, Result):
                return made
            kept = self.cache.find(wanted.key)
        return kept.basis if kept else Result(503, [("Retry-After", "5")], b"", None)

    async def _holds(self, kept: Kept[ByteAnswer], version: int) -> bool:
        """Whether the answer may be given: at once, or after a look at the database."""
        now = self._clock()
        if self._away:
            if now >= self._ask_again:
                self._ask_again = now + PATIENCE
                self._look(kept)
            return True
        if kept.is_over(now):
            return False
        if is_behind(kept, version) or kept.is_due(now, deaf=self._deaf):
            return await self._looked(kept)
        if kept.is_soon_due(now, deaf=self._deaf):
            self._look(kept)
        return True

    def _look(self, kept: Kept[ByteAnswer]) -> "asyncio.Task[bool]":
        look = self._looks.get(kept)
        if look is None:
            look = self._looks[kept] = asyncio.create_task(self._checked(kept))
            look.add_done_callback(lambda _: self._looks.pop(kept, None))
        return look

    async def _looked(self, kept: Kept[ByteAnswer]) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(self._look(kept))
        except TimeoutError:
            self._away = True
            log.warning("reads: the database says nothing; what is in memory goes on")
            return True

    async def _checked(self, kept: Kept[ByteAnswer]) -> bool:
        try:
            truth, asked = await self.checker.of(kept.basis)
        except Exception as error:
            if not self._away:
                log.warning("reads: the database is away, what is in memory goes on: %s", error)
            self._away = True
            return True
        self._away = False
        return self.cache.check(kept, truth, asked)

    async def _packed(self, answer: ByteAnswer, wanted: Wanted, asked: Asked) -> None:
        """In the encoding that this reader takes, made once for all who wait for it."""
        if answer.form(asked.encodings, asked.known):
            return
        which = answer, answer.encoding(asked.encodings)
        packing = self._packings.get(which)
        if packing is None:
            packing = self._packings[which] = asyncio.create_task(self._pack(wanted.key, *which))
            packing.add_done_callback(lambda _: self._packings.pop(which, None))
        await asyncio.shield(packing)

    async def _pack(self, key: Key, answer: ByteAnswer, encoding: bytes) -> None:
        grown = await self._bridge.run(answer.pack, encoding)
        self.cache.grow(key, answer, grown)

    async def _made(self, wanted: Wanted) -> Made:
        """One build a key, whoever goes away meanwhile."""
        build = self._builds.get(wanted.key)
        if build is None:
            build = self._builds[wanted.key] = asyncio.create_task(self._build(wanted))
            build.add_done_callback(lambda _: self._builds.pop(wanted.key, None))
        return await asyncio.shield(build)

    async def _build(self, wanted: Wanted) -> Made:
        """Once more where a change overtook it; after that it is given without being kept."""
        stands, made = await self._try(wanted)
        if not stands:
            _, made = await self._try(wanted)
        return made

    async def _try(self, wanted: Wanted) -> tuple[bool, Made]:
        build = self.cache.begin(self._clock())
        try:
            result, made = await self._bridge.run(self._in_thread, wanted)
            if made is None or result.basis is None:
                return True, result
            kept = self.cache.keep(build, wanted.key, made, made.size, result.basis)
            return kept is not None, made
        finally:
            self.cache.end(build)

    def _in_thread(self, wanted: Wanted) -> tuple[Result, ByteAnswer | None]:
        result = self._bridge.get(for_everybody(wanted))
        made = finished(result)
        takes = dict(wanted.scope["headers"]).get(b"accept-encoding", b"")
        if made is not None and made.form(takes, b"") is None:
            made.pack(made.encoding(takes))
        return result, made


def is_behind(kept: Kept[ByteAnswer], version: int) -> bool:
    """Whether its reader knows of a newer thread."""
    return version > 0 and version > max(kept.basis.threads.values(), default=version)


def for_everybody(wanted: Wanted) -> Scope:
    """The request without anything of whoever sent it that an answer could depend on."""
    headers = [header for header in wanted.scope["headers"] if header[0] in TOLD]
    query = wanted.address.query
    return {**wanted.scope, "method": "GET", "query_string": query, "headers": headers}


def finished(result: Result) -> ByteAnswer | None:
    """The answer as it may be kept; None for one that is not for everybody. Its view says what it
    rests on; the rest is asked again here, for a view that says so by mistake."""
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in result.headers]
    said = dict(headers)
    varies = {part.strip() for part in said.get(b"vary", b"").lower().split(b",")}
    if (
        result.basis is None
        or result.status != 200
        or not said.get(b"cache-control", b"").startswith(b"public")
        or b"set-cookie" in said
        or varies - {b"", b"accept", b"accept-encoding", b"origin"}
    ):
        return None
    kept = [header for header in headers if header[0] not in NOT_KEPT]
    return ByteAnswer(200, kept, result.body, lasting=False)
