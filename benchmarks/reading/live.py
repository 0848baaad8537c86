"""Many idle readers of one conversation: what each costs, and when the last one has heard."""

import asyncio
import resource
import time
from collections.abc import Callable
from typing import Any

from benchmarks.reading import ours, wrk

AT_ONCE = 200


def measure(say: Callable[..., None], newsroom: ours.Newsroom, readers: int, seconds: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    url = newsroom.url + ours.READS["thread"]
    before = wrk.load(url, {}, seconds)
    empty = sum(map(ours.pss, newsroom.pids("newsroom.web")))
    asyncio.run(held(say, newsroom, readers, seconds, empty, before))


async def held(
    say: Callable[..., None],
    newsroom: ours.Newsroom,
    readers: int,
    seconds: int,
    empty: int,
    before: dict[str, Any],
) -> None:
    streams = []
    for start in range(0, readers, AT_ONCE):
        batch = (opened(newsroom) for _ in range(min(AT_ONCE, readers - start)))
        streams += await asyncio.gather(*batch)
    full = sum(map(ours.pss, newsroom.pids("newsroom.web")))
    meanwhile = await asyncio.to_thread(wrk.load, newsroom.url + ours.READS["thread"], {}, seconds)
    heard = asyncio.gather(*(next_event(reader) for reader, _ in streams))
    with ours.writing(newsroom, 1) as publish_one:
        begun = time.perf_counter()
        await asyncio.to_thread(publish_one)
        await heard
        last = time.perf_counter()
    refused = newsroom.ask(LIVE).status
    for _, writer in streams:
        writer.close()
    say(
        "newsroom",
        "live",
        readers=readers,
        kb_each=round((full - empty) / readers / 1000, 1),
        last_ms=round((last - begun) * 1000),  # from before it is written
        p99_ms_before=before["p99_ms"],
        p99_ms=meanwhile["p99_ms"],
        rps=meanwhile["rps"],
        when_full=refused,
    )


LIVE = f"{ours.API}/live?article=story-0"


async def opened(newsroom: ours.Newsroom) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", newsroom.port)
    writer.write(f"GET {LIVE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await next_event(reader)
    return reader, writer


async def next_event(reader: asyncio.StreamReader) -> None:
    while not (await reader.readline()).startswith(b"data: "):
        pass
