"""The one-request page: article, config, navigation and the first comments, from both apps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from articles.models import Article
from articles.navigation import Item, Navigation, navigation, section_of
from articles.navigation import item as item_of
from articles.public import ArticleRef, ref
from articles.section_list import SectionPage
from articles.site_settings import Within
from comments import form_token
from comments.api.views import read_page, with_reason
from comments.models import Policy, Subscription
from comments.reading import thread as reading
from comments.reading.basis import basis_of
from comments.reading.counts import counts
from comments.reading.shapes import iso
from comments.services import keys
from comments.services.threads import for_reading
from newsroom.kernel.basis import Basis

# Everyone who loads the page in the same minute gets the same bytes, so the token's time is the
# minute's, not the second's; it can only make a form look older than it is.
TOKEN_STEP = 60


def page(
    request: HttpRequest, row: Article, now: datetime, within: Within | None = None
) -> tuple[dict[str, Any], Basis]:
    article = ref(row, row.site, now)
    thread, policy = for_reading(article)
    head = reading.head(thread, article, policy, now)
    onward = navigation(row, now, within)
    counted = counts(item.pk for item in onward.items())
    body = {
        "article": facts(row),
        "config": config(article, policy, now),
        "navigation": navigation_shape(onward, counted),
        "thread": {
            **with_reason(head),
            **read_page(request, thread, policy.sort, head["mode"]),
        },
    }
    return body, basis_of(row.site, article, thread, policy, now, counted)


def live_path(article: ArticleRef) -> str:
    """Where a reader hears that the conversation has changed, from the API's root on."""
    return f"sites/{article.site_key}/live?{urlencode({'article': article.id})}"


def facts(row: Article) -> dict[str, Any]:
    return {
        "id": row.external_id,
        "url": row.url,
        "title": row.title,
        "section": section_of(row),
        # A stub has no time: the publisher has not told of it.
        "published_at": iso(row.public_at) if row.public_at else None,
        "language": row.language,
    }


def config(article: ArticleRef, policy: Policy, now: datetime) -> dict[str, Any]:
    """What a form must know."""
    minute = datetime.fromtimestamp(int(now.timestamp()) // TOKEN_STEP * TOKEN_STEP, now.tzinfo)
    return {
        "language": article.language,
        "fields": {
            "name": {"required": policy.require_name, "max": 245},
            "email": {"required": policy.asks_for_email, "max": 100},
            "website": {"shown": policy.ask_website, "required": False, "max": 200},
            "body": {"required": True, "max": policy.max_body},
        },
        "sorts": list(reading.SORTS),
        "sort": policy.sort,
        "edit_window_seconds": policy.edit_window,
        "reply_depth": policy.reply_depth,
        "policy": policy.premoderation,
        "reactions": policy.reactions,
        "confirm_email": policy.confirm_email,
        "subscribe": list(Subscription.Kind.values),
        "live": live_path(article),
        "form": form_token.issue(article.site_key, article.id, minute, keys.purpose_key("form")),
    }


def navigation_shape(found: Navigation, counted: Mapping[int, int]) -> dict[str, Any]:
    """The navigation as JSON, with what only the conversation knows: the counts."""
    return {
        "previous": item_shape(found.previous, counted),
        "next": item_shape(found.next, counted),
        "related": [item_shape(item, counted) for item in found.related],
        "section": found.section,
        "more_in_section": [item_shape(item, counted) for item in found.more_in_section],
    }


def section_shape(found: SectionPage, counted: Mapping[int, int]) -> dict[str, Any]:
    items = [item_of(entry.article) for entry in found.entries]
    return {
        "section": {"slug": found.section.slug, "name": found.section.name},
        "results": [item_shape(each, counted) for each in items],
        "next": found.next or None,
    }


def item_shape(item: Item | None, counted: Mapping[int, int]) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "section": item.section,
        "image": item.image,
        "published_at": item.published_at,
        "comment_count": counted[item.pk],
        "why": item.why,
    }
