"""A document in both formats, read back by their rules."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from articles.feeds.atom import atom
from articles.feeds.document import Document, Entry
from articles.feeds.json_feed import json_feed

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAMES = {"a": "http://www.w3.org/2005/Atom"}
ENTRY = Entry(
    id="https://here.example/articles/1",
    url="https://daily.example/quay?a=1&b=2",
    title="Ships & <quays> “today”",
    summary="What lies at the quay.",
    authors=("Ann Lens", "Bo <b>"),
    topics=("World", "Ports & ships"),
    language="en",
    image="https://daily.example/quay.jpg?w=1200",
    published=NOON,
    updated=NOON.replace(hour=13),
)
FEED = Document(
    url="https://here.example/feeds/daily/articles.atom",
    home="https://daily.example/",
    title="Daily & Sunday",
    language="en",
    updated=ENTRY.updated,
    entries=(ENTRY,),
)


@pytest.fixture
def feed() -> ET.Element:
    return ET.fromstring(atom(FEED))


def test_atom_has_what_the_rfc_demands_of_a_feed(feed: ET.Element) -> None:
    told = {name: feed.findtext(f"a:{name}", namespaces=NAMES) for name in ("id", "title")}
    assert told == {"id": FEED.url, "title": "Daily & Sunday"}
    assert feed.findtext("a:updated", namespaces=NAMES) == "2026-05-04T13:00:00Z"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NAMES)}
    assert links == {"self": FEED.url, "alternate": FEED.home}


def test_an_atom_entry_says_all_of_the_article(feed: ET.Element) -> None:
    entry = feed.find("a:entry", NAMES)
    assert entry is not None
    texts = {child.tag.rpartition("}")[2]: child.text for child in entry}
    assert texts["title"] == ENTRY.title
    assert texts["summary"] == ENTRY.summary
    assert (texts["published"], texts["updated"]) == (
        "2026-05-04T12:00:00Z",
        "2026-05-04T13:00:00Z",
    )
    names = [name.text for name in entry.findall("a:author/a:name", NAMES)]
    assert names == list(ENTRY.authors)
    terms = [category.get("term") for category in entry.findall("a:category", NAMES)]
    assert terms == list(ENTRY.topics)


def test_the_picture_is_an_enclosure_of_its_kind(feed: ET.Element) -> None:
    link = feed.find("a:entry/a:link[@rel='enclosure']", NAMES)
    assert link is not None
    assert (link.get("href"), link.get("type")) == (ENTRY.image, "image/jpeg")


def test_only_another_language_than_the_feeds_is_named() -> None:
    feed = ET.fromstring(atom(replace(FEED, entries=(ENTRY, replace(ENTRY, language="tr")))))
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [entry.get(lang) for entry in feed.findall("a:entry", NAMES)] == [None, "tr"]


def test_json_feed_has_what_its_rules_demand() -> None:
    feed = json.loads(json_feed(FEED))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"] == [
        {
            "id": ENTRY.id,
            "url": ENTRY.url,
            "title": ENTRY.title,
            "content_text": ENTRY.summary,
            "date_published": "2026-05-04T12:00:00Z",
            "date_modified": "2026-05-04T13:00:00Z",
            "language": "en",
            "image": ENTRY.image,
            "authors": [{"name": "Ann Lens"}, {"name": "Bo <b>"}],
            "tags": ["World", "Ports & ships"],
        }
    ]


def test_a_feed_of_nothing_is_still_a_feed() -> None:
    nothing = replace(FEED, entries=(), home="")
    assert ET.fromstring(atom(nothing)).find("a:entry", NAMES) is None
    assert json.loads(json_feed(nothing))["items"] == []
