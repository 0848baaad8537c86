"""The site's articles as feeds, over HTTP."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Site
from articles.public import change_settings
from articles.services.first_seen import first_seen
from articles.services.register import register
from articles.services.withdraw import withdraw
from articles.sources.detect import open_source
from tests.conftest import Reader
from tests.factories import NOON, a_site, an_article

LATER = (NOON + timedelta(hours=1)).isoformat()


def ids(reader: Reader, path: str) -> list[str]:
    answer = reader.get(f"/feeds/daily/{quote(path)}.json")
    assert answer.status_code == 200, path
    return [item["title"].removeprefix("Title of ") for item in answer.json()["items"]]


def a_crowd(site: Site) -> None:
    for number, section in enumerate(["World", "World/Asia", "Sport", "Weather"]):
        at = NOON - timedelta(hours=number + 1)
        tags = ["Sea", "Ships"] if number % 2 else ["Sea"]
        an_article(site, f"a{number}", section=section, tags=tags, published_at=at.isoformat())


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("articles", ["a0", "a1", "a2", "a3"]),
        ("sections/world", ["a0", "a1"]),
        ("sections/world/asia", ["a1"]),
        ("tags/ships", ["a1", "a3"]),
    ],
)
def test_a_feed_has_its_articles_newest_first(
    reader: Reader, site: Site, path: str, wanted: list[str]
) -> None:
    a_crowd(site)
    assert ids(reader, path) == wanted


def test_the_feed_of_a_name_in_any_script_is_found(reader: Reader, site: Site) -> None:
    an_article(site, "a", section="Città/Mare", tags=["海"])
    assert ids(reader, "sections/città/mare") == ids(reader, "tags/海") == ["a"]


@pytest.mark.parametrize("path", ["articles", "sections/world", "tags/sea"])
def test_what_is_not_public_is_in_no_feed(reader: Reader, site: Site, path: str) -> None:
    an_article(site, "shown", section="World", tags=["Sea"])
    for number, status in enumerate(("draft", "scheduled", "withdrawn")):
        an_article(
            site, f"x{number}", section="World", tags=["Sea"], status=status, published_at=LATER
        )
    an_article(site, "taken", section="World", tags=["Sea"])
    withdraw(site, "taken", NOON)
    first_seen(site, "https://daily.example/seen", "192.0.2.1", NOON)
    assert ids(reader, path) == ["shown"]


def test_an_excluded_section_is_in_its_own_feed_alone(reader: Reader, site: Site) -> None:
    a_crowd(site)
    change_settings(site, {"excluded_sections": "weather"})
    assert "a3" not in ids(reader, "articles") + ids(reader, "tags/sea")
    assert ids(reader, "sections/weather") == ["a3"]


def test_a_feed_ends_after_thirty(reader: Reader, site: Site) -> None:
    for number in range(32):
        at = NOON - timedelta(minutes=number + 1)
        an_article(site, f"a{number}", published_at=at.isoformat())
    assert len(ids(reader, "articles")) == 30


def test_an_atom_feed_is_one_that_our_own_reader_takes(
    reader: Reader, site: Site, tmp_path: Any
) -> None:
    an_article(site, "a", section="World", tags=["Sea"], authors=["Ann"], summary="In short.")
    answer = reader.get("/feeds/daily/articles.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    (tmp_path / "feed").write_bytes(answer.content)
    (record,) = open_source(tmp_path / "feed", now=NOON).items()
    assert record.as_body() | {"id": "a"} == record.as_body() | {  # type: ignore[union-attr]
        "id": "a",
        "url": "https://daily.example/a",
        "title": "Title of a",
        "summary": "In short.",
        "section": "World",
        "tags": ["Sea"],
        "authors": ["Ann"],
    }


def test_an_entry_keeps_its_name_when_it_moves(reader: Reader, site: Site) -> None:
    an_article(site, "a")
    before = reader.get("/feeds/daily/articles.json").json()["items"][0]
    register(site, "a", {"url": "https://daily.example/moved"}, NOON, partial=True)
    after = reader.get("/feeds/daily/articles.json").json()["items"][0]
    assert (before["id"], before["url"]) != (after["id"], after["url"])
    assert before["id"] == after["id"]


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_a_feed_that_is_known_is_not_sent_again(reader: Reader, site: Site, kind: str) -> None:
    an_article(site, "a")
    etag = reader.get(f"/feeds/daily/articles.{kind}")["ETag"]
    again = reader.get(f"/feeds/daily/articles.{kind}", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    an_article(site, "b")
    changed = reader.get(f"/feeds/daily/articles.{kind}", **{"If-None-Match": etag})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/articles.atom",
        "daily/sections/nowhere.atom",
        "daily/tags/nowhere.json",
        "daily/articles.rss",
        "daily/sections/" + "x" * 300 + ".atom",
    ],
)
def test_there_is_no_feed_of_what_there_is_not(reader: Reader, site: Site, path: str) -> None:
    assert reader.get(f"/feeds/{path}").status_code == 404


def test_a_page_may_read_a_feed_from_anywhere(reader: Reader, site: Site) -> None:
    assert reader.get("/feeds/daily/articles.json")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["articles", "sections/world", "tags/sea"])
def test_a_long_feed_costs_the_queries_of_a_short_one(
    reader: Reader, site: Site, path: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            ids(reader, path)
        return len(asked)

    an_article(site, "first", section="World", tags=["Sea"])
    few = cost()
    for number in range(20):
        an_article(site, f"a{number}", section="World/Asia", tags=["Sea", f"Tag {number}"])
    assert cost() == few <= 5


def test_the_feed_of_one_site_has_nothing_of_another(reader: Reader, site: Site) -> None:
    an_article(a_site("weekly"), "other", section="World", tags=["Sea"])
    an_article(site, "own", section="World", tags=["Sea"])
    for path in ("articles", "sections/world", "tags/sea"):
        assert ids(reader, path) == ["own"]
