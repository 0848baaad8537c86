"""The lead picture among what a feed entry attaches."""

from __future__ import annotations

from collections.abc import Iterator

from articles.sources.record import Image
from articles.sources.xml_element import Element

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def lead_image(entry: Element) -> Image | None:
    """The widest media:content picture, else a thumbnail, else a picture enclosure."""
    contents = [image for image in map(_content, _contents(entry)) if image]
    if contents:
        return max(contents, key=lambda image: image.width or 0)
    thumbnails = [_image(child, child) for child in _thumbnails(entry)]
    return next(filter(None, [*thumbnails, *_enclosures(entry)]), None)


def _contents(entry: Element) -> Iterator[tuple[Element, Element]]:
    """Each media:content, with the element whose caption is valid for it."""
    for child in entry.children("media:content"):
        yield child, child
    for group in entry.children("media:group"):
        for child in group.children("media:content"):
            yield child, group


def _content(found: tuple[Element, Element]) -> Image | None:
    content, around = found
    kind = content.attrs.get("type", "") or content.attrs.get("medium", "")
    path = content.attrs.get("url", "").partition("?")[0].lower()
    if kind.startswith("image") or (not kind and path.endswith(PICTURE_ENDINGS)):
        return _image(content, around)
    return None


def _thumbnails(entry: Element) -> Iterator[Element]:
    yield from entry.children("media:thumbnail")
    for inner in entry.children("media:content", "media:group"):
        yield from inner.children("media:thumbnail")


def _enclosures(entry: Element) -> Iterator[Image | None]:
    for child in entry.children("enclosure", "atom:link"):
        is_enclosure = child.name == "enclosure" or child.attrs.get("rel") == "enclosure"
        if is_enclosure and child.attrs.get("type", "").startswith("image"):
            yield _image(child, child)


def _image(element: Element, around: Element) -> Image | None:
    url = element.attrs.get("url", "") or element.attrs.get("href", "")
    if not url:
        return None
    return Image(
        url=url,
        caption=_said(element, around, "media:description", "media:title"),
        credit=_said(element, around, "media:credit"),
        width=_pixels(element.attrs.get("width", "")),
        height=_pixels(element.attrs.get("height", "")),
    )


def _said(element: Element, around: Element, *names: str) -> str:
    return element.find(*names) or around.find(*names)


def _pixels(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else None
