"""The panel on a phone: by touch, and as an app of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment
from comments.states import Status
from tests.factories import a_comment
from tests.panel.desk import Open
from tests.running import until


def swipe(page: Page, across: int, down: int = 0) -> None:
    """A finger on the words of the first card, moved so many pixels."""
    box = page.locator(".card .words").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, Any]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    send("touchMove", {"x": x + across, "y": y + down})
    send("touchEnd")


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


@pytest.fixture
def waiting(story: Article) -> Comment:
    return a_comment(story, Status.HELD, name="Grave", reasons=("listed_word",))


@pytest.mark.browser
def test_a_swipe_publishes_and_a_button_takes_it_back(open_panel: Open, waiting: Comment) -> None:
    page = open_panel(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    expect(page.locator(".card.current")).to_be_visible()
    swipe(page, 150)
    until(lambda: status(waiting) == "published", "it is published")
    page.get_by_role("button", name="Undo").click()
    until(lambda: status(waiting) == "held", "it is held again")


@pytest.mark.browser
def test_a_swipe_to_the_left_asks_why_and_a_short_or_a_steep_one_does_nothing(
    open_panel: Open, waiting: Comment
) -> None:
    page = open_panel(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    expect(page.locator(".card.current")).to_be_visible()
    swipe(page, 60)
    swipe(page, 150, down=80)
    expect(page.locator("#reasons")).to_be_hidden()
    swipe(page, -150)
    expect(page.locator("#reasons")).to_be_visible()
    assert status(waiting) == "held"


def test_it_can_be_installed_and_its_icons_are_there() -> None:
    found = finders.find("panel/app.webmanifest")
    assert isinstance(found, str)
    manifest = json.loads(Path(found).read_text(encoding="utf-8"))
    assert (manifest["start_url"], manifest["scope"]) == ("/panel/", "/panel/")
    sizes = {icon["sizes"]: finders.find(f"panel/{icon['src']}") for icon in manifest["icons"]}
    assert set(sizes) == {"192x192", "512x512"} and all(sizes.values())
