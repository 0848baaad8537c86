"""The API's addresses, and what a form sends to them."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from articles.models import Article, Site
from tests.factories import a_form

API = "/api/v1"


def site_url(site: Site | str, what: str, **query: Any) -> str:
    key = site if isinstance(site, str) else site.key
    return f"{API}/sites/{key}/{what}" + (f"?{urlencode(query)}" if query else "")


def of_article(article: Article, what: str, **query: Any) -> str:
    """``page``, ``comments`` or ``navigation`` of an article."""
    return site_url(article.site, what, article=article.external_id, **query)


def article_url(site: Site, external_id: str) -> str:
    return site_url(site, f"articles/{quote(external_id, safe='')}")


def own_url(answer: dict[str, Any], receipt: str | None = None) -> str:
    """Of the comment that an answer to a post names, by its receipt or by another."""
    receipt = answer["receipt"] if receipt is None else receipt
    return f"{API}/comments/{answer['id']}?{urlencode({'receipt': receipt})}"


def a_body(article: Article, now: datetime, /, **fields: Any) -> dict[str, Any]:
    """What the widget's form sends; a field given as None is left out."""
    body = {
        "article": article.external_id,
        "name": "Ada Reader",
        "email": "ada@example.org",
        "body": "I was there, and it was *loud*.",
        "form": a_form(article, now),
    } | fields
    return {name: value for name, value in body.items() if value is not None}
