"""What the widgets cost a page on a slow phone: the same article with them and without.

    ./run &  ./run bench widget --url http://127.0.0.1:8000/demo/story/ID --runs 5

Chromium with a phone's window, a processor four times slower and a slow 4G line (150 ms and
1.6 Mbit/s), each visit with an empty cache, with and without by turns. *Without* is the same page
whose request for our script fails. Times count from the start of the visit. One JSON line: medians
of all visits. Goals: no layout shift, blocking time +0 to 10 ms, largest paint unchanged.
"""

import argparse
import json
import os
import statistics
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("NEWSROOM_CHROMIUM", "/usr/bin/chromium")
PHONE: Any = {"width": 390, "height": 844}
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
# Long enough for everything that a page starts by itself.
SETTLED_MS = 3_000
WATCH = """
window.seen = { shift: 0, blocked: 0, paint: 0, element: "" };
const watch = (type, each) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each))
    .observe({ type, buffered: true });
watch("layout-shift", (entry) => entry.hadRecentInput || (seen.shift += entry.value));
watch("longtask", (entry) => (seen.blocked += Math.max(0, entry.duration - 50)));
watch("largest-contentful-paint", (entry) => {
  seen.paint = entry.startTime;
  seen.element = entry.element?.localName || "";
});
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="an article of the demo site")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        visit(browser, options.url, with_us=True)  # warms the server, not the browser
        found: dict[str, list[dict[str, Any]]] = {"with": [], "without": []}
        for _ in range(options.runs):
            for name in found:
                found[name].append(visit(browser, options.url, with_us=name == "with"))
        browser.close()
    print(json.dumps({"runs": options.runs, **dict(summed(found))}))


def visit(browser: Browser, url: str, *, with_us: bool) -> dict[str, Any]:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    bytes_of_ours: list[int] = []
    slow_down(page, bytes_of_ours)
    page.add_init_script(WATCH)
    if not with_us:
        page.route("**/embed/**", lambda route: route.abort())
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    loaded = page.evaluate("({ ...seen })")
    thread = page.locator("newsroom-comments")
    thread.scroll_into_view_if_needed()
    if with_us:
        page.locator("newsroom-comments .comment").first.wait_for(timeout=60_000)
        page.locator("newsroom-comments .composer").wait_for(timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)
    read = page.evaluate("({ ...seen })")
    context.close()
    return {
        "largest_paint_ms": loaded["paint"],
        "largest_is": loaded["element"],
        "blocked_ms_loading": loaded["blocked"],
        "blocked_ms_after_reading": read["blocked"],
        "shift_loading": loaded["shift"],
        "shift_after_reading": read["shift"],
        "bytes_of_ours": sum(bytes_of_ours),
    }


def slow_down(page: Page, bytes_of_ours: list[int]) -> None:
    """And counts what comes from us, as it crosses the wire."""
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", LINE)
    ours: set[str] = set()

    def answered(event: dict[str, Any]) -> None:
        if "/embed/" in event["response"]["url"] or "/api/v1/" in event["response"]["url"]:
            ours.add(event["requestId"])

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in ours:
            bytes_of_ours.append(int(event["encodedDataLength"]))

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", finished)


def summed(found: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, Any]]:
    for name, visits in found.items():
        yield name, {key: middle([one[key] for one in visits]) for key in visits[0]}


def middle(values: list[Any]) -> Any:
    if isinstance(values[0], str):
        return statistics.mode(values)
    return round(statistics.median(values), 4)


if __name__ == "__main__":
    main()
