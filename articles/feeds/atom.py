"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from mimetypes import guess_type
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from articles.feeds.document import Document, Entry, iso

TYPE = "application/atom+xml; charset=utf-8"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(document: Document) -> bytes:
    names = {"xmlns": "http://www.w3.org/2005/Atom", XML_LANG: document.language}
    feed = ET.Element("feed", names)
    _text(feed, "id", document.url)
    _text(feed, "title", document.title)
    _text(feed, "updated", iso(document.updated))
    ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=document.url)
    if document.home:
        ET.SubElement(feed, "link", rel="alternate", type="text/html", href=document.home)
    _author(feed, document.title)  # who wrote it, where an entry names nobody
    for entry in document.entries:
        _entry(feed, entry, document.language)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, entry: Entry, language: str) -> None:
    own = {} if entry.language == language else {XML_LANG: entry.language}
    element = ET.SubElement(feed, "entry", own)
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "published", iso(entry.published))
    _text(element, "updated", iso(entry.updated))
    ET.SubElement(element, "link", rel="alternate", type="text/html", href=entry.url)
    for name in entry.authors:
        _author(element, name)
    for topic in entry.topics:
        ET.SubElement(element, "category", term=topic)
    if entry.summary:
        _text(element, "summary", entry.summary)
    if entry.html:
        ET.SubElement(element, "content", type="html").text = entry.html
    if entry.image:
        link = ET.SubElement(element, "link", rel="enclosure", href=entry.image)
        kind, _ = guess_type(urlsplit(entry.image).path)
        if kind:
            link.set("type", kind)


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, "author"), "name", name)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
