"""How the databases find neighbours and lists: by one search in an index, never by sorting."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from articles.models import Article, Section, SectionEntry, Site
from articles.navigation import neighbours
from articles.public import change_settings
from articles.section_list import entries
from articles.services.register import section_named
from articles.services.section_entries import enter_all
from articles.site_settings import Within
from tests.factories import NOON

COUNT = 4000
SECTIONS = 20
ON_SQLITE = connection.vendor == "sqlite"
REMOVED = re.compile(r'"Rows Removed by Filter": (\d+)')


@pytest.fixture
def crowd(site: Site) -> Article:
    """Thousands of articles, ten to each moment, in twenty sections; the one in the middle."""
    sections = [section_named(site, ["World", f"Part {number}"]) for number in range(SECTIONS)]
    rows = []
    for number in range(COUNT):
        moment = NOON - timedelta(minutes=number // 10)
        name = f"a{number}"
        rows.append(
            Article(
                site=site, section=sections[number % SECTIONS], external_id=name, url=f"https://x/{name}",
                url_digest=name, title=name, status="published", published_at=moment,
                public_at=moment, created=moment, changed=moment,
            )
        )  # fmt: skip
    Article.objects.bulk_create(rows)
    enter_all(site)
    with connection.cursor() as cursor:
        for model in (Article, SectionEntry, Section):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return Article.objects.select_related("section", "site").get(external_id=f"a{COUNT // 2}")


def plan(rows: QuerySet[Any]) -> str:
    return rows[:1].explain()


def assert_steps(rows: QuerySet[Any], passed_over: int = SECTIONS) -> None:
    """The row is found without reading the thousands between it and an end of the index, which
    the plan of SQLite does not tell."""
    if ON_SQLITE:
        assert steps(rows) < 40, "each step is a hundred instructions"
    else:
        found = json.loads(rows[:1].explain(analyze=True, format="json"))
        removed = sum(int(number) for number in REMOVED.findall(json.dumps(found)))
        assert removed <= passed_over, found


def steps(rows: QuerySet[Any]) -> int:
    """Hundreds of instructions that SQLite runs for the first row."""
    connection.ensure_connection()
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.connection.set_progress_handler(step, 100)
    try:
        assert rows.first() is not None
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


def assert_searches(found: str, table: str, index: str) -> None:
    """One search in ``index``; nothing read whole, nothing sorted."""
    assert not re.search(rf"SCAN {table}|Seq Scan on {table}", found), found
    assert not re.search(r"TEMP B-TREE|Sort|Bitmap", found), found
    if ON_SQLITE:
        assert re.search(rf"SEARCH {table} USING (COVERING )?INDEX {index} ", found), found
        assert re.search(r"_id=\? AND (public_at[<>]\?|\(public_at,\w+\)[<>])", found), found
    else:
        assert re.search(rf"Index (Only )?Scan (Backward )?using {index}", found), found
        assert re.search(r"Index Cond: .*ROW\(", found), found


@pytest.mark.parametrize("later", [False, True], ids=["previous", "next"])
@pytest.mark.parametrize(
    ("within", "index"), [("site", "article_order"), ("section", "article_section_order")]
)
def test_a_neighbour_is_one_search_in_an_index(
    crowd: Article, within: Within, index: str, later: bool
) -> None:
    rows = neighbours(crowd, NOON, later=later, within=within)
    assert_searches(plan(rows), "articles_article", index)
    assert_steps(rows)


@pytest.mark.parametrize("later", [False, True], ids=["previous", "next"])
def test_excluded_sections_are_passed_over_in_the_same_search(
    site: Site, crowd: Article, later: bool
) -> None:
    change_settings(crowd.site, {"excluded_sections": "world/part-1"})
    rows = neighbours(crowd, NOON, later=later, within="site")
    assert_searches(plan(rows), "articles_article", "article_order")
    assert_steps(rows, passed_over=COUNT // SECTIONS + SECTIONS)


def test_a_page_of_a_section_with_all_below_it_is_one_search(site: Site, crowd: Article) -> None:
    world = Section.objects.select_related("site").get(slug="world")
    rows = entries(world, NOON, (NOON - timedelta(minutes=200), crowd.pk))
    assert_searches(plan(rows), "articles_sectionentry", "section_entry_order")
    assert_steps(rows)


def test_an_article_is_found_by_its_address_in_an_index(site: Site, crowd: Article) -> None:
    rows = Article.objects.filter(site=site, url_digest="a7").order_by()
    assert re.search(r"INDEX .* \(site_id=\? AND url_digest=\?\)|article_url_once", plan(rows))
