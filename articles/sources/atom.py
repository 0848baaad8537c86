"""Entries of an Atom 1.0 feed."""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin

from articles.sources.dates import parse_time
from articles.sources.draft import Draft
from articles.sources.media import lead_image
from articles.sources.xml_element import Element

ATOM_TAKE = frozenset(
    {
        ("atom:feed", "atom:link"),
        ("atom:feed", "atom:author"),
        ("atom:feed", "atom:entry"),
    }
)
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


def atom_draft(entry: Element, base: str, language: str) -> Draft:
    """The entry; relative addresses count from its xml:base, then from the feed's own link."""
    published = parse_time(entry.find("atom:published")) or parse_time(entry.find("atom:updated"))
    topics = [_topic(category) for category in entry.children("atom:category")]
    return Draft(
        where=entry.where,
        ids=(entry.find("atom:id"),),
        urls=tuple(_urls(entry)),
        base=_base(entry, base),
        title=_html(entry.child("atom:title")),
        summary=_html(entry.child("atom:summary")),
        body=_html(entry.child("atom:content")) or _html(entry.child("atom:summary")),
        section=(topics[0],) if topics else (),
        tags=topics[1:],
        authors=[author.find("atom:name") for author in entry.children("atom:author")],
        language=entry.attrs.get("xml:lang", language),
        image=lead_image(entry),
        published_at=published,
        updated_at=parse_time(entry.find("atom:updated")),
    )


def _base(entry: Element, base: str) -> str:
    try:
        return urljoin(base, entry.attrs.get("xml:base", ""))
    except ValueError:
        return base


def _urls(entry: Element) -> list[str]:
    """Alternates first; an id that happens to be an address is better than none."""
    links = [
        link.attrs.get("href", "")
        for link in entry.children("atom:link")
        if link.attrs.get("rel", "alternate") == "alternate"
    ]
    return [*links, entry.find("atom:id")]


def _topic(category: Element) -> str:
    return category.attrs.get("label", "") or category.attrs.get("term", "")


def _html(element: Element | None) -> str:
    """A text construct as HTML, whichever of the three ways it is written in."""
    if element is None:
        return ""
    kind = element.attrs.get("type", "text").lower()
    if kind == "xhtml":
        return _markup(element).strip()
    if kind in ("html", "text/html"):
        return element.text
    return escape(element.text, quote=False)


def _markup(element: Element) -> str:
    """The inside of an XHTML element, without recursion: depth is the sender's choice."""
    out: list[str] = []
    todo: list[str | Element] = _inside(element)[::-1]
    while todo:
        part = todo.pop()
        if isinstance(part, Element):
            todo.extend(_opened(part, out)[::-1])
        else:
            out.append(part)
    return "".join(out)


def _inside(element: Element) -> list[str | Element]:
    return [
        part if isinstance(part, Element) else escape(part, quote=False) for part in element.parts
    ]


def _opened(element: Element, out: list[str]) -> list[str | Element]:
    """Write the opening tag; what is still to be written follows."""
    name = element.name.rpartition(":")[2].rpartition("}")[2]
    attrs = "".join(
        f' {key}="{escape(value)}"' for key, value in element.attrs.items() if key.isalpha()
    )
    out.append(f"<{name}{attrs}>")
    return _inside(element) if name in VOID else [*_inside(element), f"</{name}>"]
