"""The articles of a WordPress export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from articles.sources import wxr
from articles.sources.disk_index import DiskIndex
from articles.sources.draft import Draft, finish
from articles.sources.record import Changed, Image, Item, Skipped, SourceError, Status
from articles.sources.source import Open

# Private posts were never public, trashed ones no longer are. Anything unknown is not shown.
STATUSES: dict[str, Status] = {
    "": "published",
    "publish": "published",
    "future": "scheduled",
    "draft": "draft",
    "pending": "draft",
    "private": "draft",
    "trash": "withdrawn",
}
ARTICLES = ("post", "page", "")
NO_SECTION = ("uncategorized", "uncategorised")
TAGS = ("post_tag", "tag")
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
MAX_TERMS = 100_000
# PHP's serialised array: the first two sizes are those of the full picture.
PIXELS = {
    side: re.compile(rf's:\d+:"{side}";(?:i:|s:\d+:")(\d{{1,6}})') for side in ("width", "height")
}


def records(open_file: Open, now: datetime) -> Iterator[Item]:
    """Posts and pages. Reads the file twice: a picture may stand after the post that shows it."""
    with DiskIndex() as pictures:
        with open_file() as file:
            for event in wxr.events(file, wxr.COMMENTS | wxr.CONTENT):
                if isinstance(event, wxr.Post) and event.type == "attachment":
                    pictures.add(event.id, _picture(event))
        with open_file() as file:
            yield from _records(wxr.events(file, wxr.COMMENTS), pictures, now)


@dataclass(slots=True)
class _Newspaper:
    """What the export says of the site before its first item."""

    pictures: DiskIndex
    language: str = ""
    link: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    categories: dict[str, wxr.Category] = field(default_factory=dict)
    by_term_id: dict[str, str] = field(default_factory=dict)


def _records(events: Iterator[wxr.Event], pictures: DiskIndex, now: datetime) -> Iterator[Item]:
    site = _Newspaper(pictures)
    for event in events:
        match event:
            case wxr.Post():
                yield from _article(event, site, now)
            case Changed():
                yield event
            case wxr.Comment():
                pass
            case _:
                _learn(site, event)


def _learn(site: _Newspaper, event: wxr.Site | wxr.Author | wxr.Category) -> None:
    match event:
        case wxr.Author():
            site.authors[event.login] = event.name
        case wxr.Category():
            site.categories[event.nicename] = event
            site.by_term_id[event.id] = event.nicename
        case wxr.Site(name="language"):
            site.language = event.value
        case wxr.Site():
            site.link = site.link or event.value
    if len(site.authors) + len(site.categories) > MAX_TERMS:
        raise SourceError(f"more than {MAX_TERMS} authors and categories")


def _article(post: wxr.Post, site: _Newspaper, now: datetime) -> Iterator[Item]:
    if post.type == "attachment":
        return
    if post.type not in ARTICLES:
        yield Skipped(post.where, post.id, f"not an article: a WordPress {post.type[:40]!r}")
    elif post.status == "auto-draft":
        yield Skipped(post.where, post.id, "an empty automatic draft")
    else:
        yield from finish(_draft(post, site), now)


def _draft(post: wxr.Post, site: _Newspaper) -> Draft:
    draft = Draft(
        where=post.where,
        ids=(post.guid, post.id),
        urls=(post.link, post.guid),
        base=site.link,
        title=post.title,
        summary=post.excerpt,
        body=post.content,
        section=_section(post, site),
        tags=[term.name for term in post.terms if term.domain in TAGS],
        authors=[site.authors.get(post.creator, post.creator)],
        language=_language(post, site),
        image=_image(post, site),
        published_at=post.date,
        updated_at=post.modified,
        status=STATUSES.get(post.status, "draft"),
    )
    _protect(draft, post)
    return draft


def _protect(draft: Draft, post: wxr.Post) -> None:
    """A post behind a password was not public; an unknown status is not taken for public."""
    if post.has_password:
        draft.status = "draft"
        draft.notes.append("behind a password: taken as a draft")
    elif post.status not in STATUSES:
        draft.notes.append(f"unknown status: {post.status[:40]!r} taken as a draft")


def _language(post: wxr.Post, site: _Newspaper) -> str:
    """Multilingual sites label each post: Polylang has a taxonomy of that name."""
    own = [term.nicename for term in post.terms if term.domain == "language"]
    return own[0] if own else site.language


def _section(post: wxr.Post, site: _Newspaper) -> tuple[str, ...]:
    """The category that the editors marked as primary, or the first; with those above it."""
    terms = [term for term in post.terms if term.domain == "category" and term.name]
    primary = [site.by_term_id.get(post.meta.get(key, "?"), "?") for key in PRIMARY]
    chosen = [term for term in terms if term.nicename in primary]
    chosen += [term for term in terms if term.nicename not in NO_SECTION]
    return _lineage(chosen[0], site) if chosen else ()


def _lineage(term: wxr.Term, site: _Newspaper) -> tuple[str, ...]:
    names = [term.name]
    seen = {term.nicename}
    category = site.categories.get(term.nicename)
    while category and category.parent and category.parent not in seen:
        seen.add(category.parent)
        category = site.categories.get(category.parent)
        if category:
            names.insert(0, category.name or category.nicename)
    return tuple(names)


def _picture(post: wxr.Post) -> str:
    caption = post.excerpt or post.meta.get("_wp_attachment_image_alt", "")
    sizes = post.meta.get("_wp_attachment_metadata", "")
    return json.dumps([post.attachment_url or post.guid, caption, _size(sizes)])


def _size(serialised: str) -> list[int | None]:
    found = [PIXELS[side].search(serialised) for side in ("width", "height")]
    return [int(match.group(1)) if match else None for match in found]


def _image(post: wxr.Post, site: _Newspaper) -> Image | None:
    known = site.pictures.get(post.meta.get("_thumbnail_id", ""))
    if known is None:
        return None
    url, caption, (width, height) = json.loads(known)
    return Image(url, caption, "", width, height)
