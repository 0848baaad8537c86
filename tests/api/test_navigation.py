"""The way onward from an article, and what must never stand in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, RelatedLink, Site
from articles.services.register import register, section_named
from articles.services.urls import digest_of
from articles.services.withdraw import withdraw
from tests.api.addresses import of_article
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, a_site, an_article


def at(hour: int) -> str:
    return f"2026-05-04T{hour:02}:00:00Z"


def onward(reader: Reader, article: Article) -> dict[str, Any]:
    answer = reader.get(of_article(article, "navigation"))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def ids(items: Any) -> list[str]:
    return [item["id"] for item in items]


@pytest.fixture
def middle(site: Site) -> Article:
    return an_article(site, "middle", section="World", published_at=at(8))


def test_neighbours_stand_in_the_order_of_publication(
    reader: Reader, site: Site, middle: Article
) -> None:
    an_article(site, "newest", published_at=at(10))
    an_article(site, "newer", published_at=at(9))
    an_article(site, "older", published_at=at(7))
    found = onward(reader, middle)
    assert (found["previous"]["id"], found["next"]["id"]) == ("older", "newer")


def test_articles_of_one_moment_are_all_reached(reader: Reader, site: Site) -> None:
    row, *_ = [an_article(site, f"a{n}", published_at=at(8)) for n in range(4)]
    walk = ["a0"]
    while item := onward(reader, row)["next"]:
        walk.append(item["id"])
        row = Article.objects.get(site=site, external_id=item["id"])
    assert walk == ["a0", "a1", "a2", "a3"]


def test_the_first_and_the_last_have_one_neighbour(reader: Reader, site: Site) -> None:
    first = an_article(site, "first", published_at=at(7))
    last = an_article(site, "last", published_at=at(8))
    assert onward(reader, first)["previous"] is None
    assert onward(reader, last)["next"] is None


HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"status": "draft", "published_at": at(9)},
    "draft without a time": {"status": "draft", "published_at": None},
    "scheduled": {"status": "scheduled", "published_at": "2026-05-04T12:00:01Z"},
    "published in the future": {"status": "published", "published_at": "2026-05-05T00:00:00Z"},
    "withdrawn": {"status": "withdrawn", "published_at": at(9)},
}


@pytest.mark.parametrize("kind", sorted(HIDDEN))
@pytest.mark.parametrize("what", ["page", "navigation", "comments"])
def test_what_is_not_public_cannot_be_opened(
    reader: Reader, site: Site, what: str, kind: str
) -> None:
    answer = reader.get(of_article(an_article(site, "hidden", **HIDDEN[kind]), what))
    assert (answer.status_code, answer.json()["code"]) == (404, "article_unknown")


@pytest.mark.parametrize("kind", sorted(HIDDEN))
def test_what_is_not_public_never_shows_anywhere(
    reader: Reader, site: Site, middle: Article, kind: str
) -> None:
    hidden = an_article(site, "hidden", section="World", **HIDDEN[kind])
    RelatedLink.objects.create(article=middle, position=0, other=hidden, score=1, source="text")
    assert b"hidden" not in reader.get(of_article(middle, "page")).content
    assert onward(reader, middle) == {
        "previous": None,
        "next": None,
        "related": [],
        "section": {"slug": "world", "name": "World"},
        "more_in_section": [],
    }


@pytest.mark.parametrize("status", ["scheduled", "published"])
def test_a_scheduled_article_appears_when_its_time_comes(
    reader: Reader, middle: Article, clock: Clock, status: str
) -> None:
    later = an_article(
        middle.site, "later", section="World", status=status, published_at="2026-05-04T12:30:00Z"
    )
    clock.go_on(minutes=29, seconds=59)
    assert onward(reader, middle)["next"] is None
    clock.go_on(seconds=1)
    found = onward(reader, middle)
    assert (found["next"]["id"], ids(found["more_in_section"])) == ("later", ["later"])
    assert onward(reader, later)["previous"]["id"] == "middle"


def test_a_withdrawn_article_goes_at_once(reader: Reader, site: Site, middle: Article) -> None:
    an_article(site, "gone", section="World", published_at=at(9))
    assert onward(reader, middle)["next"]["id"] == "gone"
    withdraw(site, "gone", NOON)
    found = onward(reader, middle)
    assert (found["next"], found["more_in_section"]) == (None, [])


def test_another_sites_articles_are_no_neighbours(
    reader: Reader, site: Site, middle: Article
) -> None:
    an_article(a_site("weekly"), "theirs", section="World", published_at=at(9))
    found = onward(reader, middle)
    assert (found["next"], found["more_in_section"]) == (None, [])


def test_a_section_shows_its_newest_without_the_article_itself(
    reader: Reader, site: Site, middle: Article
) -> None:
    for hour in range(1, 8):
        an_article(site, f"w{hour}", section="World", published_at=at(hour))
    an_article(site, "sport", section="Sport", published_at=at(9))
    assert ids(onward(reader, middle)["more_in_section"]) == ["w7", "w6", "w5", "w4", "w3"]


def test_what_is_related_is_not_said_twice(reader: Reader, site: Site, middle: Article) -> None:
    akin = an_article(site, "akin", section="World", published_at=at(7))
    an_article(site, "other", section="World", published_at=at(6))
    RelatedLink.objects.create(
        article=middle, position=0, other=akin, score=1, source="text", about=["tides"]
    )
    found = onward(reader, middle)
    assert ids(found["related"]) == ["akin"]
    assert found["related"][0]["why"] == ["both about: tides"]
    assert ids(found["more_in_section"]) == ["other"]


def test_an_item_has_what_a_card_shows(reader: Reader, site: Site, middle: Article) -> None:
    image = {
        "url": "https://daily.example/quay.jpg",
        "caption": "The quay",
        "credit": "Ann Lens",
        "width": 1200,
        "height": 675,
    }
    older = an_article(site, "older", section="World/Asia", published_at=at(7), image=image)
    a_comment(older)
    assert onward(reader, middle)["previous"] == {
        "id": "older",
        "url": "https://daily.example/older",
        "title": "Title of older",
        "section": {"slug": "world/asia", "name": "Asia"},
        "image": image,
        "published_at": "2026-05-04T07:00:00Z",
        "comment_count": 1,
        "why": [],
    }


def test_a_new_time_moves_an_article_in_the_order(
    reader: Reader, site: Site, middle: Article
) -> None:
    an_article(site, "moves", published_at=at(7))
    register(site, "moves", {"published_at": at(9)}, NOON, partial=True)
    found = onward(reader, middle)
    assert (found["previous"], found["next"]["id"]) == (None, "moves")


def many(site: Site, count: int) -> Article:
    """A site of ``count`` articles in one section, with related links; the middle one."""
    section = section_named(site, ["Tides"])
    rows = [
        Article(
            site=site,
            section=section,
            external_id=f"{site.key}-{n}",
            url=f"https://{site.domains[0]}/{n}",
            url_digest=digest_of(f"{site.key}/{n}"),
            title=f"Tide {n}",
            status="published",
            published_at=(moment := NOON - timedelta(minutes=n + 1)),
            public_at=moment,
            created=moment,
            changed=moment,
        )
        for n in range(count)
    ]
    made = Article.objects.bulk_create(rows)
    RelatedLink.objects.bulk_create(
        RelatedLink(article=made[5], position=n, other=made[n + 6], score=1, source="text")
        for n in range(4)
    )
    return made[5]


def queries(reader: Reader, article: Article, what: str) -> int:
    reader.get(of_article(article, what))  # makes the thread and the policy, once and for all
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(of_article(article, what)).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("what", "most"), [("navigation", 8), ("page", 12)])
def test_a_site_of_a_thousand_articles_costs_the_queries_of_one_of_ten(
    reader: Reader, db: None, what: str, most: int
) -> None:
    few = queries(reader, many(a_site("few"), 10), what)
    lots = queries(reader, many(a_site("lots"), 1000), what)
    assert few == lots <= most
