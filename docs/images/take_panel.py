#!/usr/bin/env python3
"""Takes the pictures of the panel that docs/moderation.md shows, from a fresh demo.

    ./run --port 8000 --data /tmp/pictures         in one terminal; it prints the password once
    .venv/bin/python docs/images/take_panel.py http://127.0.0.1:8000 PASSWORD [FOLDER]

Chromium is what NEWSROOM_CHROMIUM names. What a picture needs beyond the demo is done by clicks.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DESKTOP = {"width": 1100, "height": 880}
PHONE = {"width": 390, "height": 780}
SITE = "/panel/demo/"


def nothing(page: Page) -> None:
    """The page as it opens."""


def reasons(page: Page) -> None:
    page.keyboard.press("r")


def finding(page: Page) -> None:
    """Why a word is marked."""
    page.locator(".card.current .found").last.hover()


def first_card(page: Page) -> None:
    page.locator(".card .when a").first.click()
    page.wait_for_load_state()


def watched_person(page: Page) -> None:
    page.locator("main td a, main li a").first.click()
    page.wait_for_load_state()


def tried(page: Page) -> None:
    page.get_by_label("Words and phrases").fill("parasites\nrecover*\nguaranteed")
    page.get_by_label("is spam").check()
    page.get_by_role("button", name="See what it would have done").first.click()
    page.wait_for_load_state()


PICTURES: dict[str, tuple[str, Callable[[Page], None], dict[str, object]]] = {
    "queue": ("", nothing, {}),
    "marks": ("?reason=like_spam", finding, {}),
    "reasons": ("", reasons, {}),
    "card": ("", first_card, {}),
    "appeals": ("?tab=appeals", nothing, {}),
    "person": ("people?state=watched", watched_person, {}),
    "rules": ("rules", nothing, {}),
    "rules-tried": ("rules", tried, {}),
    "policy": ("policy", nothing, {}),
    "bulk": ("bulk?tab=spam&do=reject", nothing, {}),
    "record": ("record", nothing, {}),
    "dashboard": ("dashboard", nothing, {}),
    "webhook": ("webhook", nothing, {}),
    "phone": ("", nothing, {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}),
    "night": ("?tab=reported", nothing, {"color_scheme": "dark"}),
}


def main() -> None:
    url, password = sys.argv[1:3]
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(__file__).parent
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["NEWSROOM_CHROMIUM"], args=["--no-sandbox"]
        )
        state = signed_in(browser, url, password)
        for name, (path, act, options) in PICTURES.items():
            context = browser.new_context(
                **{"viewport": DESKTOP, "storage_state": state, **options}  # type: ignore[arg-type]
            )
            page = context.new_page()
            page.goto(url + SITE + path)
            act(page)
            page.wait_for_timeout(500)  # what colleagues have open is marked by then
            page.screenshot(path=folder / f"panel-{name}.jpg", type="jpeg", quality=82)
            context.close()
        browser.close()


def signed_in(browser: Browser, url: str, password: str) -> object:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}/panel/sign-in")
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url("**/panel/demo/")
    return context.storage_state()


if __name__ == "__main__":
    main()
