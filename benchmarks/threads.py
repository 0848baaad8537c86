"""What a page of a very long thread costs, uncached, at any place and in each order.

    ./run bench threads                          # SQLite 10,000 and PostgreSQL 50,000
    ./run bench threads --database sqlite --comments 50000

Three threads of each size stand in one database: people talking (half of it replies, up to four
deep, a few loud comments with hundreds), a live blog (nothing but roots), and a single root with
everything below it. Each page is asked for over HTTP through the whole application, JSON included,
with no cache before it, at places drawn from a seed: the beginning, and cursors anywhere.

``limit_ms`` is what a page is promised to stay below at the 95th percentile.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PROMISED = {"sqlite": (10_000, 100), "postgres": (50_000, 150)}
SHAPES = ("talk", "live", "single")
PLACES = 60
DEEPEST = 4
WORDS = "<p>" + "What was said at the harbour, and by whom. " * 8 + "</p>"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=PROMISED)
    parser.add_argument("--comments", type=int)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks/results/threads.json")
    given = parser.parse_args()
    if given.database is None:
        both(given)
        return
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        keep(given.out, run(given.database, given.comments, Path(folder)))


def both(given: argparse.Namespace) -> None:
    """Each in a process of its own: Django knows one database."""
    import subprocess

    for database in PROMISED:
        more = ["--comments", str(given.comments)] if given.comments else []
        command = [sys.executable, __file__, "--database", database, "--out", str(given.out), *more]
        subprocess.run(command, check=True)


def keep(out: Path, result: dict[str, Any]) -> None:
    known = json.loads(out.read_text()) if out.exists() else {}
    known[f"{result['database']} {result['comments']}"] = result
    out.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    print(json.dumps(result, indent=1))


def run(database: str, comments: int | None, folder: Path) -> dict[str, Any]:
    from tests.services_up import Services

    services = Services()
    try:
        set_up(database, folder, services)
        size, limit = PROMISED[database]
        size = comments or size
        articles = {shape: seed(shape, size) for shape in SHAPES}
        analyze()
        found = {shape: measure(article) for shape, article in articles.items()}
    finally:
        services.end()
    worst = max(one["p95_ms"] for pages in found.values() for one in pages.values())
    facts = {"database": database, "comments": size, "limit_ms": limit, "worst_p95_ms": worst}
    return {**facts, "holds": worst <= limit, "pages": found}


def set_up(database: str, folder: Path, services: Any) -> None:
    url = f"sqlite:///{folder}/bench.sqlite3" if database == "sqlite" else on_postgres(services)
    os.environ |= {
        "NEWSROOM_DATA_DIR": str(folder),
        "NEWSROOM_DATABASE_URL": url,
        "NEWSROOM_REDIS_URL": services.redis(),
        "NEWSROOM_SECRET_KEY": "benchmark",
        "NEWSROOM_HTTPS": "0",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def on_postgres(services: Any) -> str:
    import psycopg

    url: str = services.postgres()
    with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE newsroom")
    return url


def analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def seed(shape: str, size: int) -> Any:
    """An article whose thread has ``size`` comments of that shape."""
    from articles.models import Site
    from articles.public import ref
    from articles.services.register import register
    from articles.services.sites import create_site
    from comments.models import Comment, Commenter, Thread
    from comments.services.threads import thread_of

    site = Site.objects.filter(key="bench").first() or create_site(
        "bench", "Bench", ["bench.example"], NOW
    )
    facts = {"url": f"https://bench.example/{shape}", "title": shape}
    facts["published_at"] = (NOW - timedelta(days=30)).isoformat()
    article = register(site, shape, facts, NOW).article
    thread = thread_of(ref(article, site, NOW), NOW)
    author, _ = Commenter.objects.get_or_create(
        site=site, identity="crowd", defaults={"first_seen": NOW, "last_seen": NOW}
    )
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = [
        Comment(thread=thread, commenter=author, **fields)
        for fields in conversation(shape, size, first)
    ]
    Comment.objects.bulk_create(rows, batch_size=5000)
    Thread.objects.filter(pk=thread.pk).update(count=size)
    return article


def conversation(shape: str, size: int, first: int) -> Iterator[dict[str, Any]]:
    """Fields of the comments, parents before their replies."""
    chance = random.Random(7)
    made: list[dict[str, Any]] = []
    for number in range(size):
        above = answered(shape, made, chance)
        if above is not None:
            above["reply_count"] += 1
        votes = int(chance.paretovariate(1.2)) - 1
        made.append(
            {
                "pk": first + number,
                "parent_id": above["pk"] if above else None,
                "depth": above["depth"] + 1 if above else 0,
                "name": f"Reader {number % 997}",
                "avatar": f"{number % 997:x}",
                "body": "What was said.",
                "html": WORDS,
                "digest": f"{number:x}",
                "status": "published",
                "listed": True,
                "reply_count": 0,
                "votes": votes,
                "rank": chance.random() if votes else 0.0,
                "picked": chance.random() < 0.002,
                "created_at": NOW - timedelta(days=20) + timedelta(seconds=number * 20 // 3),
            }
        )
    yield from made


def answered(shape: str, made: list[dict[str, Any]], chance: random.Random) -> Any:
    """The comment that the next one hangs below; None for a root."""
    if not made or shape == "live":
        return None
    if shape == "single":
        return made[0]
    if chance.random() < 0.5:
        return None
    # Some comments are loud: everybody answers them.
    loud = made[: max(1, len(made) // 1000)]
    above = chance.choice(loud if chance.random() < 0.2 else made)
    return above if above["depth"] < DEEPEST else None


def measure(article: Any) -> dict[str, Any]:
    """By kind of page: milliseconds of the median and of one in twenty."""
    from comments.reading.thread import SORTS

    asked = {sort: places(article, sort) for sort in SORTS}
    asked["hundred"] = [{**query, "limit": 100} for query in asked["oldest"]]
    asked["replies"] = replies(article)
    asked["around"] = around(article)
    ask = asker(article)
    found = {}
    for kind, queries in asked.items():
        ask(queries[0])  # the first connection, the first import
        times = [timed(lambda query=query: ask(query)) for query in queries]
        found[kind] = spread(times)
    return found


def asker(article: Any) -> Callable[[dict[str, Any]], None]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")

    def ask(query: dict[str, Any]) -> None:
        named = urlencode({"article": article.external_id, **query})
        answer = client.get(f"/api/v1/sites/bench/comments?{named}")
        assert answer.status_code == 200, answer.content

    return ask


def sampled(article: Any, parent: Any) -> list[Any]:
    """Rows of the thread at places drawn from a seed."""
    from comments.models import Comment

    rows = Comment.objects.filter(thread__article=article, parent_id=parent)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    drawn = random.Random(11).sample(pks, min(PLACES, len(pks)))
    return list(rows.filter(pk__in=drawn))


def places(article: Any, sort: str) -> list[dict[str, Any]]:
    """The first page, and pages that begin after comments anywhere."""
    cursors = [cursor_after(row, sort) for row in sampled(article, None)]
    return [{"sort": sort}, *({"sort": sort, "cursor": cursor} for cursor in cursors)]


def cursor_after(row: Any, sort: str) -> str:
    from comments import tree
    from comments.reading.rows import ORDERS

    keys = [getattr(row, column) for column in ORDERS[sort].columns]
    return tree.encode(row.thread_id, sort, *(int(k) if isinstance(k, bool) else k for k in keys))


def replies(article: Any) -> list[dict[str, Any]]:
    """Below the comment with the most replies, from anywhere in them."""
    from comments.models import Comment

    above = Comment.objects.filter(thread__article=article).order_by("-reply_count", "pk")[0]
    cursors = [cursor_after(row, "oldest") for row in sampled(article, above.pk)]
    return [{"parent": above.pk}, *({"parent": above.pk, "cursor": one} for one in cursors)]


def around(article: Any) -> list[dict[str, Any]]:
    from comments.models import Comment

    pks = Comment.objects.filter(thread__article=article).values_list("pk", flat=True)
    return [{"around": pk} for pk in random.Random(13).sample(list(pks), PLACES)]


def timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"p50_ms": round(statistics.median(ordered), 1), "p95_ms": round(p95, 1)}


if __name__ == "__main__":
    main()
