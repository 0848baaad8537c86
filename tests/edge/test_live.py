"""Live streams: readers hear that a conversation has changed; nothing else is ever in the way."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from newsroom import live
from newsroom.kernel.basis import ThreadChanged
from newsroom.live import Streams
from tests.edge.press import Press, Process, scope_of

LIVE = "/api/v1/sites/daily/live"


class Listener:
    """A browser that holds a stream open."""

    def __init__(self, process: Process, **more: Any) -> None:
        self.sent: list[Any] = []
        self._news = asyncio.Event()
        self._gone = asyncio.Event()
        self.line_breaks = False
        scope = scope_of(LIVE, "article=a", **more)
        self.task = asyncio.create_task(process.edge(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if self.line_breaks:
            raise BrokenPipeError
        self.sent.append(message)
        self._news.set()

    async def says(self, text: str) -> None:
        """Waits until it was told ``text``."""
        async with asyncio.timeout(5):
            while text not in self.text:
                self._news.clear()
                await self._news.wait()

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def versions(self) -> list[int]:
        lines = [line for line in self.text.split("\n") if line.startswith("data: ")]
        return [json.loads(line.removeprefix("data: "))["version"] for line in lines]

    async def leave(self) -> None:
        self._gone.set()
        await self.task


@pytest.fixture
def press() -> Press:
    return Press()


def told(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


@asynccontextmanager
async def listening(process: Process, readers: int, **more: Any) -> AsyncIterator[list[Listener]]:
    found = [Listener(process, **more) for _ in range(readers)]
    for each in found:
        await each.says("retry: ")
    yield found
    for each in found:
        await each.leave()


def test_a_reader_hears_of_a_comment_and_of_nothing_in_it(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        async with listening(process, 1) as [reader]:
            await reader.says('data: {"version":1,"count":0}')
            process.edge.hear(press.publish())
            await reader.says('id: 2\ndata: {"version":2,"count":1}\n\n')
            headers = dict(reader.sent[0]["headers"])
            assert headers[b"content-type"] == b"text/event-stream"
            assert headers[b"cache-control"] == b"no-store"
            assert headers[b"access-control-allow-origin"] == b"*"
            assert reader.versions == [1, 2]

    told(story)


def test_hundreds_hear_of_it_for_one_question_to_django(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        async with listening(process, 500) as readers:
            process.edge.hear(press.publish())
            for reader in readers:
                await reader.says('"version":2')
            assert process.edge.streams.open == 500
            assert len(press.asked) == 1
            assert (await process.get()).status == 200
        assert process.edge.streams.open == 0

    told(story)


def test_what_is_told_late_or_twice_wakes_nobody(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        async with listening(process, 1) as [reader]:
            first, second = press.publish(), press.publish()
            for change in (second, first, second, ThreadChanged(2, 99, 99)):
                process.edge.hear(change)
            await reader.says('"version":3')
            await process.breathe()
            assert reader.versions == [1, 3]

    told(story)


@pytest.mark.parametrize(("last_id", "versions"), [("1", []), ("7", [1]), ("x", [1])])
def test_who_comes_again_is_told_what_was_missed(
    press: Press, last_id: str, versions: list[int]
) -> None:
    async def story() -> None:
        process = Process(press)
        async with listening(process, 1, headers={"last_event_id": last_id}) as [reader]:
            assert reader.versions == versions

    told(story)


def test_a_lost_message_is_found_within_a_second(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.01)

    async def story() -> None:
        process = Process(press)
        async with listening(process, 1) as [reader]:
            press.publish()
            await reader.says('"version":2')

    told(story)


def test_a_silent_stream_beats(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.001)

    async def story() -> None:
        async with listening(Process(press), 1) as [reader]:
            await reader.says("\n\n:\n\n")

    told(story)


def test_while_the_database_is_away_streams_stay_open(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.01)

    async def story() -> None:
        process = Process(press)
        async with listening(process, 1) as [reader]:
            press.away = True
            process.edge.hear(press.publish())
            await reader.says('"version":2')
            await asyncio.sleep(0.03)
            press.away = False
            press.publish()
            await reader.says('"version":3')

    told(story)


def test_when_all_places_are_taken_others_are_sent_away_and_answered_elsewhere(
    press: Press,
) -> None:
    async def story() -> None:
        process = Process(press)
        process.edge.streams = Streams(2, process.edge.reads.checker.about)
        async with listening(process, 2) as [first, _]:
            answer = await process.get(path=LIVE)
            assert answer.status == 503
            assert int(answer.headers["retry-after"]) > 0
            assert json.loads(answer.body)["code"] == "too_many_streams"
            assert (await process.get()).status == 200
            await first.leave()
            async with listening(process, 1):
                assert process.edge.streams.open == 2

    told(story)


def test_when_the_server_ends_all_streams_end(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        readers = [Listener(process) for _ in range(10)]
        for reader in readers:
            await reader.says("retry: ")
        process.edge.streams.close()
        await asyncio.wait_for(asyncio.gather(*(reader.task for reader in readers)), 5)
        assert all(reader.sent[-1]["more_body"] is False for reader in readers)
        assert (await process.get(path=LIVE)).status == 503

    told(story)


def test_a_reader_whose_line_breaks_leaves_nothing_behind(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        broken = Listener(process)
        await broken.says("retry: ")
        broken.line_breaks = True
        process.edge.hear(press.publish())
        await asyncio.wait_for(broken.task, 5)
        assert process.edge.streams.open == 0

    told(story)


def test_a_stream_of_nothing_is_told_as_django_tells_it(press: Press) -> None:
    press.status = 404

    async def story() -> None:
        assert (await Process(press).get(path=LIVE)).status == 404

    told(story)
