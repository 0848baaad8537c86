"""Previous and next: every public article in one line, whatever the ties, zones and statuses."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article, Site
from articles.navigation import neighbour
from articles.public import change_settings
from articles.services.publish import come_due
from articles.services.register import register, register_many
from articles.services.withdraw import withdraw
from articles.site_settings import Within
from tests.factories import NOON, an_article

HOUR = timedelta(hours=1)
STATUSES = ["published"] * 5 + ["scheduled", "draft", "withdrawn"]
SECTIONS = ["World", "World/Asia", "Weather", "Weather/Coast", ""]


def a_crowd(site: Site, seed: int) -> None:
    """Sixty articles on a dozen moments, some to come, some taken back, told of in any order."""
    chance = random.Random(seed)
    items = []
    for number in range(60):
        data: dict[str, Any] = {
            "url": f"https://daily.example/{number}",
            "title": f"Story {number}",
            "section": chance.choice(SECTIONS),
            "status": chance.choice(STATUSES),
            "published_at": (NOON + chance.randint(-9, 2) * HOUR).isoformat(),
        }
        items.append((f"a{number}", data))
    register_many(site, items, NOON)


def walk(start: Article, now: datetime, *, later: bool, within: Within = "site") -> list[str]:
    """The ids from ``start`` on, to the end of the line."""
    seen = [start.external_id]
    row = start
    while (item := neighbour(row, now, later=later, within=within)) and len(seen) < 200:
        seen.append(item.id)
        row = Article.objects.select_related("section", "site").get(pk=item.pk)
    return seen


def in_order(now: datetime, **named: Any) -> list[Article]:
    rows = Article.objects.visible(now).filter(**named).select_related("section", "site")
    return list(rows.order_by("public_at", "id"))


def ids(rows: list[Article]) -> list[str]:
    return [row.external_id for row in rows]


def around(article: Article, now: datetime = NOON, within: Within = "site") -> tuple[str, str]:
    row = Article.objects.select_related("section", "site").get(pk=article.pk)
    found = [neighbour(row, now, later=later, within=within) for later in (False, True)]
    return found[0].id if found[0] else "", found[1].id if found[1] else ""


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_meets_every_public_article_once(site: Site, seed: int) -> None:
    a_crowd(site, seed)
    line = in_order(NOON)
    assert walk(line[0], NOON, later=True) == ids(line)
    assert walk(line[-1], NOON, later=False) == ids(line)[::-1]


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_within_a_section_meets_all_of_it_and_nothing_else(site: Site, seed: int) -> None:
    a_crowd(site, seed)
    for slug in ("world", "world/asia", "weather/coast"):
        line = in_order(NOON, section__slug=slug)
        assert walk(line[0], NOON, later=True, within="section") == ids(line)
        assert walk(line[-1], NOON, later=False, within="section") == ids(line)[::-1]


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_passes_over_excluded_sections_and_what_is_below_them(site: Site, seed: int) -> None:
    a_crowd(site, seed)
    change_settings(site, {"excluded_sections": "weather"})
    line = [row for row in in_order(NOON) if not row.section or "weather" not in row.section.slug]
    assert walk(line[0], NOON, later=True) == ids(line)


def test_from_an_excluded_section_the_line_is_joined_at_the_nearest_place(site: Site) -> None:
    for number, section in enumerate(["World", "Weather", "Weather/Coast", "World"]):
        at = (NOON - (5 - number) * HOUR).isoformat()
        an_article(site, f"a{number}", section=section, published_at=at)
    change_settings(site, {"excluded_sections": "weather"})
    assert around(Article.objects.get(external_id="a1")) == ("a0", "a3")


def test_a_section_whose_slug_only_begins_alike_is_not_excluded(site: Site) -> None:
    old = an_article(site, "old", section="Weathermen", published_at="2026-05-01T00:00:00Z")
    new = an_article(site, "new", section="Weather")
    change_settings(site, {"excluded_sections": "weather"})
    assert around(new) == ("old", "")
    assert around(old) == ("", "")


def test_the_sections_exclusion_does_not_hold_within_it(site: Site) -> None:
    an_article(site, "a", section="Weather", published_at="2026-05-01T00:00:00Z")
    row = an_article(site, "b", section="Weather")
    change_settings(site, {"excluded_sections": "weather"})
    assert around(row, within="section") == ("a", "")


def test_an_article_without_a_section_has_the_site_around_it(site: Site) -> None:
    an_article(site, "a", section="World", published_at="2026-05-01T00:00:00Z")
    assert around(an_article(site, "b"), within="section") == ("a", "")


def test_a_scheduled_article_joins_the_line_when_its_time_comes(site: Site) -> None:
    row = an_article(site, "now")
    soon = NOON + HOUR
    an_article(site, "soon", status="scheduled", published_at=soon.isoformat())
    assert around(row, soon - timedelta(seconds=1)) == ("", "")
    assert around(row, soon) == ("", "soon")


def test_the_place_of_a_scheduled_article_is_its_time_and_not_when_it_was_noticed(
    site: Site,
) -> None:
    soon = NOON + HOUR
    row = an_article(site, "soon", status="scheduled", published_at=soon.isoformat())
    an_article(site, "after", published_at=(soon + HOUR).isoformat(), status="scheduled")
    come_due(row.pk, soon + 2 * HOUR)
    assert around(row, soon + 2 * HOUR) == ("", "after")


def test_a_withdrawn_article_closes_the_gap_it_leaves(site: Site) -> None:
    first, middle, last = (
        an_article(site, f"a{n}", published_at=(NOON - (5 - n) * HOUR).isoformat())
        for n in range(3)
    )
    withdraw(site, middle.external_id, NOON)
    assert (around(first), around(last)) == (("", "a2"), ("a0", ""))


def test_a_back_dated_article_stands_where_its_date_says(site: Site) -> None:
    old = an_article(site, "old", published_at="2019-03-01T08:00:00Z")
    an_article(site, "new")
    register(
        site,
        "archive",
        {
            "url": "https://daily.example/archive",
            "title": "From the archive",
            "published_at": "2020-01-01T00:00:00Z",
        },
        NOON,
    )
    assert around(old) == ("", "archive")


def test_an_update_does_not_move_an_article(site: Site) -> None:
    old = an_article(site, "old", published_at="2026-05-01T00:00:00Z")
    an_article(site, "new")
    register(site, "old", {"updated_at": NOON.isoformat(), "title": "Updated"}, NOON, partial=True)
    assert around(old) == ("", "new")


def test_times_of_other_zones_are_moments_like_any(site: Site) -> None:
    tokyo = an_article(site, "tokyo", published_at="2026-05-04T19:30:00+09:00")  # 10:30 UTC
    an_article(site, "london", published_at="2026-05-04T10:00:00+00:00")
    an_article(site, "lima", published_at="2026-05-04T06:00:00-05:00")  # 11:00 UTC
    assert around(tokyo) == ("london", "lima")


def test_a_fraction_of_a_second_is_enough_to_be_later(site: Site) -> None:
    row = an_article(site, "a", published_at="2026-05-04T10:00:00Z")
    an_article(site, "c", published_at="2026-05-04T10:00:00.500000Z")
    an_article(site, "b", published_at="2026-05-04T10:00:00.050000Z")
    assert around(row) == ("", "b")
    assert around(Article.objects.get(external_id="b")) == ("a", "c")


def test_an_article_of_another_site_is_no_neighbour(site: Site, article: Article) -> None:
    from tests.factories import a_site

    an_article(a_site("weekly"), "other", published_at="2026-05-01T00:00:00Z")
    assert around(article) == ("", "")
