"""A newsroom's day in some minutes: does it hold, does it grow, does it count right?

    ./run bench day --minutes 20          # the whole form; a quiet machine
    ./run bench day --minutes 3 --load 0.3   # no shorter: a killed worker needs a minute to settle

What `./run` starts, on SQLite, with fifty articles. Readers, writers, voters, moderators and live
readers come as the day goes, few in the morning, most in the middle; two in five go to one
conversation, the others to a long tail. After a fifth of the time Redis is killed, after a third
the worker; the supervisor brings them back, as it does for an operator.

It ends with 1 where an answer was a 5xx other than 503 or one that nobody asked for, where a
connection failed, where an acknowledged comment is missing or twice, where counters differ from a
recount, where something is not judged within 90 seconds of the end, or where the memory of the
web process or the worker in the last quarter is not that of the third within a tenth.
"""

import argparse
import json
import math
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.living.desk_line import Desk, desk_of  # noqa: E402
from benchmarks.living.people import Day, listening  # noqa: E402
from benchmarks.reading import ours  # noqa: E402

OUT = ROOT / "benchmarks/results/day.jsonl"
PARTS = {"web": "newsroom.web", "worker": "celery", "redis": "redis-server"}
# Acts a second at the busiest hour, and by how many at once.
READING, POSTING, VOTING, MODERATING = (120, 8), (6, 3), (8, 2), (2, 1)
LISTENING = 300
FLAT = 0.10
JUDGED_SECONDS = 90


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--load", type=float, default=1.0, help="of the rates that it is made for")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nb-", dir="/tmp") as folder:
        told = {"NEWSROOM_TRUSTED_PROXIES": "127.0.0.1"}
        with (
            ours.serving(Path(folder) / "ours", **told) as newsroom,
            desk_of(newsroom) as desk,
        ):
            result = lived(newsroom, desk, given.minutes * 60, given.load)
    line = {"run": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **vars(given), **result}
    print(json.dumps(line, indent=1))
    with OUT.open("a") as out:
        out.write(f"{json.dumps(line)}\n")
    sys.exit(bool(result["violations"]))


def lived(newsroom: ours.Newsroom, desk: Desk, seconds: float, load: float) -> dict[str, Any]:
    begun = time.monotonic()

    def busy() -> float:
        return 0.3 + 0.7 * math.sin(math.pi * min(1.0, (time.monotonic() - begun) / seconds)) ** 2

    day = Day(newsroom, desk, desk.ask("forms"), busy)
    acts = ((READING, day.read), (POSTING, day.post), (VOTING, day.vote))
    people = [listening(day, int(LISTENING * load))]
    for (rate, at_once), act in (*acts, (MODERATING, day.moderate)):
        people += [day.keep_up(rate * load / at_once, act) for _ in range(at_once)]
    memory, killed = watched(newsroom, begun, seconds)
    day.over.set()
    for person in people:
        person.join(timeout=60)
    judged = judged_after(desk)
    audit = desk.ask("audit", day.seen.acknowledged)
    return {
        "answers": dict(sorted(day.seen.statuses.items())),
        "live_events": day.seen.events,
        "killed": killed,
        "memory_mb": memory,
        "judged_s": judged,
        "violations": violations(day, memory, judged, audit),
    }


def watched(
    newsroom: ours.Newsroom, begun: float, seconds: float
) -> tuple[dict[str, list[int]], list[str]]:
    """Megabytes of each part, the median of each quarter; and what was killed meanwhile."""
    killed = []
    deaths = [(0.2, "redis"), (0.33, "worker")]
    quarters: dict[str, list[list[int]]] = {part: [[], [], [], []] for part in PARTS}
    while (passed := (time.monotonic() - begun) / seconds) < 1:
        if deaths and passed >= deaths[0][0]:
            part = deaths.pop(0)[1]
            for pid in newsroom.pids(PARTS[part]):
                os.kill(pid, signal.SIGKILL)
                killed.append(f"{part} {pid}")
        for part, name in PARTS.items():
            size = sum(map(ours.pss, newsroom.pids(name)))
            quarters[part][int(passed * 4)].append(round(size / 1e6))
        threading.Event().wait(min(2.0, seconds / 60))
    medians = {
        part: [round(statistics.median(found)) for found in each] for part, each in quarters.items()
    }
    return medians, killed


def judged_after(desk: Desk) -> float | None:
    """Seconds until nothing waits; None where it still does after the time that is promised."""
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < JUDGED_SECONDS:
        waiting = desk.ask("waiting")
        if not waiting["comments"] and not waiting["promises"]:
            return round(passed, 1)
        time.sleep(0.5)
    return None


def violations(
    day: Day, memory: dict[str, list[int]], judged: float | None, audit: dict[str, Any]
) -> list[str]:
    found = [f"{what} × {count}" for what, count in sorted(day.seen.wrong.items())]
    for part in ("web", "worker"):
        third, last = memory[part][2:]
        if abs(last - third) > FLAT * third:
            found.append(f"{part}: {third} MB in the third quarter, {last} MB in the last")
    if judged is None:
        found.append(f"not all judged after {JUDGED_SECONDS} s: {day.desk.ask('waiting')}")
    if dead := day.desk.ask("waiting")["dead"]:
        found.append(f"{dead} promises were given up")
    if audit["lost"] or audit["twice"]:
        found.append(f"{audit['lost']} acknowledged comments lost, {audit['twice']} twice")
    return [*found, *audit["wrong"]]


if __name__ == "__main__":
    main()
