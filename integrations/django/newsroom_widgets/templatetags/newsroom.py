"""``{% load newsroom %}``: the script, the elements, and the conversation as server HTML.

Settings: ``NEWSROOM_URL`` (``https://comments.daily.example``) and ``NEWSROOM_SITE`` (its key).
"""

import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.core.cache import cache
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SECONDS = 1.0
KEPT_SECONDS = 30
MOST_BYTES = 2_000_000


@register.simple_tag(takes_context=True)
def newsroom_script(context: template.Context) -> SafeString:
    """Once a page. Carries the request's CSP nonce where django-csp or Django gives one."""
    request = context.get("request")
    nonce = getattr(request, "csp_nonce", "") or context.get("csp_nonce", "")
    said = {"src": f"{settings.NEWSROOM_URL}/embed/v1.js", "data-site": settings.NEWSROOM_SITE}
    return format_html("<script async{}></script>", _attributes({**said, "nonce": str(nonce)}))


@register.simple_tag
def newsroom_comments(article: Any = "", *, html: bool = True, **attributes: Any) -> SafeString:
    """The conversation of an article; with ``html`` also for who has no JavaScript."""
    inside = thread_html(str(article)) if html and article else ""
    return _element("comments", {"article": article, **attributes}, inside)


@register.simple_tag
def newsroom_navigation(article: Any = "", **attributes: Any) -> SafeString:
    return _element("navigation", {"article": article, **attributes})


@register.simple_tag
def newsroom_related(article: Any = "", **attributes: Any) -> SafeString:
    return _element("related", {"article": article, **attributes})


@register.simple_tag
def newsroom_section(article: Any = "", **attributes: Any) -> SafeString:
    return _element("section", {"article": article, **attributes})


@register.simple_tag
def newsroom_latest(limit: int = 5, **attributes: Any) -> SafeString:
    return _element("latest", {"limit": limit, **attributes})


@register.simple_tag
def newsroom_count(article: Any, href: str) -> SafeString:
    return format_html('<a data-newsroom-count="{}" href="{}#comments"></a>', article, href)


def thread_html(article: str) -> str:
    """As Newsroom draws it, kept for half a minute; '' where it does not answer in a second."""
    query = urlencode({"article": article, "fragment": 1})
    url = f"{settings.NEWSROOM_URL}/sites/{quote(settings.NEWSROOM_SITE)}/comments?{query}"
    return str(cache.get_or_set(f"newsroom:{article}", lambda: _fetched(url), KEPT_SECONDS))


def _fetched(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 (the settings')
            body: bytes = answer.read(MOST_BYTES)
    except (urllib.error.URLError, TimeoutError, OSError):
        return ""
    return body.decode("utf-8", "replace")


def _element(name: str, attributes: dict[str, Any], inside: str = "") -> SafeString:
    # Made and sanitised by the Newsroom that the settings name.
    drawn = mark_safe(inside)  # noqa: S308
    return format_html(
        "<newsroom-{}{}>{}</newsroom-{}>", name, _attributes(attributes), drawn, name
    )


def _attributes(said: dict[str, Any]) -> SafeString:
    # A text that is written in a template counts as safe to Django; in an attribute none is.
    given = ((name, escape(str(value))) for name, value in said.items() if value not in ("", None))
    return format_html_join("", ' {}="{}"', given)
