"""Sitemaps: with Google's news extension (titles, dates, languages) or plain addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from articles.sources.dates import parse_time
from articles.sources.draft import Draft, finish
from articles.sources.record import Image, Item, SourceError
from articles.sources.source import Open
from articles.sources.xml_element import Element
from articles.sources.xml_stream import XmlStream

ROOTS = frozenset({"urlset", "sitemapindex"})
TAKE = frozenset({("urlset", "url"), ("sitemapindex", "sitemap")})
ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$|[-_]\d+$")
WORD_BREAK = re.compile(r"[-_+\s]+")


def records(open_file: Open, now: datetime) -> Iterator[Item]:
    """News entries as published articles; plain addresses as drafts, titled after their path.

    A plain sitemap lists the imprint and the tag pages too, so nothing in it may be shown before
    a feed or the CMS has said what it is.
    """
    with open_file() as file:
        for element in XmlStream(file, TAKE, ROOTS):
            if element.name == "sitemap":
                raise _is_index(element)
            news = element.child("news:news")
            draft = _plain_draft(element) if news is None else _news_draft(element, news)
            yield from finish(draft, now)


def _is_index(first: Element) -> SourceError:
    return SourceError(
        "this is a sitemap index, a list of other sitemaps, and nothing is fetched here: "
        f"download the files it names (the first is {first.find('loc')[:300]!r}) "
        "and import each of them",
        first.line,
    )


def _news_draft(url: Element, news: Element) -> Draft:
    publication = news.child("news:publication")
    return Draft(
        where=url.where,
        urls=(url.find("loc"),),
        title=news.find("news:title"),
        tags=news.find("news:keywords").split(","),
        language=publication.find("news:language") if publication else "",
        image=_image(url),
        published_at=parse_time(news.find("news:publication_date")),
        updated_at=parse_time(url.find("lastmod")),
    )


def _plain_draft(url: Element) -> Draft:
    loc = url.find("loc")
    return Draft(
        where=url.where,
        urls=(loc,),
        title=_title_of(loc),
        image=_image(url),
        updated_at=parse_time(url.find("lastmod")),
        status="draft",
        notes=["no title in a plain sitemap: a draft named after its address"],
    )


def _image(url: Element) -> Image | None:
    image = url.child("image:image")
    if image is None:
        return None
    return Image(image.find("image:loc"), image.find("image:caption", "image:title"))


def _title_of(loc: str) -> str:
    """ "/2024/03/bridge-reopens-4711.html" as "Bridge reopens"; the address itself at worst."""
    try:
        path = unquote(urlsplit(loc).path)
    except ValueError:
        return loc
    last = path.rstrip("/").rpartition("/")[2]
    words = WORD_BREAK.sub(" ", ENDING.sub("", ENDING.sub("", last))).strip()
    return words[:1].upper() + words[1:] if words else loc
