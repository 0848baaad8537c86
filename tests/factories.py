"""People and things for stories: each call makes one, through the verbs where a verb makes it."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from articles.models import Article, Site
from articles.public import ref
from articles.services.register import register
from articles.services.sites import create_site
from comments import form_token
from comments.models import Comment
from comments.services import keys
from comments.services.attempt import Draft
from comments.services.bring_in import Past, bring_in
from comments.services.submit import Accepted, Refused, submit
from comments.services.threads import policy_of
from comments.states import Status

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
_number = itertools.count(1)


def a_site(key: str = "", **kwargs: Any) -> Site:
    key = key or f"site{next(_number)}"
    return create_site(key, key.title(), kwargs.pop("domains", [f"{key}.example"]), NOON, **kwargs)


def an_article(site: Site, id: str = "", *, now: datetime = NOON, **data: Any) -> Article:
    """Published an hour before ``now`` unless ``data`` says otherwise."""
    id = id or f"story-{next(_number)}"
    data.setdefault("url", f"https://{site.domains[0]}/{id}")
    data.setdefault("title", f"Title of {id}")
    data.setdefault("published_at", (now - timedelta(hours=1)).isoformat())
    return register(site, id, data, now).article


def a_form(article: Article, now: datetime) -> str:
    """A token as a page served half a minute ago would hold it."""
    issued = now - timedelta(seconds=30)
    return form_token.issue(article.site.key, article.external_id, issued, keys.purpose_key("form"))


def a_thought(number: int) -> str:
    """Words of their own that nobody takes for spam, as numbers of five digits would be."""
    return f"A thought of mine: page {number // 90}, line {number % 90}."


def a_post(article: Article, now: datetime, **fields: Any) -> Accepted | Refused:
    fields.setdefault("name", "Ada Reader")
    fields.setdefault("email", "ada@example.org")
    fields.setdefault("website", "")
    fields.setdefault("body", a_thought(next(_number)))
    fields.setdefault("form", a_form(article, now))
    fields.setdefault("ip", f"192.0.2.{next(_number) % 250}")
    policy = policy_of(article.site_id)
    return submit(ref(article, article.site, now), Draft(**fields), policy, now)


def a_posted(article: Article, now: datetime, **fields: Any) -> Comment:
    outcome = a_post(article, now, **fields)
    assert isinstance(outcome, Accepted), outcome
    return outcome.comment


def a_comment(article: Article, status: Status = Status.PUBLISHED, **fields: Any) -> Comment:
    """A comment of the past in any status."""
    number = next(_number)
    fields.setdefault("name", f"Reader {number}")
    fields.setdefault("email", f"reader{number}@example.org")
    fields.setdefault("website", "")
    fields.setdefault("body", f"What I think, number {number}.")
    fields.setdefault("created_at", NOON - timedelta(minutes=30) + timedelta(seconds=number))
    past = Past(key=f"k{number}", status=status, **fields)
    return bring_in(ref(article, article.site, NOON), past)
