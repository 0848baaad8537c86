"""A connection answers hot reads by itself, with the same bytes that the application would send,
and lets nobody hold it for nothing."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
import uvloop
from uvicorn.server import ServerState

from newsroom import connection
from newsroom.web import config
from tests.edge.press import PAGE, Press, Process

QUERY = "article=a"


class Door:
    """A web process behind a socket. ``calls``: requests that the connection did not answer by
    itself, by their first words."""

    def __init__(self, press: Press, *, most: int = 100) -> None:
        self.press = press
        self.process = Process(press)
        self.calls: list[str] = []
        self.state = ServerState()
        self.state.default_headers = [(b"date", b"Tue, 01 Dec 2026 00:00:00 GMT")]
        self._config = config(self.process.edge, most, "127.0.0.1", 0)
        self._config.app = self._application
        self._clients: list[asyncio.StreamWriter] = []

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        self.calls.append(f"{scope['method']} {scope['path']}")
        await self.process.edge(scope, receive, send)

    async def __aenter__(self) -> "Door":
        self._config.load()
        loop = asyncio.get_running_loop()
        kind: Any = self._config.http_protocol_class

        def made() -> asyncio.Protocol:
            return kind(config=self._config, server_state=self.state, app_state={})

        self._server = await loop.create_server(made, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        for writer in self._clients:
            writer.close()
        self._server.close()
        while self.state.connections or self.state.tasks:
            await asyncio.sleep(0)

    async def client(self) -> "Client":
        address = self._server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        self._clients.append(writer)
        return Client(reader, writer)

    async def warm(self, *headers: str) -> "Client":
        """A client, and an answer in memory, in the encoding that ``headers`` take."""
        client = await self.client()
        await client.ask(*headers)
        self.calls.clear()
        return client


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, *headers: str, **more: Any) -> tuple[str, dict[str, str], bytes]:
        self.send(*headers, **more)
        return await self.hear()

    def send(
        self, *headers: str, first: str = f"GET {PAGE}?{QUERY} HTTP/1.1", body: str = ""
    ) -> None:
        lines = [first, "Host: localhost", *headers, "", body]
        self.writer.write("\r\n".join(lines).encode())

    async def hear(self, *, bodiless: bool = False) -> tuple[str, dict[str, str], bytes]:
        async with asyncio.timeout(10):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:-2])
            length = 0 if bodiless or " 304 " in head[0] else int(headers["content-length"])
            return head[0], headers, await self.reader.readexactly(length)

    async def is_closed(self) -> bool:
        """What the server had not read when it closed makes a reset of it."""
        async with asyncio.timeout(10):
            try:
                return await self.reader.read() == b""
            except ConnectionResetError:
                return True


@pytest.fixture
def press() -> Press:
    return Press(padding=500)


def told(story: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(story)


# --- The same answer, sooner -----------------------------------------------------------------


@pytest.mark.parametrize("padding", [0, 500, 50_000])
@pytest.mark.parametrize("encoding", ["", "gzip", "br, gzip", "br;q=0"])
def test_what_a_connection_says_is_what_the_application_would(padding: int, encoding: str) -> None:
    async def story() -> None:
        async with Door(Press(padding=padding)) as door:
            takes = f"Accept-Encoding: {encoding}"
            client = await door.warm(takes)
            by_itself = await client.ask(takes)
            assert door.calls == []
            called = await client.ask(takes, "Content-Length: 0")
            assert door.calls == [f"GET {PAGE}"]
            assert by_itself == called
            status, headers, body = by_itself
            assert status == "HTTP/1.1 200 OK"
            assert headers["date"] == "Tue, 01 Dec 2026 00:00:00 GMT"
            assert body.startswith(b"site 1, thread 1") or "content-encoding" in headers

    told(story())


def test_who_has_the_bytes_is_told_so_by_the_connection(press: Press) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            _, headers, _ = await client.ask()
            known = f"If-None-Match: {headers['etag']}"
            by_itself = await client.ask(known)
            assert by_itself == await client.ask(known, "Content-Length: 0")
            assert by_itself[0] == "HTTP/1.1 304 Not Modified"
            assert door.calls == [f"GET {PAGE}"]

    told(story())


@pytest.mark.parametrize("path", ["/embed/v1.js", "/embed/none.js", "/livez"])
def test_files_need_no_application_either(press: Press, path: str) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.client()
            first = f"GET {path} HTTP/1.1"
            by_itself = await client.ask(first=first)
            assert door.calls == []
            assert by_itself == await client.ask("Content-Length: 0", first=first)

    told(story())


@pytest.mark.parametrize(
    ("header", "more"),
    [
        ("Cookie: sessionid=x", {}),
        ("Authorization: Bearer x", {}),
        ("Expect: 100-continue", {}),
        ("Upgrade: h2c", {}),
        ("X-A: b", {"first": f"HEAD {PAGE}?{QUERY} HTTP/1.1"}),
        ("X-A: b", {"first": f"POST {PAGE}?{QUERY} HTTP/1.1"}),
        ("X-A: b", {"first": f"GET {PAGE}?{QUERY} HTTP/1.0"}),
        ("Connection: close", {}),
        ("Content-Length: 2", {"body": "{}"}),
        ("X-A: b", {"first": f"GET {PAGE}?{QUERY}&v=99 HTTP/1.1"}),
        ("X-A: b", {"first": "GET /api/v1/sites/d%61ily/page?article=a HTTP/1.1"}),
        ("X-A: b", {"first": "GET /panel/ HTTP/1.1"}),
    ],
    ids=str,
)
def test_all_else_is_the_applications(press: Press, header: str, more: dict[str, str]) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            client.send(header, **more)
            status, _, _ = await client.hear(bodiless="HEAD" in more.get("first", ""))
            assert status == "HTTP/1.1 200 OK"
            assert len(door.calls) == 1

    told(story())


def test_a_message_ends_what_a_connection_gives(press: Press) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            door.process.edge.hear(press.publish())
            _, _, body = await client.ask()
            assert body.startswith(b"site 1, thread 2, count 1")
            assert len(door.calls) == 1

    told(story())


def test_an_answer_that_is_to_be_looked_at_is_left_to_the_application(press: Press) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            press.publish()
            door.process.clock.now += 1.0
            _, _, body = await client.ask()
            assert body.startswith(b"site 1, thread 2, count 1")

    told(story())


def test_while_the_database_is_away_each_answer_says_so(press: Press) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            press.away = True
            door.process.clock.now += 2.0
            for _ in range(2):
                _, headers, _ = await client.ask()
                assert "stale" in headers["cache-status"]

    told(story())


# --- Many on one line ---------------------------------------------------------------------------


def test_answers_come_in_the_order_of_the_questions(press: Press) -> None:
    """Hot and cold by turns, all sent before the first is answered."""

    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            wanted = []
            for number in range(20):
                client.send()
                client.send(first=f"GET {PAGE}?article=a&cursor={number} HTTP/1.1")
                client.send(first="GET /livez HTTP/1.1")
                wanted += ["site", "site", "ok"]
            heard = [(await client.hear())[2] for _ in wanted]
            assert [body[:4].decode().strip() for body in heard] == wanted
            assert press.asked[1:] == [f"article=a&cursor={number}" for number in range(20)]

    told(story())


def test_who_asks_on_and_on_and_reads_nothing_fills_no_memory(press: Press) -> None:
    press.padding = 50_000

    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            for _ in range(500):
                client.send()
            (held,) = door.state.connections
            kept: Any = held
            async with asyncio.timeout(10):
                while not kept.flow.write_paused:
                    await asyncio.sleep(0)
            await door.process.breathe()
            assert kept.transport.get_write_buffer_size() < 200_000
            for _ in range(500):
                assert (await client.hear())[0] == "HTTP/1.1 200 OK"

    told(story())


def test_a_head_in_pieces_is_a_head(press: Press) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            for piece in (f"GET {PAGE}?art", "icle=a HTTP/1.1\r\nHo", "st: localhost\r\n\r\n"):
                client.writer.write(piece.encode())
                await client.writer.drain()
                await asyncio.sleep(0.01)
            assert (await client.hear())[0] == "HTTP/1.1 200 OK"
            assert door.calls == []

    told(story())


# --- Nobody holds a connection for nothing ---------------------------------------------------


@pytest.mark.parametrize("sent", ["", "GET /livez HTTP/1.1\r\nHost: loc"])
def test_who_does_not_come_out_with_it_is_left(
    press: Press, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.1)

    async def story() -> None:
        async with Door(press) as door:
            client = await door.client()
            client.writer.write(sent.encode())
            assert await client.is_closed()

    told(story())


def test_a_head_that_comes_a_byte_at_a_time_is_not_waited_for(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.1)

    async def story() -> None:
        async with Door(press) as door:
            client = await door.warm()
            client.writer.write(b"GET /livez HTTP/1.1\r\nX-Long: ")
            closed = asyncio.create_task(client.is_closed())
            while not closed.done():
                client.writer.write(b"x")
                await asyncio.sleep(0.02)
            assert await closed

    told(story())


def test_a_live_reader_may_be_silent_for_as_long_as_it_likes(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.02)

    async def story() -> None:
        async with Door(press) as door:
            client = await door.client()
            client.send(first="GET /api/v1/sites/daily/live?article=a HTTP/1.1")
            await client.reader.readuntil(b'"version":1')
            await asyncio.sleep(0.1)
            door.process.edge.hear(press.publish())
            await client.reader.readuntil(b'"version":2')

    told(story())


def test_a_head_without_end_is_refused(press: Press) -> None:
    async def story() -> None:
        async with Door(press) as door:
            client = await door.client()
            client.writer.write(b"GET /livez HTTP/1.1\r\nX-Long: ")
            client.writer.write(b"x" * 900_000)
            status, _, _ = await client.hear()
            assert status == "HTTP/1.1 400 Bad Request"

    told(story())


def test_one_connection_too_many_is_told_when_to_come_again_and_still_reads(press: Press) -> None:
    async def story() -> None:
        async with Door(press, most=1) as door:
            await door.warm()
            another = await door.client()
            assert (await another.ask())[0] == "HTTP/1.1 200 OK"
            status, headers, _ = await another.ask(first="GET /panel/ HTTP/1.1")
            assert status == "HTTP/1.1 503 Service Unavailable"
            assert headers["retry-after"] == "5"
            assert door.calls == []

    told(story())
