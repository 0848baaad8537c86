"""A moderator's browser without JavaScript, for stories at the panel."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from playwright.sync_api import Page

from articles.models import Site
from comments.models import Comment
from comments.roles import Role
from comments.services.appoint import appoint
from comments.services.decide_seen import mark_of
from tests.api.routes import DESK, Route, routes
from tests.conftest import Reader
from tests.factories import NOON

# A page of the panel in a browser of its own: of a moderator by name, at a path of their site.
Open = Callable[..., Page]


def an_account(name: str, site: Site | None = None, role: Role = Role.MODERATOR) -> Any:
    user = get_user_model().objects.create_user(name, password="pass word 1")
    if site is not None:
        appoint(user, site, role, NOON)
    return user


class Desk:
    def __init__(self, user: Any = None, site: str = "daily") -> None:
        self.client = Reader().client
        self.base = f"/panel/{site}/"
        if user is not None:
            self.client.force_login(user)

    def open(self, path: str = "", **query: str) -> Any:
        return self.client.get(self.base + path, query)

    def page(self, path: str = "", **query: str) -> str:
        answer = self.open(path, **query)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def decide(self, comment: Comment, do: str, *, json: bool = False, **fields: str) -> Any:
        fields.setdefault("seen", seen(comment))
        headers = {"Accept": "application/json"} if json else {}
        url = f"{self.base}comments/{comment.pk}/decide"
        return self.client.post(url, {"do": do, **fields}, headers=headers)

    def post(self, path: str, data: Any = None) -> Any:
        headers = {"Accept": "application/json"}
        return self.client.post(self.base + path, data or {}, headers=headers)


def seen(comment: Comment) -> str:
    comment.refresh_from_db()
    return mark_of(comment, comment.decisions.order_by("-id").first())


def api_routes_of_the_desk() -> list[Route]:
    return [route for route in routes() if route.pattern.startswith(DESK)]


def panel_routes() -> list[Route]:
    return [route for route in routes() if route.pattern.startswith("panel/")]


def address(route: Route, site: Site, comment: Comment) -> str:
    """The route at that site, for that comment and what belongs to it."""
    values = {"site": site.key, "comment": str(comment.pk), "kind": "csv"}
    values["person"] = str(comment.commenter_id)
    values["story"] = str(comment.thread.article_id)
    values["decision"] = str(comment.decisions.get().pk)
    values["version"] = values["job"] = values["correction"] = "1"
    return route.filled(values)
