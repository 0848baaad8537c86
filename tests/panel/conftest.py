"""Moderators, and browsers of their own."""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from articles.models import Article, Site
from tests.factories import a_site, an_article
from tests.panel.desk import Desk, Open, an_account

LAST_ANSWER = 2.0  # seconds


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; nothing of Django's is asynchronous here.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=os.environ["NEWSROOM_CHROMIUM"], args=options
        )
        yield browser
        browser.close()


@pytest.fixture
def story(browser: Browser, transactional_db: None) -> Article:
    return an_article(a_site("daily"), "story-1", now=timezone.now())


@pytest.fixture
def answering() -> Iterator[set[int]]:
    """The threads in which the server is just answering somebody."""
    threads: set[int] = set()

    def begun(**_: Any) -> None:
        threads.add(threading.get_ident())

    def done(**_: Any) -> None:
        threads.discard(threading.get_ident())

    request_started.connect(begun)
    request_finished.connect(done)
    yield threads
    request_started.disconnect(begun)
    request_finished.disconnect(done)


@pytest.fixture
def open_panel(
    browser: Browser, live_server: Any, story: Article, answering: set[int]
) -> Iterator[Open]:
    """A page as somebody has it before them, in a browser of their own: a new moderator of that
    name, an account, or None, who is signed in nowhere. ``path`` is of the site's panel."""
    contexts: list[BrowserContext] = []

    def opened(who: Any = "nora", path: str = "", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        if who is not None:
            client = Client()
            client.force_login(an_account(who, story.site) if isinstance(who, str) else who)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        context.route("https://daily.example/**", lambda route: route.fulfill(body="The thread."))
        page = context.new_page()
        page.goto(live_server.url + urljoin("/panel/daily/", path))
        return page

    yield opened
    for context in contexts:
        # What a closing page says must not arrive while the tables are being emptied.
        context.route("**/pulse", lambda route: route.abort())
    for context in contexts:
        context.close()
    # A last answer is given before the tables are emptied; a download may never be finished.
    deadline = time.monotonic() + LAST_ANSWER
    while answering and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.fixture
def nora(site: Site) -> Any:
    """A moderator of the site."""
    return an_account("nora", site)


@pytest.fixture
def desk(nora: Any) -> Desk:
    return Desk(nora)
