"""Fixtures of the client's tests: one Chromium for the session, a fresh profile a test."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from .guest import Guest
from .server import Harness

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

WINDOW: ViewportSize = {"width": 1100, "height": 900}


class Chromium:
    """A running browser, and the event loop that Playwright hides in this thread."""

    def __init__(self) -> None:
        self.playwright = sync_playwright().start()
        self.loop = asyncio.get_running_loop()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.browser: Browser = self.playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*sandbox, "--force-color-profile=srgb"]
        )

    def wake(self) -> None:
        asyncio._set_running_loop(self.loop)

    def rest(self) -> None:
        # Django takes a thread with a running loop for asynchronous code and refuses every
        # query in it: between browser tests the loop must not be seen.
        asyncio._set_running_loop(None)

    def close(self) -> None:
        self.wake()
        self.browser.close()
        self.playwright.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    browser = Chromium()
    browser.rest()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def harness_servers() -> Iterator[Harness]:
    harness = Harness()
    yield harness
    harness.close()


@pytest.fixture
def harness(harness_servers: Harness) -> Harness:
    harness_servers.reset()
    return harness_servers


@contextmanager
def tab(context: BrowserContext) -> Iterator[Page]:
    """A new tab; any uncaught error in it fails the test."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


@pytest.fixture(scope="session")
def everyday(chromium: Chromium) -> Iterator[BrowserContext]:
    chromium.wake()
    context = chromium.browser.new_context(viewport=WINDOW)
    chromium.rest()
    yield context
    chromium.wake()
    context.close()
    chromium.rest()


@pytest.fixture
def guest(chromium: Chromium, everyday: BrowserContext, harness: Harness) -> Iterator[Guest]:
    """Somebody in a tab of a browser that others use too: leaves nothing behind in it."""
    chromium.wake()
    with tab(everyday) as page:
        yield Guest(page, harness)
    chromium.rest()


@pytest.fixture
def newcomer(chromium: Chromium, harness: Harness) -> Iterator[Guest]:
    """Somebody with an empty browser profile and a clock of their own."""
    chromium.wake()
    context = chromium.browser.new_context(viewport=WINDOW)
    with tab(context) as page:
        yield Guest(page, harness)
    context.close()
    chromium.rest()
