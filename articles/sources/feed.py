"""News feeds: RSS 2.0 and its elders, RSS 1.0 (RDF) and Atom 1.0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from articles.sources.atom import ATOM_TAKE, atom_draft
from articles.sources.dates import parse_time
from articles.sources.draft import Draft, finish
from articles.sources.media import lead_image
from articles.sources.record import Changed, Item
from articles.sources.source import Open
from articles.sources.xml_element import Element
from articles.sources.xml_stream import XmlStream

ROOTS = frozenset({"rss", "rdf:RDF", "atom:feed"})
TAKE = ATOM_TAKE | {
    ("channel", "language"),
    ("channel", "dc:language"),
    ("channel", "link"),
    ("channel", "item"),
    ("rss", "item"),
    ("rdf:RDF", "item"),
}


def records(open_file: Open, now: datetime) -> Iterator[Item]:
    """The entries, all of them published; one dated after `now` is scheduled."""
    site = {"language": "", "link": ""}
    with open_file() as file:
        stream = XmlStream(file, TAKE, ROOTS)
        for element in stream:
            if element.name not in ("item", "atom:entry"):
                _learn(site, element)
                continue
            language = site["language"] or stream.root.attrs.get("xml:lang", "")
            base = site["link"] or stream.root.attrs.get("xml:base", "")
            make = _rss_draft if element.name == "item" else atom_draft
            draft = make(element, base, language)
            draft.authors = [*draft.authors] or [site.get("author", "")]
            yield from _items(draft, element, now)


def _learn(site: dict[str, str], element: Element) -> None:
    match element.name:
        case "language" | "dc:language":
            site["language"] = element.text
        case "link":
            site["link"] = element.text
        case "atom:link" if element.attrs.get("rel", "alternate") == "alternate":
            site["link"] = element.attrs.get("href", "")
        case "atom:author":
            site["author"] = element.find("atom:name")


def _items(draft: Draft, element: Element, now: datetime) -> Iterator[Item]:
    for item in finish(draft, now):
        if element.cleaned and not isinstance(item, Changed):
            yield Changed(item.where, item.id, "control characters removed")
        yield item


def _rss_draft(item: Element, base: str, language: str) -> Draft:
    guid = item.find("guid")
    full, short = item.find("content:encoded"), item.find("description", "dc:description")
    topics = list(_topics(item))
    return Draft(
        where=item.where,
        ids=(guid, item.attrs.get("rdf:about", "")),
        urls=_rss_urls(item, guid),
        base=base,
        title=item.find("title", "media:title", "dc:title"),
        summary=short,
        body=full or short,
        # The RSS rule: the text of a category is a path, written with slashes.
        section=tuple(topics[0].split("/")) if topics else (),
        tags=topics[1:],
        authors=_rss_authors(item),
        language=item.find("dc:language") or language,
        image=lead_image(item),
        published_at=_time(item, "pubDate", "dc:date", "atom:published", "dcterms:issued"),
        updated_at=_time(item, "atom:updated", "dcterms:modified"),
    )


def _rss_urls(item: Element, guid: str) -> tuple[str, ...]:
    own = [link.attrs.get("href", "") for link in item.children("atom:link") if _alternate(link)]
    mark = item.child("guid")
    is_link = mark is not None and mark.attrs.get("isPermaLink", "true").lower() != "false"
    about = item.attrs.get("rdf:about", "")
    return (
        item.find("feedburner:origLink"),
        item.find("link"),
        *own,
        guid if is_link else "",
        about,
    )


def _alternate(link: Element) -> bool:
    return link.attrs.get("rel", "alternate") == "alternate"


def _topics(item: Element) -> Iterator[str]:
    for child in item.children("category", "dc:subject"):
        if child.text:
            yield child.text


def _rss_authors(item: Element) -> list[str]:
    creators = [child.text for child in item.children("dc:creator")]
    return creators or [_without_address(child.text) for child in item.children("author")]


def _without_address(author: str) -> str:
    """RSS writes "ann@news.example (Ann Reader)"; an address is not a byline."""
    before, bracket, name = author.partition("(")
    if bracket:
        return name.rstrip(") ")
    return "" if "@" in before else author


def _time(item: Element, *names: str) -> datetime | None:
    return next(filter(None, (parse_time(item.find(name)) for name in names)), None)
