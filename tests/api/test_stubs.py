"""A page that nobody told of, from its first reader to the day the publisher tells of it."""

from typing import Any
from urllib.parse import urlencode

import pytest

from articles.models import Article, Site
from articles.public import change_settings, find
from articles.services import first_seen
from articles.services.register import register
from articles.services.withdraw import withdraw
from newsroom.kernel.models import OutboxEvent
from tests.api.addresses import site_url
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, an_article

HOME = "https://daily.example"
PAGE = f"{HOME}/2026/05/the%20quay.html"


def page(reader: Reader, site: Site, url: str = PAGE, what: str = "page") -> Any:
    return reader.get(site_url(site, what, url=url))


@pytest.fixture
def stub(reader: Reader, site: Site) -> Article:
    assert page(reader, site).status_code == 200
    return Article.objects.get()


def told(**data: Any) -> dict[str, Any]:
    return {"url": PAGE, "title": "The quay", "published_at": "2026-05-04T08:00:00Z", **data}


def test_the_first_reader_finds_an_open_thread(reader: Reader, site: Site) -> None:
    answer = page(reader, site)
    assert answer.status_code == 200
    assert answer.json()["thread"]["status"] == "open"
    assert answer.json()["article"]["title"] == "/2026/05/the quay.html"
    assert answer.json()["article"]["published_at"] is None
    assert answer.json()["navigation"]["previous"] is None


@pytest.mark.parametrize("what", ["page", "comments"])
def test_every_reader_of_a_page_has_the_same_thread(reader: Reader, site: Site, what: str) -> None:
    threads = {
        page(reader, site, url, what).json()["thread"]["id"]
        for url in (PAGE, PAGE + "#reply", PAGE + "?utm_source=x", PAGE.replace("d", "D", 1))
        if page(reader, site, url, what).status_code == 200
    }
    assert len(threads) == 1
    assert Article.objects.count() == 1


def test_the_plain_page_has_a_thread_too(reader: Reader, site: Site) -> None:
    named = urlencode({"url": PAGE})
    assert reader.get(f"/sites/{site.key}/comments?{named}").status_code == 200
    assert Article.objects.get().is_stub()


def test_a_comment_on_a_stub_is_taken(reader: Reader, site: Site, clock: Clock) -> None:
    form = page(reader, site).json()["config"]["form"]
    clock.go_on(seconds=30)
    data = {"url": PAGE, "name": "Ada", "email": "ada@example.org", "body": "Well.", "form": form}
    answer = reader.post(site_url(site, "comments"), data)
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")


def test_a_stub_is_in_no_list(reader: Reader, site: Site, stub: Article) -> None:
    an_article(site, "told")
    onward = reader.get(site_url(site, "navigation", article="told")).json()
    assert (onward["previous"], onward["next"]) == (None, None)


def test_a_stub_tells_nobody_anything(stub: Article) -> None:
    assert not OutboxEvent.objects.exists()


def test_a_stub_is_counted_for_its_page(reader: Reader, site: Site, stub: Article) -> None:
    a_comment(stub)
    assert reader.get(site_url(site, "counts", urls=PAGE)).json() == {"counts": {PAGE: 1}}


@pytest.mark.parametrize("how", ["PUT", "bulk", "PATCH"])
def test_what_the_publisher_tells_of_a_stub_makes_it_an_article_with_its_comments(
    reader: Reader, site: Site, site_key: str, stub: Article, how: str
) -> None:
    a_comment(stub)
    key = {"Authorization": f"Bearer {site_key}"}
    if how == "bulk":
        told_of = {"articles": [told(id="quay")]}
        reader.post(site_url(site, "articles"), told_of, **key)
    elif how == "PUT":
        reader.send("PUT", site_url(site, "articles/quay"), told(), **key)
    else:
        reader.send("PATCH", site_url(site, f"articles/{stub.external_id}"), told(), **key)
    row = Article.objects.get()
    assert (row.pk, row.title, row.is_public(NOON)) == (stub.pk, "The quay", True)
    assert page(reader, site).json()["thread"]["count"] == 1


def test_a_page_loaded_before_goes_on_by_the_stubs_name(
    reader: Reader, site: Site, stub: Article
) -> None:
    register(site, "quay", told(), NOON)
    answer = reader.get(site_url(site, "page", article=stub.external_id))
    assert answer.json()["article"]["id"] == "quay"


def test_an_article_that_moves_to_a_stubs_address_takes_its_place(
    reader: Reader, site: Site, stub: Article
) -> None:
    row = register(site, "quay", told(url=f"{HOME}/other"), NOON).article
    register(site, "quay", {"url": PAGE}, NOON, partial=True)
    assert page(reader, site).json()["article"]["id"] == "quay"
    assert reader.get(site_url(site, "page", article=stub.external_id)).status_code == 200
    assert OutboxEvent.objects.filter(name="article.merged", key=str(stub.pk)).exists()
    stub.refresh_from_db()
    assert (stub.is_stub(), find(site, url=PAGE)) == (False, row)


def test_a_stub_that_is_taken_back_is_not_made_again(
    reader: Reader, site: Site, stub: Article
) -> None:
    withdraw(site, stub.external_id, NOON)
    assert page(reader, site).status_code == 404
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/a",
        "https://daily.example.evil.example/a",
        "https://daily.example@evil.example/a",
        "https://daily.example:8443/a",
        "ftp://daily.example/a",
        "/a",
        "https://daily.example/a%0Ab\x0bc",
        "https://daily.example/" + "a" * 1990,
    ],
)
def test_an_address_that_is_not_the_sites_makes_nothing(
    reader: Reader, site: Site, url: str
) -> None:
    assert page(reader, site, url).status_code in (400, 404)
    assert not Article.objects.exists()


def test_an_unknown_id_makes_nothing(reader: Reader, site: Site) -> None:
    answer = reader.get(site_url(site, "page", article="nobody-told", url=PAGE))
    assert (answer.status_code, Article.objects.count()) == (404, 0)


@pytest.mark.parametrize("what", ["navigation", "counts"])
def test_only_a_reader_of_the_page_makes_a_stub(reader: Reader, site: Site, what: str) -> None:
    reader.get(site_url(site, what, url=PAGE, urls=PAGE))
    assert not Article.objects.exists()


def test_a_site_may_want_no_stubs(reader: Reader, site: Site) -> None:
    change_settings(site, {"stubs": "off"})
    assert page(reader, site).status_code == 404
    assert not Article.objects.exists()


def test_one_reader_names_only_so_many_pages(reader: Reader, site: Site) -> None:
    answers = [
        page(reader, site, f"{HOME}/{number}") for number in range(first_seen.PER_READER.most + 1)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert int(answers[-1]["Retry-After"]) <= 3600
    assert page(reader, site, f"{HOME}/0").status_code == 200  # known by now, to everybody


def test_a_site_holds_only_so_many_stubs(
    reader: Reader, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_seen, "MOST_STUBS", 2)
    answers = [page(reader, site, f"{HOME}/{number}").status_code for number in range(3)]
    assert answers == [200, 200, 404]


def test_a_stub_that_was_confirmed_makes_room(
    reader: Reader, site: Site, stub: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_seen, "MOST_STUBS", 1)
    assert page(reader, site, f"{HOME}/other").status_code == 404
    register(site, "quay", told(), NOON)
    assert page(reader, site, f"{HOME}/other").status_code == 200
