"""How the databases answer each public read: by searches in indexes, and with the same work however
long the conversation is. No request reads a whole thread."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from articles.services.register import section_named
from articles.services.section_entries import enter_all
from comments.models import Thread
from tests.conftest import Reader
from tests.factories import NOON, an_article
from tests.long_thread import a_long_thread

pytestmark = pytest.mark.usefixtures("clock")

ON_SQLITE = connection.vendor == "sqlite"
LONG, SHORT, ARTICLES = 2000, 200, 600
# What grows with a site; all other tables hold a few rows for it.
GROWING = "comments_comment|comments_thread|articles_article|articles_sectionentry"
READS = {
    "page": "/api/v1/sites/daily/page?article={}",
    "oldest": "/api/v1/sites/daily/comments?article={}&sort=oldest",
    "newest": "/api/v1/sites/daily/comments?article={}&sort=newest",
    "top": "/api/v1/sites/daily/comments?article={}&sort=top",
    "discussed": "/api/v1/sites/daily/comments?article={}&sort=discussed",
    "picks": "/api/v1/sites/daily/comments?article={}&sort=picks",
    "html": "/sites/daily/comments?article={}",
    "live": "/api/v1/sites/daily/live?article={}",
    "counts": "/api/v1/sites/daily/counts?articles={},a7,a8",
    "navigation": "/api/v1/sites/daily/navigation?article={}",
    "section": "/api/v1/sites/daily/sections/world/articles",
    "latest": "/api/v1/sites/daily/latest?limit=30",
    "articles feed": "/feeds/daily/articles.atom",
    "section feed": "/feeds/daily/sections/world.json",
    "comments feed": "/feeds/daily/comments.atom",
    "thread feed": "/feeds/daily/comments/{}.atom",
}


@pytest.fixture
def crowd(site: Site) -> None:
    """A site with many articles, of which two are talked about: one ten times as much."""
    world = section_named(site, ["World"])
    rows = [an_old_article(site, world, number) for number in range(ARTICLES)]
    Article.objects.bulk_create(rows)
    threads = (
        Thread(site=site, article=row, created=NOON, last_at=row.public_at, count=1) for row in rows
    )
    Thread.objects.bulk_create(threads)
    for name, count in (("long", LONG), ("short", SHORT)):
        article = an_article(site, name, section="World")
        thread = a_long_thread(article, count, 3)
        Thread.objects.filter(pk=thread.pk).update(last_at=NOON)
    enter_all(site)
    with connection.cursor() as cursor:
        for table in GROWING.split("|"):
            cursor.execute(f"ANALYZE {table}")


def an_old_article(site: Site, section: Any, number: int) -> Article:
    moment, name = NOON - timedelta(days=2, minutes=number), f"a{number}"
    return Article(
        site=site, section=section, external_id=name, url=f"https://x/{name}", url_digest=name,
        title=name, status="published", published_at=moment, public_at=moment, created=moment,
        changed=moment,
    )  # fmt: skip


def asked(reader: Reader, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        assert reader.get(path).status_code == 200
    return [query["sql"] for query in found if query["sql"].startswith(("SELECT", "WITH"))]


def test_every_public_read_searches_in_indexes(crowd: None, reader: Reader) -> None:
    read_whole = re.compile(rf"SCAN (\w+ AS )?({GROWING}|c|up)\b(?! USING)|Seq Scan on ({GROWING})")
    paths = [path.format("long") for path in READS.values()]
    for sql in {sql: None for path in paths for sql in asked(reader, path)}:
        with connection.cursor() as cursor:
            if not ON_SQLITE:  # a few hundred rows are not worth an index to it: is there one?
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(("EXPLAIN QUERY PLAN " if ON_SQLITE else "EXPLAIN ") + sql)
            found = "\n".join(str(row[-1]) for row in cursor.fetchall())
        assert not read_whole.search(found), f"{sql}\n{found}"


def test_no_request_reads_a_whole_thread(crowd: None, reader: Reader) -> None:
    work = worked_on_sqlite if ON_SQLITE else worked_on_postgres
    for name, path in READS.items():
        much, little = (work(reader, path.format(thread)) for thread in ("long", "short"))
        assert much <= little * 1.3 + 20, name
        assert much < LONG, name


def worked_on_sqlite(reader: Reader, path: str) -> int:
    """Hundreds of instructions that the database runs for the request."""
    connection.ensure_connection()
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.connection.set_progress_handler(step, 100)
    try:
        assert reader.get(path).status_code == 200
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


def worked_on_postgres(reader: Reader, path: str) -> int:
    """Rows of comments that it touches, those that it passes over among them."""
    touched = 0
    for sql in asked(reader, path):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            found = cursor.fetchone()[0]
        plan = json.loads(found) if isinstance(found, str) else found
        for node in nodes(plan[0]["Plan"]):
            if node.get("Relation Name") == "comments_comment":
                rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                touched += int(rows * node["Actual Loops"])
    return touched


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
