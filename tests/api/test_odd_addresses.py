"""Reads of every route with odd queries and odd names in the path: never a server error."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.api.routes import Route, routes
from tests.api.test_bad_bodies import WEIRD
from tests.api.world import World, a_world, stored
from tests.conftest import Clock, Reader

# The names that a route's view reads; whatever else stands in a query, none looks at.
NAMES = {
    "api/": ("article", "url", "sort", "cursor", "limit", "parent", "articles", "urls", "receipt"),
    "sites/": ("article", "url", "cursor", "parent", "reply", "fragment"),
    "receipts/": ("receipt",),
}
ODD = [
    "", "%00", "a%0D%0ASet-Cookie:%20a=b", "%FF", "%ED%A0%80", "%", "x" * 300, "9" * 30, "-1",
    "%C2%B2", "%EF%BC%91", "[]", "'%20OR%201=1--", "%3Cscript%3E", "%25s", "http://[", ",,,,",
    "https://demo.example/%ED%A0%80", "https://demo.example:99999/",
]  # fmt: skip
WHOLE = [
    "?", "&&&&", "=", "article", "article=story-1&article=other", "article[]=story-1",
    "article[$ne]=x", "article=story-1;sort=newest", "%00", "%00=1", "x=" + "y" * 100_000,
    "article=" + "y" * 100_000, "urls=" + "https://demo.example/," * 3000,
    "articles=" + "a," * 20_000, "&".join(f"k{n}=1" for n in range(1500)), "_method=DELETE",
    "format=xml", "format=api",
]  # fmt: skip
REAL = {"article": "story-1"}


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    return a_world(clock.now)


def public_reads() -> list[Route]:
    return [route for route in routes() if not route.is_admin and route.methods(("GET",))]


def ids(route: Route) -> str:
    return route.pattern or "/"


def stays_up(reader: Reader, url: str) -> None:
    answer = reader.get(url)
    # oEmbed has a server say 501 of a format that it does not speak.
    well = answer.status_code < 500 or answer.status_code == HTTPStatus.NOT_IMPLEMENTED
    assert well, (url[:200], answer.status_code)
    if url.startswith("/api/") and answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"]


@pytest.mark.parametrize("route", public_reads(), ids=ids)
def test_an_odd_query_is_answered(reader: Reader, world: World, route: Route) -> None:
    url = route.filled(world.values())
    stays_up(reader, url)
    for whole in WHOLE:
        stays_up(reader, f"{url}?{whole}")
    for name in NAMES.get(route.pattern.partition("/")[0] + "/", ()):
        rest = urlencode({key: value for key, value in REAL.items() if key != name})
        for odd in ODD:
            stays_up(reader, f"{url}?{name}={odd}&{rest}")


@pytest.mark.parametrize("route", public_reads(), ids=ids)
def test_an_odd_name_in_the_path_is_answered(reader: Reader, world: World, route: Route) -> None:
    before = stored()
    for parameter in route.parameters():
        for weird in WEIRD:
            url = route.filled({**world.values(), parameter: weird})
            stays_up(reader, f"{url}?article=story-1&receipt={world.receipt}")
    assert len(stored()["comments.Comment"]) == len(before["comments.Comment"])


@pytest.mark.parametrize(
    "path", ["/%00", "/x%00y", "/static/%00", "/static/..%2f..%2fetc%2fpasswd", "/%FF",
             "/a//b", "/" + "x" * 5000, "/embed/%00", "/api/v1/%00", "/api/v1/nothing/here"]
)  # fmt: skip
def test_an_address_of_nothing_is_answered(reader: Reader, db: None, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404


def test_a_nul_anywhere_is_refused_at_the_door(reader: Reader, world: World) -> None:
    answer = reader.get("/api/v1/sites/demo/page?article=story-1&anything=%00")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_query_longer_than_any_is_refused_at_the_door(reader: Reader, world: World) -> None:
    answer = reader.get("/api/v1/sites/demo/page?article=story-1&x=" + "x" * 70_000)
    assert (answer.status_code, answer.json()["code"]) == (414, "query_too_long")


# --- The admin, for whoever has signed in ----------------------------------------------------

LISTS = [
    "comments/comment", "comments/commenter", "comments/thread", "comments/policy",
    "comments/membership",
    "comments/mail", "comments/mailbox", "comments/mailpause", "comments/subscription",
    "comments/tokenkey", "comments/ruleset", "comments/heatchange", "comments/sectionmode",
    "comments/sectionheat",
    "comments/outsidescorer", "comments/threadheat",
    "articles/article", "articles/feed", "articles/site", "articles/sitekey", "articles/section",
    "articles/tag", "articles/experiment", "articles/relatedchange",
    "kernel/outboxevent", "auth/user",
]  # fmt: skip
ADMIN_ODD = [
    "q=%00", "q=%FF", "q=" + "x" * 8_000, "q=" + "x" * 100_000, "q=%22", "q='", "q=%25_%5C",
    "p=-1", "p=x", "p=99999999999999999999", "o=99", "o=x", "o=-0.1", "all=", "e=1",
    "status__exact=%00", "status__exact=nope", "status__in=x,%00", "site__id__exact=x",
    "thread__site__id__exact=x", "thread__site__id__exact=99999999999999999999", "id__exact=%C2%B2",
    "nope=1", "commenter__email__startswith=a", "_to_field=email", "_popup=1", "_facets=1",
    "standing=nope", "status=%0A", "created__gte=x",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_an_odd_query_to_an_admin_list_is_answered(
    reader: Reader, world: World, editor: Any, name: str
) -> None:
    reader.client.force_login(editor)
    assert reader.get(f"/admin/{name}/").status_code == 200
    for odd in ADMIN_ODD:
        stays_up(reader, f"/admin/{name}/?{odd}")


@pytest.mark.parametrize("name", LISTS)
def test_an_odd_id_in_the_admin_is_answered(
    reader: Reader, world: World, editor: Any, name: str
) -> None:
    reader.client.force_login(editor)
    for weird in WEIRD:
        for what in ("change", "history", "delete"):
            stays_up(reader, f"/admin/{name}/{weird}/{what}/")


def test_every_admin_list_is_tried(db: None) -> None:
    found = {
        route.pattern.removeprefix("admin/").strip("/")
        for route in routes()
        if route.pattern.startswith("admin/")
        and route.pattern.count("/") == 3
        and "<" not in route.pattern
        and "(" not in route.pattern
    }
    assert found - {"auth/group", "password_change/done"} == set(LISTS)
