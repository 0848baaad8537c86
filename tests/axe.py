"""What axe-core finds on a page: whether people who see, hear or point otherwise can use it.

``axe-playwright-python`` carries axe-core's script itself: no npm and no network is asked. It runs
over the browser's debugger, so that a strict policy of the page does not keep it out.

    assert_accessible(page)                            the whole page, as it stands
    assert_accessible(page, ["newsroom-comments"])     these parts alone
    assert_accessible_everywhere(page)                 by day, by night and from right to left
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def assert_accessible(page: Page, parts: Sequence[str] = (), options: object = None) -> None:
    """``parts``: selectors, also of what stands in the shadow; those that are not there are left
    out. ``options``: axe.run's."""
    # What was just posted or chosen glows for a moment: colours are judged at rest.
    page.emulate_media(reduced_motion="reduce")
    there = [[one] for one in parts if page.locator(one).count()]
    assert there or not parts, f"none of {parts} is on the page"
    found = Axe().run(page, context={"include": there} if there else None, options=options)
    assert found.violations_count == 0, found.generate_report()


def assert_accessible_everywhere(page: Page, parts: Sequence[str] = ()) -> None:
    """By night only colours differ, and from right to left only places."""
    assert_accessible(page, parts)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, parts, CONTRAST)
    page.emulate_media(color_scheme="light")
    with from_right_to_left(page):
        assert_fits(page)


@contextmanager
def from_right_to_left(page: Page) -> Iterator[None]:
    page.evaluate("document.documentElement.dir = 'rtl'")
    yield
    page.evaluate("document.documentElement.dir = 'ltr'")


def assert_fits(page: Page) -> None:
    """Nothing leads the eye sideways: no wider than the window, no word cut off at its edge."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} pixels wider than the window"
