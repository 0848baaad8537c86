"""The list of a section over HTTP, and neighbours within it."""

from datetime import timedelta
from typing import Any

import pytest

from articles.models import Site
from articles.public import change_settings
from tests.api.addresses import site_url
from tests.conftest import Reader
from tests.factories import NOON, a_comment, an_article

DAY = timedelta(days=1)


def crowd(site: Site) -> None:
    for number, section in enumerate(["World", "Sport", "World/Asia", "Sport", "World"]):
        at = NOON - (5 - number) * DAY
        an_article(site, f"a{number}", section=section, published_at=at.isoformat())


def listed(reader: Reader, site: Site, slug: str, **query: Any) -> Any:
    return reader.get(site_url(site, f"sections/{slug}/articles", **query))


def test_a_section_is_listed_to_its_end(reader: Reader, site: Site) -> None:
    crowd(site)
    first = listed(reader, site, "world", limit=2).json()
    second = listed(reader, site, "world", limit=2, cursor=first["next"]).json()
    assert [item["id"] for item in first["results"] + second["results"]] == ["a4", "a2", "a0"]
    assert second["next"] is None
    assert first["section"] == {"slug": "world", "name": "World"}


def test_a_section_below_another_is_named_by_its_path(reader: Reader, site: Site) -> None:
    crowd(site)
    found = listed(reader, site, "world/asia").json()
    assert [item["id"] for item in found["results"]] == ["a2"]
    assert found["section"] == {"slug": "world/asia", "name": "Asia"}


def test_an_item_knows_the_count_of_its_comments(reader: Reader, site: Site) -> None:
    a_comment(an_article(site, "a", section="World"))
    assert listed(reader, site, "world").json()["results"][0]["comment_count"] == 1


def test_the_same_list_is_not_sent_twice(reader: Reader, site: Site) -> None:
    crowd(site)
    etag = listed(reader, site, "world")["ETag"]
    again = reader.get(site_url(site, "sections/world/articles"), **{"If-None-Match": etag})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("slug", "query", "status", "code"),
    [
        ("nowhere", {}, 404, "section_unknown"),
        ("x" * 300, {}, 404, "section_unknown"),
        ("world", {"cursor": "x"}, 400, "cursor_invalid"),
        ("world", {"cursor": "1" * 250}, 400, "invalid"),
        ("world", {"limit": 101}, 400, "invalid"),
        ("world", {"limit": 0}, 400, "invalid"),
    ],
)
def test_what_cannot_be_listed_is_told(
    reader: Reader, site: Site, slug: str, query: dict[str, Any], status: int, code: str
) -> None:
    an_article(site, "a", section="World")
    answer = listed(reader, site, slug, **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("what", ["navigation", "page"])
@pytest.mark.parametrize(
    ("within", "previous", "following"), [("site", "a0", "a2"), ("section", None, "a3")]
)
def test_neighbours_are_sought_where_the_reader_asks(
    reader: Reader, site: Site, what: str, within: str, previous: str | None, following: str
) -> None:
    crowd(site)
    found = reader.get(site_url(site, what, article="a1", within=within)).json()
    found = found.get("navigation", found)
    ends = [found[end]["id"] if found[end] else None for end in ("previous", "next")]
    assert ends == [previous, following]


def test_the_site_says_where_neighbours_are_sought_otherwise(reader: Reader, site: Site) -> None:
    crowd(site)
    change_settings(site, {"neighbours": "section"})
    found = reader.get(site_url(site, "navigation", article="a1")).json()
    assert (found["previous"], found["next"]["id"]) == (None, "a3")


def test_another_place_to_seek_is_told(reader: Reader, site: Site) -> None:
    crowd(site)
    answer = reader.get(site_url(site, "navigation", article="a1", within="tag"))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
