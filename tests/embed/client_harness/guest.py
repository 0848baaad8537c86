"""A guest at a page: the verbs that the tests are written in."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from . import pages
from .server import Harness

expect.set_options(timeout=10_000)


class Guest:
    """One person, one browser tab, one article."""

    def __init__(self, page: Page, harness: Harness) -> None:
        self.page = page
        self.harness = harness
        self.api = harness.api

    def opens(
        self, html: str = "", *, policy: str = "", anchor: str = "", search: str = ""
    ) -> None:
        """Open a publisher's page and wait until our element, if any, has its say."""
        address = self.harness.publish(html or pages.page(), policy=policy)
        self.page.goto(address + search + anchor)

    def opens_form(self, html: str = "", **options: str) -> None:
        self.opens(html, **options)
        expect(self.form).to_be_visible()

    def reloads(self) -> None:
        self.page.reload()

    @property
    def form(self) -> Locator:
        return self.page.locator(".desk .composer")

    @property
    def status(self) -> Locator:
        return self.page.locator("newsroom-comments .sr[role=status]")

    @property
    def alert(self) -> Locator:
        return self.page.locator(".composer [role=alert]")

    @property
    def title(self) -> Locator:
        return self.page.locator("newsroom-comments h2")

    def comment(self, number: int) -> Locator:
        return self.page.locator(f"#comment-{number} > article")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def field(self, name: str, form: Locator | None = None) -> Locator:
        return (form or self.form).locator(f"[name={name}]")

    def writes(
        self,
        body: str = "The tram would have saved me an hour a day.",
        *,
        name: str = "Ada Moreau",
        email: str = "ada@mail.example",
        form: Locator | None = None,
    ) -> None:
        for field, value in {"body": body, "name": name, "email": email}.items():
            self.field(field, form).fill(value)

    def posts(self, body: str = "The tram would have saved me an hour a day.") -> None:
        self.writes(body)
        self.button("Post comment").click()

    def listens(self) -> None:
        """Keep every newsroom:* event that reaches the document in ``window.heard``."""
        self.page.add_init_script(
            """window.heard = [];
            for (const name of ["ready", "posted", "error"])
              document.addEventListener(`newsroom:${name}`, (event) =>
                heard.push([name, event.target.localName, event.detail]));"""
        )

    def heard(self, name: str) -> list[dict[str, object]]:
        script = "(name) => heard.filter((event) => event[0] === name).map((event) => event[2])"
        found: list[dict[str, object]] = self.page.evaluate(script, name)
        return found

    def has_focus(self, locator: Locator) -> bool:
        script = "(node) => node.getRootNode().activeElement === node"
        focused: bool = locator.evaluate(script)
        return focused

    def asked(self, method: str, part: str) -> int:
        """How many requests of this method had ``part`` in their address."""
        return sum(1 for verb, path in self.api.asked if verb == method and part in path)
