"""Who uses a newsroom for a day: readers, writers, voters, moderators, and those who listen."""

import asyncio
import contextlib
import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.living.desk_line import Desk
from benchmarks.reading import corpus, ours

VIRAL = 0.4
"""The share of everything that goes to one conversation."""
READS = (
    (f"{ours.API}/page?article=story-{{}}", 6),
    (f"{ours.API}/comments?article=story-{{}}&sort=newest", 3),
    ("/sites/bench/comments?article=story-{}", 1),
    (f"{ours.API}/navigation?article=story-{{}}", 1),
    ("/feeds/bench/comments/story-{}.atom", 1),
    (f"{ours.API}/latest", 1),
    (ours.READS["counts"], 2),
)


@dataclass
class Seen:
    """What happened, told by all at once. ``wrong``: what must not happen, in words."""

    statuses: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    acknowledged: list[int] = field(default_factory=list)
    events: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, who: str, status: int, allowed: tuple[int, ...]) -> None:
        with self.lock:
            self.statuses[f"{who} {status}"] += 1
            if status not in (*allowed, 503):
                self.wrong[f"{who}: answer {status}"] += 1

    def failed(self, who: str, error: Exception) -> None:
        with self.lock:
            self.wrong[f"{who}: {type(error).__name__}"] += 1


@dataclass
class Day:
    newsroom: ours.Newsroom
    desk: Desk
    forms: list[str]
    busy: Callable[[], float]
    """How much of the highest rate is wanted now, 0 to 1."""
    over: threading.Event = field(default_factory=threading.Event)
    seen: Seen = field(default_factory=Seen)
    number: Any = field(default_factory=lambda: itertools.count(1))

    def keep_up(self, rate: float, act: Callable[["Line"], None]) -> threading.Thread:
        """A thread that acts ``rate`` times a second at the busiest hour, never in bursts."""

        def run() -> None:
            line = Line(self.newsroom.port)
            while not self.over.wait(random.expovariate(rate * self.busy())):
                act(line)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def read(self, line: "Line") -> None:
        path, weight = zip(*READS, strict=True)
        chosen = random.choices(path, weight)[0].format(an_article())
        self.ask(line, "read", "GET", chosen, None, (200,))

    def post(self, line: "Line") -> None:
        number, article = next(self.number), an_article()
        fields = {
            "article": f"story-{article}",
            "form": self.forms[article],
            "name": f"Reader {number % 997}",
            "email": f"reader{number}@example.org",
            "body": f"{' '.join(random.choices(corpus.SEED.split(), k=30))}. Thought {number}.",
        }
        headers = {"Idempotency-Key": f"day-{number}"}
        while not self.over.is_set():
            answer = self.ask(line, "post", "POST", f"{ours.API}/comments", fields, (202,), headers)
            if answer is None:
                time.sleep(0.2)
                continue
            with self.seen.lock:
                self.seen.acknowledged.append(answer["id"])
            return

    def vote(self, line: "Line") -> None:
        known = self.seen.acknowledged
        comment = random.choice(known) if known and random.random() < 0.5 else 1
        fields = {"value": random.choice(("up", "up", "down")), "guest": f"{random.random():.20f}"}
        allowed = (200, 404, 409)  # it may be held or gone by now
        self.ask(line, "vote", "POST", f"/api/v1/comments/{comment}/vote", fields, allowed)

    def moderate(self, _: "Line") -> None:
        self.desk.ask("moderate")

    def ask(
        self,
        line: "Line",
        who: str,
        method: str,
        path: str,
        fields: dict[str, Any] | None,
        allowed: tuple[int, ...],
        headers: dict[str, str] | None = None,
    ) -> Any:
        """The answer's JSON where it was taken; None after a failure, which is written down."""
        try:
            status, body = line.ask(method, path, fields, headers or {})
        except (OSError, http.client.HTTPException) as error:
            self.seen.failed(who, error)
            return None
        self.seen.answered(who, status, allowed)
        return json.loads(body) if method == "POST" and status in (200, 202) else None


class Line:
    """One reader's connection after another's: each act has an address of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(
        self, method: str, path: str, fields: dict[str, Any] | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        household = ".".join(str(random.randrange(1, 250)) for _ in range(3))
        sent = {"X-Forwarded-For": f"11.{household}", **headers}
        body = None if fields is None else json.dumps(fields)
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def an_article() -> int:
    """One conversation has a share of its own, the others a long tail."""
    if random.random() < VIRAL:
        return 0
    return int(random.paretovariate(0.8)) % corpus.ARTICLES


def listening(day: Day, readers: int) -> threading.Thread:
    """Live readers of the one conversation, who come back whenever a stream ends."""

    async def one() -> None:
        while not day.over.is_set():
            with contextlib.suppress(OSError):
                await heard(day)
            await asyncio.sleep(1)

    async def everyone() -> None:
        streams = [asyncio.create_task(one()) for _ in range(readers)]
        while not day.over.is_set():
            await asyncio.sleep(0.2)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(everyone()), daemon=True)
    thread.start()
    return thread


async def heard(day: Day) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", day.newsroom.port)
    path = f"{ours.API}/live?article=story-0"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    try:
        status = int((await reader.readline()).split()[1])
        day.seen.answered("live", status, (200,))
        while line := await reader.readline():
            day.seen.events += line.startswith(b"data: ")
    finally:
        writer.close()
