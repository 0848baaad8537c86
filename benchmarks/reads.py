"""Public reads beside the machine's limit and a peer, in one session, by turns.

    ./run bench reads                     # ours and nginx with the same bytes as files
    ./run bench reads --peers             # and Isso, installed into a folder that goes away
    ./run bench reads --live 10000        # and so many live readers, with plain reads meanwhile

It needs wrk and nginx on the PATH (Debian: apt install wrk nginx-light). Ours is the web process of
`./run` as shipped, on SQLite, with one worker; nginx has one worker too. A thread has 100 comments
of some 300 characters. Every line of the results is one measurement: {run, who, case, rps, …}.
Absolute figures say what this machine did; `benchmarks/check.py` looks at ratios within one run.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.reading import bare, isso, live, ours, static, wrk  # noqa: E402

OUT = ROOT / "benchmarks/results/reads.jsonl"
GZIP, BROTLI = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--live", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nb-", dir="/tmp") as folder:
        measured(Path(folder), given)


def measured(folder: Path, given: argparse.Namespace) -> None:
    run = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    about = {"cores": os.cpu_count(), "python": platform.python_version(), "wrk": wrk.version()}

    def say(who: str, case: str, **figures: Any) -> None:
        line = json.dumps({"run": run, "who": who, "case": case, **figures})
        print(line, flush=True)
        with OUT.open("a") as out:
            out.write(f"{line}\n")

    say("machine", "about", **about)
    with ours.serving(folder / "ours", live_readers=given.live) as newsroom:
        files = {case: newsroom.get(path) for case, path in ours.READS.items()}
        with (
            static.serving(folder / "nginx", files) as nginx,
            bare.serving(folder / "nginx/files") as alone,
        ):
            peers: dict[str, Any] = {}
            with isso.serving(folder / "isso", wanted=given.peers) as peer:
                if peer:
                    peers["isso"] = peer
                for turn in range(given.rounds):
                    for case in ours.READS:
                        alternate(say, turn, case, newsroom, nginx, alone, peers, given.seconds)
        say("newsroom", "rebuild", **ours.rebuilds(newsroom))
        say("newsroom", "idle", **ours.idle(newsroom))
        if given.live:
            live.measure(say, newsroom, given.live, given.seconds)


def alternate(
    say: Callable[..., None],
    turn: int,
    case: str,
    newsroom: "ours.Newsroom",
    nginx: "static.Nginx",
    alone: "bare.Bare",
    peers: dict[str, Any],
    seconds: int,
) -> None:
    etag = {"If-None-Match": newsroom.etag(ours.READS[case])}
    for kind, headers in (("plain", {}), ("gzip", GZIP), ("br", BROTLI), ("304", etag)):
        found = loaded(newsroom.cpu, newsroom.url + ours.READS[case], headers, seconds)
        say("newsroom", f"{case} {kind}", turn=turn, **found)
        if kind in ("plain", "gzip"):
            name = case if kind == "plain" else f"{case}.gz"
            say(
                "server alone",
                f"{case} {kind}",
                turn=turn,
                **loaded(alone.cpu, alone.url(name), {}, seconds),
            )
        if kind == "br":
            continue  # nginx as Debian ships it has no brotli
        known = {"If-None-Match": nginx.etag(case)} if kind == "304" else headers
        found = loaded(nginx.cpu, nginx.url(case), known, seconds)
        say("nginx", f"{case} {kind}", turn=turn, **found)
    for name, peer in peers.items():
        if path := peer.reads.get(case):
            for kind, headers in (("plain", {}), ("gzip", GZIP)):
                found = loaded(peer.cpu, peer.url + path, headers, seconds)
                say(name, f"{case} {kind}", turn=turn, **found)


def loaded(
    cpu: Callable[[], float], url: str, headers: dict[str, str], seconds: int
) -> dict[str, Any]:
    """With the server's own microseconds a request: they hold on a machine that others use too."""
    before = cpu()
    found = wrk.load(url, headers, seconds)
    spent = (cpu() - before) * 1e6 / max(found["requests"], 1)
    return {"cpu_us": round(spent, 1), **found}


if __name__ == "__main__":
    main()
