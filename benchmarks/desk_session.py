"""A moderator at work, by a script and through a browser: two hundred decisions by keys.

    ./run bench desk_session [--decisions 200] [--waiting 3000]

The queue is filled from a seed and served by this process; Chromium opens it and presses p, s, and
r with a reason, as fast as each next card is there. Measured in the page: milliseconds from the key
to the frame in which the next card is current, and how long a decision was on its way. Goal: the
next card within 600 ms in the median. One JSON line, and benchmarks/results/desk_session.json.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "desk_session.json"
KEYS = (("p",), ("p",), ("s",), ("r", "3"))
# The time of a key counts from the last press that decides, until the frame after the next card.
WATCH = """() => {
  performance.setResourceTimingBufferSize(5000);
  window.waits = [];
  let pressed = 0;
  const id = () => document.querySelector(".card.current")?.id;
  let seen = id();
  addEventListener("keydown", (event) => { pressed = performance.now(); }, true);
  const look = () => {
    const here = id();
    if (here && here !== seen) {
      seen = here;
      requestAnimationFrame(() => window.waits.push(performance.now() - pressed));
    }
  };
  new MutationObserver(look).observe(document.getElementById("cards"),
    { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
}"""
SENT = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith("/decide")).map((one) => one.duration)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--waiting", type=int, default=3_000)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    from panel import fill, set_up

    from tests.services_up import Services

    services = Services()
    try:
        with tempfile.TemporaryDirectory() as folder:
            set_up(Path(folder), False, services)
            fill(options.waiting * 10, options.waiting)
            result = {"waiting": options.waiting, **session(options.decisions)}
    finally:
        services.end()
    print(json.dumps(result))
    options.out.write_text(json.dumps(result, indent=1) + "\n")


def session(decisions: int) -> dict[str, Any]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    cookie = signed_in()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("NEWSROOM_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        place = f"http://localhost:{server.port}"
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": place}])
        page.goto(f"{place}/panel/bench/")
        page.locator(".card.current").wait_for()
        page.evaluate(WATCH)
        for number in range(decisions):
            for key in KEYS[number % len(KEYS)]:
                page.keyboard.press(key)
            page.wait_for_function("(count) => window.waits.length > count", arg=number)
        waits = page.evaluate("() => window.waits")
        page.wait_for_function(f"() => ({SENT})().length >= {decisions}")
        sent = page.evaluate(SENT)
        browser.close()
    server.terminate()
    return {
        "decisions": len(waits),
        "next_card_ms": {"median": middle(waits), "p95": high(waits), "worst": round(max(waits))},
        "on_its_way_ms": {"median": middle(sent), "p95": high(sent)},
        "decided": decided(),
    }


def signed_in() -> str:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.create_superuser("moderator"))
    return str(client.cookies["sessionid"].value)


def decided() -> int:
    """What the database says of it."""
    from comments.models import Decision

    return Decision.objects.filter(by__username="moderator").count()


def middle(values: list[float]) -> float:
    return round(statistics.median(values), 1)


def high(values: list[float]) -> float:
    return round(sorted(values)[int(len(values) * 0.95)], 1)


if __name__ == "__main__":
    main()
