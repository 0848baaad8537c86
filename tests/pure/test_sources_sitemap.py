"""Sitemaps as articles."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.sources.record import Image, SourceError
from tests.fixtures.imports.reading import changed, items_of, records

HEAD = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)


def urlset(inside: str, loc: str = "https://news.example/2024/bridge-reopens-4711.html") -> str:
    return f"{HEAD}<url><loc>{loc}</loc>{inside}</url></urlset>"


NEWS = (
    "<news:news><news:publication><news:name>N</news:name><news:language>zh-cn</news:language>"
    "</news:publication><news:publication_date>2024-03-01</news:publication_date>"
    "<news:title>Bridge &amp; road</news:title><news:keywords>Rail, Bus</news:keywords>"
    "</news:news>"
)


def test_a_news_entry_is_a_published_article(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, urlset(NEWS)))
    assert (record.title, record.tags, record.language) == ("Bridge & road", ("Rail", "Bus"), "zh")
    assert record.published_at == datetime(2024, 3, 1, tzinfo=UTC)
    assert (record.status, record.id) == ("published", record.url)


def test_an_address_without_a_title_becomes_a_draft_named_after_it(tmp_path: Path) -> None:
    items = items_of(tmp_path, urlset("<lastmod>2024-03-02T10:00:00Z</lastmod>"))
    [record] = records(items)
    assert (record.title, record.status) == ("Bridge reopens", "draft")
    assert record.updated_at == datetime(2024, 3, 2, 10, tzinfo=UTC)
    assert "plain sitemap" in changed(items)[0].reason


def test_an_image_is_kept_with_its_caption(tmp_path: Path) -> None:
    inside = (
        "<image:image><image:loc>https://news.example/b.jpg</image:loc>"
        "<image:caption>The bridge</image:caption></image:image>"
    )
    [record] = records(items_of(tmp_path, urlset(NEWS + inside)))
    assert record.image == Image("https://news.example/b.jpg", "The bridge")


def test_the_front_page_is_named_by_its_address(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, urlset("", loc="https://news.example/")))
    assert record.title == "https://news.example/"


def test_a_sitemap_index_says_what_to_do(tmp_path: Path) -> None:
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://news.example/map-1.xml</loc></sitemap></sitemapindex>"
    )
    with pytest.raises(SourceError, match=r"download the files.*map-1\.xml") as caught:
        items_of(tmp_path, index)
    assert caught.value.line == 2
