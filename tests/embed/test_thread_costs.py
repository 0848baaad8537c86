"""Every page of a thread costs as many queries at ten comments as at ten thousand, and however
deep its replies go: as JSON and as HTML."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from comments.models import Comment, Policy
from comments.services.threads import policy_of
from tests.conftest import Reader
from tests.factories import an_article
from tests.long_thread import a_long_thread

pytestmark = pytest.mark.usefixtures("clock")

SIZES = ((10, 1), (500, 5), (10_000, 10))
PAGES = {
    "first": "",
    "by votes": "&sort=top",
    "newest": "&sort=newest",
    "replies": "&parent={root}",
    "around the deepest": "&around={deepest}",
    "a reply's form": "&reply={root}",
}
ADDRESSES = {
    "JSON": "/api/v1/sites/daily/comments?article={article}",
    "widget": "/api/v1/sites/daily/page?article={article}",
    "HTML": "/sites/daily/comments?article={article}",
}


def asked(reader: Reader, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(url).status_code == 200, url
    return len(queries)


def filled(article: Article, url: str) -> str:
    mine = Comment.objects.filter(thread__article=article)
    values = {
        "article": article.external_id,
        "root": mine.filter(parent=None).order_by("pk")[0].pk,
        "deepest": mine.order_by("-depth", "-pk")[0].pk,
    }
    return url.format_map(values)


def test_size_and_depth_cost_no_query_more(reader: Reader, site: Site) -> None:
    policy_of(site.pk)
    Policy.objects.update(reply_depth=10)
    articles = [an_article(site, f"long-{count}") for count, _ in SIZES]
    for article, (count, depth) in zip(articles, SIZES, strict=True):
        a_long_thread(article, count, depth)
    urls = [base + page for base in ADDRESSES.values() for page in PAGES.values()]
    found: dict[str, Any] = {
        url: [asked(reader, filled(article, url)) for article in articles] for url in urls
    }
    different = {url: counts for url, counts in found.items() if len(set(counts)) > 1}
    assert different == {}
