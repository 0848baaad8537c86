"""Accepted guest comments a second, over HTTP, beside peers, in one session, by turns.

    ./run bench writes                        # ours on SQLite and on PostgreSQL (fsync on)
    ./run bench writes --peers                # and Isso and django-comments-xtd
    ./run bench writes --seconds 20 --rounds 3

Ours is what `./run` starts, web process, worker and Redis: the pipeline judges meanwhile. Eight
readers post at once, each comment by an author and from an address of its own, so that every
check is made and no limit is met; each has an Idempotency-Key. SQLite has `synchronous=NORMAL`, as
shipped; PostgreSQL has `fsync` and `synchronous_commit` on. Isso runs four workers as its
documentation says, with its own SQLite and its guard off; django-comments-xtd two workers of four
threads, with SQLite as ours. Only ratios within one run count.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.reading import isso, ours, wrk  # noqa: E402
from benchmarks.writing import posting, xtd  # noqa: E402
from tests.services_up import Services  # noqa: E402

OUT = ROOT / "benchmarks/results/writes.jsonl"
BOOK = ROOT / "benchmarks/writing/book.py"
Turn = Callable[[int], dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nb-", dir="/tmp") as folder:
        measured(Path(folder), given)


def measured(folder: Path, given: argparse.Namespace) -> None:
    run = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def say(who: str, case: str, **figures: Any) -> None:
        line = json.dumps({"run": run, "who": who, "case": case, **figures})
        print(line, flush=True)
        with OUT.open("a") as out:
            out.write(f"{line}\n")

    say("machine", "about", cores=os.cpu_count(), wrk=wrk.version())
    with ExitStack() as stack:
        postgres = stack.enter_context(safe_postgres())
        turns = {
            (who, case): stack.enter_context(start(folder / f"{who}-{case}", postgres))
            for who, case, start in systems(peers=given.peers)
        }
        for turn in range(given.rounds):
            for (who, case), load in turns.items():
                say(who, case, turn=turn, **load(given.seconds))


def systems(*, peers: bool) -> Iterator[tuple[str, str, Any]]:
    yield "newsroom", "sqlite", newsroom_on_sqlite
    if peers:
        yield "isso", "sqlite", isso_alone
        yield "xtd", "sqlite", xtd_on_sqlite
    yield "newsroom", "postgres", newsroom_on_postgres
    if peers:
        yield "xtd", "postgres", xtd_on_postgres


@contextmanager
def safe_postgres() -> Iterator[str]:
    """A PostgreSQL of its own whose commits are on the disk; its URL."""
    services = Services(safe=True)
    try:
        yield services.postgres()
    finally:
        services.end()


@contextmanager
def newsroom_on_sqlite(folder: Path, _: str) -> Iterator[Turn]:
    with ours.serving(folder, **BEHIND_A_PROXY) as newsroom:
        yield posts_to(newsroom, {})


@contextmanager
def newsroom_on_postgres(folder: Path, url: str) -> Iterator[Turn]:
    make_database(url, "newsroom")
    told = {"NEWSROOM_DATABASE_URL": url}
    with ours.serving(folder, **BEHIND_A_PROXY, **told) as newsroom:
        yield posts_to(newsroom, told)


# Or all readers would have one address, and the limit of one household.
BEHIND_A_PROXY = {"NEWSROOM_TRUSTED_PROXIES": "127.0.0.1"}


def posts_to(newsroom: ours.Newsroom, told: dict[str, str]) -> Turn:
    def book(what: str) -> Any:
        env = {**os.environ, "NEWSROOM_DATA_DIR": str(newsroom.folder), **told}
        asked = subprocess.run(
            [sys.executable, str(BOOK), what], env=env, check=True, capture_output=True, text=True
        )
        return json.loads(asked.stdout)

    def load(seconds: int) -> dict[str, Any]:
        own = {"name": "Guest @N@", "email": "reader@N@@example.org", "body": posting.text()}
        fields = {"article": "story-1", "form": book("form"), **own}
        found = loaded(newsroom.cpu, f"{newsroom.url}{ours.API}/comments", fields, seconds)
        return {**found, **book("kept")}

    return load


@contextmanager
def isso_alone(folder: Path, _: str) -> Iterator[Turn]:
    with isso.serving(folder, wanted=True) as peer:
        assert peer is not None
        fields = {"text": posting.text(), "author": "Guest @N@", "email": "g@N@@example.org"}
        fields |= {"website": None, "parent": None, "title": "Story 1"}
        yield lambda seconds: loaded(peer.cpu, f"{peer.url}/new?uri=/story-1", fields, seconds)


@contextmanager
def xtd_on_sqlite(folder: Path, _: str) -> Iterator[Turn]:
    with xtd.serving(folder) as peer:
        yield lambda seconds: loaded(peer.cpu, peer.url, peer.fields(posting.text()), seconds)


@contextmanager
def xtd_on_postgres(folder: Path, url: str) -> Iterator[Turn]:
    make_database(url, "xtd")
    with xtd.serving(folder, postgres=socket_of(url)) as peer:
        yield lambda seconds: loaded(peer.cpu, peer.url, peer.fields(posting.text()), seconds)


def loaded(
    cpu: Callable[[], float], url: str, fields: dict[str, Any], seconds: int
) -> dict[str, Any]:
    """With the web server's own microseconds for a comment."""
    before = cpu()
    found = posting.load(url, fields, seconds)
    spent = (cpu() - before) * 1e6 / max(found["accepted"], 1)
    return {"cpu_us": round(spent), "accepted_s": round(found["accepted"] / seconds, 1), **found}


def socket_of(url: str) -> str:
    from urllib.parse import unquote

    return unquote(url.partition("@")[2].partition("/")[0])


def make_database(url: str, name: str) -> None:
    psql = ["psql", "-q", "-h", socket_of(url), "-U", "newsroom", "postgres"]
    subprocess.run([*psql, "-c", f"CREATE DATABASE {name}"], check=True)


if __name__ == "__main__":
    main()
