"""The articles of a section and of all below it, in order, to the last page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from articles.navigation import navigation
from articles.place_cursor import BadCursor
from articles.public import change_settings
from articles.section_list import section_page
from articles.services.register import register
from tests.factories import NOON, a_site, an_article

pytestmark = pytest.mark.django_db


def ids(site: Site, slug: str, cursor: str = "", limit: int = 20) -> list[str]:
    page = section_page(site, slug, NOON, cursor=cursor, limit=limit)
    assert page is not None
    return [entry.article.external_id for entry in page.entries]


def a_tree(site: Site) -> None:
    paths = ["World", "World/Asia", "World/Asia/Japan", "World/Africa", "Worldly", "Sport"]
    for number, path in enumerate(paths):
        at = NOON - timedelta(hours=number + 1)
        an_article(site, path.lower().rpartition("/")[2], section=path, published_at=str(at))


def test_a_section_has_the_articles_of_all_sections_below_it(site: Site) -> None:
    a_tree(site)
    assert ids(site, "world") == ["world", "asia", "japan", "africa"]
    assert ids(site, "world/asia") == ["asia", "japan"]
    assert ids(site, "world/asia/japan") == ["japan"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_join_without_a_gap_or_a_double(site: Site, limit: int) -> None:
    """Ties included: three articles to each moment."""
    for number in range(7):
        at = NOON - timedelta(hours=number // 3 + 1)
        an_article(site, f"a{number}", section=f"World/Part {number % 2}", published_at=str(at))
    seen, cursor, pages = [], "", 0
    while page := section_page(site, "world", NOON, cursor=cursor, limit=limit):
        seen += [entry.article.external_id for entry in page.entries]
        pages += 1
        if not (cursor := page.next):
            break
    assert seen == ["a2", "a1", "a0", "a5", "a4", "a3", "a6"]
    assert pages == -(-7 // limit)


def test_what_is_to_come_is_not_listed_before_its_time(site: Site) -> None:
    soon = NOON + timedelta(hours=1)
    an_article(site, "soon", section="World", status="scheduled", published_at=soon.isoformat())
    assert ids(site, "world") == []
    page = section_page(site, "world", soon)
    assert page and [entry.article.external_id for entry in page.entries] == ["soon"]


def test_an_excluded_section_is_listed_in_its_own_list_alone(site: Site) -> None:
    a_tree(site)
    change_settings(site, {"excluded_sections": "world/asia"})
    assert ids(site, "world") == ["world", "africa"]
    assert ids(site, "world/asia") == ["asia", "japan"]


def test_a_section_of_another_site_is_unknown(site: Site) -> None:
    an_article(a_site("weekly"), "a", section="World")
    assert section_page(site, "world", NOON) is None


def test_a_text_that_is_no_cursor_is_told(site: Site) -> None:
    an_article(site, "a", section="World")
    with pytest.raises(BadCursor):
        section_page(site, "world", NOON, cursor="x")


def test_an_article_moved_to_another_section_is_listed_there_at_once(site: Site) -> None:
    a_tree(site)
    register(site, "japan", {"section": "Sport"}, NOON, partial=True)
    assert "japan" not in ids(site, "world")
    assert "japan" in ids(site, "sport")


def test_the_way_onward_is_four_questions_whatever_the_site_says(site: Site) -> None:
    a_tree(site)
    for settings in ({}, {"excluded_sections": "sport"}, {"neighbours": "section"}):
        change_settings(site, settings)
        row = Article.objects.select_related("section", "site").get(external_id="japan")
        with CaptureQueriesContext(connection) as asked:
            navigation(row, NOON)
        assert len(asked) <= 4


def test_more_in_section_looks_below_it_too(site: Site) -> None:
    a_tree(site)
    row = Article.objects.select_related("section", "site").get(external_id="world")
    more = navigation(row, NOON).more_in_section
    assert [item.id for item in more] == ["asia", "japan", "africa"]
