"""WordPress exports (WXR 1.0 to 1.2) as a stream of events, for articles and comments alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from articles.sources.dates import parse_time
from articles.sources.record import Changed
from articles.sources.source_file import SourceFile
from articles.sources.xml_element import Element
from articles.sources.xml_stream import NOTHING, XmlStream

TAKE = frozenset(
    {
        ("channel", "language"),
        ("channel", "link"),
        ("channel", "wp:base_blog_url"),
        ("channel", "wp:author"),
        ("channel", "wp:category"),
        ("channel", "item"),
        # Taken by themselves, so that an article with 300,000 spam comments, or with the
        # megabytes that page builders keep beside it, is never held in one piece.
        ("item", "wp:comment"),
        ("item", "wp:postmeta"),
    }
)
ROOTS = frozenset({"rss"})
COMMENTS = frozenset({"wp:comment"})
CONTENT = frozenset({"content:encoded"})
META = (
    "_thumbnail_id",
    "_wp_attachment_image_alt",
    "_wp_attachment_metadata",
    "_yoast_wpseo_primary_category",
    "rank_math_primary_category",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A fact about the site: `name` is "language" or "link"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Author:
    login: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the site; `parent` is the nicename of the one above it, or ""."""

    id: str
    nicename: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag or other label on a post; `domain` tells which."""

    domain: str
    nicename: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """Any item: post, page, attachment, menu entry … `item` is its number in the file.

    Texts are as written. Dates are UTC; `meta` holds only the keys of META.
    """

    item: int
    where: str
    id: str
    guid: str
    link: str
    title: str
    excerpt: str
    content: str
    creator: str
    status: str
    type: str
    comment_status: str
    has_password: bool
    attachment_url: str
    date: datetime | None
    modified: datetime | None
    terms: tuple[Term, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, pingback or trackback on the post with the same `item`.

    `parent` is "" at the top level; `approved` is WordPress' word: 1, 0, spam, trash,
    post-trashed. `date` is UTC, None when absent or not a date.
    """

    item: int
    where: str
    id: str
    parent: str
    author: str
    email: str
    url: str
    ip: str
    date: datetime | None
    approved: str
    type: str
    content: str
    user_id: str


Event = Site | Author | Category | Comment | Post | Changed


def events(file: SourceFile, leave: frozenset[str] = NOTHING) -> Iterator[Event]:
    """Everything in the export, in its order, except that a post follows its own comments.

    (WordPress may write a post's labels after them.) Elements named in `leave` are passed over,
    which is faster than ignoring their events. Raises SourceError with a line.
    """
    metas: dict[int, dict[str, str]] = {}
    for element in XmlStream(file, TAKE, ROOTS, leave):
        if element.name == "wp:postmeta":
            _keep_meta(metas, element)
            continue
        event = _event(element, metas)
        if element.cleaned:
            yield Changed(element.where, _id(event), "control characters removed")
        yield event


def _event(element: Element, metas: dict[int, dict[str, str]]) -> Event:
    match element.name:
        case "item":
            return _post(element, metas.pop(element.serial, {}))
        case "wp:comment":
            return _comment(element)
        case "wp:author":
            return _author(element)
        case "wp:category":
            return _category(element)
        case "language":
            return Site("language", element.text)
        case _:
            return Site("link", element.text)


def _id(event: Event) -> str:
    return event.id if isinstance(event, Post | Comment | Category) else ""


def _keep_meta(metas: dict[int, dict[str, str]], element: Element) -> None:
    key = element.find("wp:meta_key")
    if key in META and element.within:
        metas.setdefault(element.within.serial, {})[key] = element.find("wp:meta_value")


def _post(item: Element, meta: dict[str, str]) -> Post:
    return Post(
        item=item.serial,
        where=item.where,
        id=item.find("wp:post_id"),
        guid=item.find("guid"),
        link=item.find("link"),
        title=item.find("title"),
        excerpt=item.find("excerpt:encoded"),
        content=item.find("content:encoded"),
        creator=item.find("dc:creator"),
        status=item.find("wp:status"),
        type=item.find("wp:post_type"),
        comment_status=item.find("wp:comment_status"),
        has_password=bool(item.find("wp:post_password")),
        attachment_url=item.find("wp:attachment_url"),
        date=_date(item, "wp:post_date_gmt", "pubDate", "wp:post_date"),
        modified=_date(item, "wp:post_modified_gmt"),
        terms=tuple(_term(child) for child in item.children("category")),
        meta=meta,
    )


def _comment(element: Element) -> Comment:
    parent = element.find("wp:comment_parent")
    return Comment(
        item=element.within.serial if element.within else 0,
        where=element.where,
        id=element.find("wp:comment_id"),
        parent="" if parent == "0" else parent,
        author=element.find("wp:comment_author"),
        email=element.find("wp:comment_author_email"),
        url=element.find("wp:comment_author_url"),
        ip=element.find("wp:comment_author_IP"),
        date=_date(element, "wp:comment_date_gmt", "wp:comment_date"),
        approved=element.find("wp:comment_approved"),
        type=element.find("wp:comment_type"),
        content=element.find("wp:comment_content"),
        user_id=element.find("wp:comment_user_id"),
    )


def _author(element: Element) -> Author:
    login = element.find("wp:author_login")
    name = element.find("wp:author_display_name") or login
    return Author(login, name, element.find("wp:author_email"))


def _category(element: Element) -> Category:
    return Category(
        element.find("wp:term_id"),
        element.find("wp:category_nicename"),
        element.find("wp:cat_name"),
        element.find("wp:category_parent"),
    )


def _term(element: Element) -> Term:
    domain = element.attrs.get("domain", "category")
    return Term(domain, element.attrs.get("nicename", ""), element.text)


def _date(element: Element, *names: str) -> datetime | None:
    """The first of these that is a date: a local one is better than none."""
    for name in names:
        moment = parse_time(element.find(name))
        if moment:
            return moment
    return None
