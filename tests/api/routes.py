"""Every route of the URL conf. A new one is met by every test that goes over them all, and fails
those that do not know an address to try it at: nothing is public untested."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

WRITING = ("POST", "PUT", "PATCH", "DELETE")
DESK = "api/v1/moderation/"
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One line of the URL conf: ``api/v1/sites/<str:site>/comments``."""

    pattern: str
    view: Callable[..., Any]

    @property
    def is_admin(self) -> bool:
        return self.pattern.startswith("admin/")

    @property
    def is_for_staff(self) -> bool:
        """Behind a session and its cookie: nothing that the public is given."""
        return self.is_admin or self.pattern.startswith(("panel/", DESK))

    def methods(self, among: tuple[str, ...]) -> list[str]:
        """Those the view answers to; a plain function may answer to any."""
        view = getattr(self.view, "view_class", None)
        if view is None:
            return list(among)
        return [method for method in among if hasattr(view, method.lower())]

    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.pattern)

    def filled(self, values: dict[str, str]) -> str:
        return "/" + _PARAMETER.sub(lambda match: values[match[1]], self.pattern)


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, ""))


def api_routes() -> list[Route]:
    return [route for route in routes() if route.pattern.startswith("api/")]


def _walk(patterns: list[Any], before: str) -> Iterator[Route]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, entry.callback)
