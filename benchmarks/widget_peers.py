"""What reading a thread costs a page on a slow phone: ours, Isso's and Waline's, by turns.

    ./run bench widget_peers --runs 5

One bare page with a story, and below it the same hundred comments, shown by each one's own client
as its documentation embeds it. Chromium with a phone's window, a processor four times slower and a
slow 4G line, each visit with an empty cache: the reader scrolls to the thread and waits until
comments and form stand. Isso and Waline's client are installed (PyPI, npm) into a folder that goes
away; what Waline's server would answer is played. One JSON line for each: medians of all visits;
`bytes` and `requests` are what the widget brought, compressed as it was. Each shows at first what
its defaults show of a thread.
"""

import argparse
import gzip
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, Route, sync_playwright  # noqa: E402

from benchmarks.reading import isso, ours, waline  # noqa: E402
from benchmarks.widget import CHROMIUM, LINE, PHONE, SETTLED_MS, SLOWER, WATCH, summed  # noqa: E402

PAGE = f"""<!doctype html><html lang=en><meta charset=utf-8><title>A story</title>
<meta name=viewport content="width=device-width"><h1>A story</h1>
{("<p>" + "The council met in the evening and voted on the bridge once more. " * 9) * 12}
<main style="min-height: 40em">%s</main>"""
OUT = ROOT / "benchmarks/results/widget_peers.jsonl"


@dataclass(frozen=True)
class Widget:
    """``snippet``: as its documentation says. ``shown``, ``form``: what a reader waits for."""

    name: str
    snippet: str
    origin: str
    shown: str
    form: str
    answer: Callable[[str], tuple[str, bytes]] | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nb-", dir="/tmp") as folder, ExitStack() as started:
        widgets = serve(Path(folder), started)
        started.enter_context(paper({widget.name: PAGE % widget.snippet for widget in widgets}))
        play = started.enter_context(sync_playwright())
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        found: dict[str, list[dict[str, Any]]] = {widget.name: [] for widget in widgets}
        for turn in range(options.runs + 1):
            for widget in widgets:
                seen = visit(browser, widget)
                if turn:  # the first warms the servers
                    found[widget.name].append(seen)
    for name, figures in summed(found):
        line = json.dumps({"who": name, "runs": options.runs, **figures})
        print(line)
        with OUT.open("a") as out:
            out.write(f"{line}\n")


@contextmanager
def paper(pages: dict[str, str]) -> Iterator[None]:
    """The publisher's own server: a browser asks no loopback address for a page from nowhere."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path.strip("/"))
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(isso.PAGE).port or 80), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()


def serve(folder: Path, started: ExitStack) -> list[Widget]:
    newsroom = started.enter_context(ours.serving(folder / "ours"))
    other = started.enter_context(isso.serving(folder / "isso", wanted=True))
    third = waline.installed(folder / "waline")
    assert other is not None
    return [
        Widget(
            "newsroom",
            f'<script async src="{newsroom.url}/embed/v1.js" data-site="bench"></script>'
            '<newsroom-comments article="story-0"></newsroom-comments>',
            newsroom.url,
            "newsroom-comments .comment",
            "newsroom-comments .composer",
        ),
        Widget(
            "isso",
            f'<script data-isso="{other.url}/" src="{other.url}/js/embed.min.js"></script>'
            '<section id="isso-thread" data-isso-id="/story-0"></section>',
            other.url,
            ".isso-comment",
            ".isso-postbox",
        ),
        Widget(
            "waline",
            f'<link rel="stylesheet" href="{waline.URL}/client/waline.css"><div id="waline"></div>'
            f'<script type="module">import {{ init }} from "{waline.URL}/client/waline.js";'
            f'init({{ el: "#waline", serverURL: "{waline.URL}", path: "/story-0" }});</script>',
            waline.URL,
            "#waline .wl-card-item",
            "#waline .wl-editor",
            third.answer,
        ),
    ]


def visit(browser: Browser, widget: Widget) -> dict[str, Any]:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    brought: list[int] = []
    watch(page, widget, brought)
    page.add_init_script(WATCH)
    page.goto(f"{isso.PAGE}{widget.name}", wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    loaded = page.evaluate("({ ...seen })")
    page.evaluate("window.began = performance.now()")
    page.locator("main").scroll_into_view_if_needed()
    page.locator(widget.shown).first.wait_for(state="attached", timeout=60_000)
    page.locator(widget.form).first.wait_for(state="attached", timeout=60_000)
    took = page.evaluate("performance.now() - began")
    page.wait_for_timeout(SETTLED_MS)
    read = page.evaluate("({ ...seen })")
    comments = page.locator(widget.shown).count()
    context.close()
    return {
        "bytes": sum(brought),
        "requests": len(brought),
        "blocked_ms": round(read["blocked"]),
        "shift": read["shift"],
        "largest_paint_ms": round(loaded["paint"]),
        "shown_after_scrolling_ms": round(took),
        "comments_shown": comments,
    }


def watch(page: Page, widget: Widget, brought: list[int]) -> None:
    """Slows the line and the processor, and counts what comes for the widget."""
    if (answer := widget.answer) is not None:

        def play(route: Route) -> None:
            kind, body = answer(route.request.url)
            brought.append(len(gzip.compress(body)))
            allowed = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(body=body, content_type=kind, headers=allowed)

        page.route(f"{widget.origin}/**", play)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", LINE)
    theirs: set[str] = set()

    def answered(event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith(widget.origin):
            theirs.add(event["requestId"])

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in theirs and widget.answer is None:
            brought.append(int(event["encodedDataLength"]))

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", finished)


if __name__ == "__main__":
    main()
