"""What a publication, a list and a neighbour cost as a site grows.

    ./run bench related_scale --sizes 1000 10000 100000 [--postgres] [--rebuild] [--json FILE]

Articles are made up (`related_corpus.py`) and placed in bulk, then a sample is published by the
product's own verb and read by the product's own reads. No list exists before that, so that each
publication writes into as many older lists as it ever can. One JSON line a size; --rebuild also
makes all lists of the largest anew. The database is a throwaway SQLite file, or with --postgres a
throwaway PostgreSQL server, which alone can hold over some hundred thousand. A server named in
TEST_DATABASE_URL keeps them: the next run adds what is missing, and measures again.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from related_corpus import NOW, as_data, fill
from throwaway import database

PUBLISHED, READ = 100, 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--rebuild", action="store_true", help="of the largest size, too")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args()
    with database(options.postgres):
        results = run(sorted(options.sizes), options.rebuild)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


def run(sizes: list[int], with_rebuild: bool) -> list[dict[str, object]]:
    from django.db import connection

    from articles.models import Site
    from articles.services.sites import create_site

    site = Site.objects.first() or create_site("bench", "Bench", ["bench.example"], NOW)
    results = []
    for size in sizes:
        seeding = time.perf_counter()
        fill(site, size)
        result: dict[str, object] = {"articles": size, "database": connection.vendor}
        result["seed_s"] = round(time.perf_counter() - seeding, 1)
        result |= measure(site, size)
        if with_rebuild and size == sizes[-1]:
            result |= measure_rebuild(site)
        print(json.dumps(result), flush=True)
        results.append(result)
    return results


def measure(site: object, size: int) -> dict[str, object]:
    from articles.models import Article
    from articles.navigation import neighbour, related_items
    from articles.services.register import register
    from articles.services.relate import relate

    publishing = []
    first = newest(1)[0].pk
    for number in range(first, first + PUBLISHED):
        data = as_data(10_000_000 + number)
        told = {**data, "published_at": NOW - timedelta(minutes=number % 60)}
        row = register(site, f"published-{number}", told, NOW).article  # type: ignore[arg-type]
        publishing.append(timed(lambda row=row: relate(row.pk, NOW)))
    last = newest(1)[0].pk
    chosen = random.Random(1).sample(range(1, last), min(READ, size - 1))
    rows = list(Article.objects.select_related("section").filter(pk__in=chosen))
    steps = [
        lambda r=r, later=later: neighbour(r, NOW, later=later)
        for r in rows
        for later in (True, False)
    ]
    lists = [lambda r=r: related_items(r, NOW) for r in newest(PUBLISHED)]
    return {
        "publish_ms": spread(publishing),
        "related_read_ms": spread([timed(call) for call in lists * 4]),
        "related_sql_ms": spread([in_sql(call) for call in lists * 4]),
        "neighbour_ms": spread([timed(call) for call in steps]),
        "neighbour_sql_ms": spread([in_sql(call) for call in steps]),
        "bytes_per_article": size_of_tables() // (size + PUBLISHED),
    }


def measure_rebuild(site: object) -> dict[str, object]:
    """One worker, all three stages; ``longest_step_s``: after which it may stop and go on."""
    from articles.services.rebuild_related import steps

    begun, spent, longest = time.perf_counter(), time.process_time(), 0.0
    stages: dict[str, float] = {}
    last = begun
    for step in steps(site, NOW):  # type: ignore[arg-type]
        now = time.perf_counter()
        if step.stage in stages:
            longest = max(longest, now - last)
        stages[step.stage], last = now, now
    placed = stages["place"] - begun
    return {
        "rebuild_s": round(last - begun, 1),
        "rebuild_cpu_s": round(time.process_time() - spent, 1),
        "of_which_counted_and_placed_s": round(placed, 1),
        "longest_step_s": round(longest, 2),
    }


def newest(most: int) -> list[Any]:
    from articles.models import Article

    return list(Article.objects.select_related("section").order_by("-pk")[:most])


def timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def in_sql(call: Callable[[], object]) -> float:
    """What of it the database takes: its statements once more, without the ORM."""
    from django.db import connection

    asked: list[tuple[str, object]] = []

    def keep(execute: Any, sql: str, params: object, many: bool, context: object) -> object:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        call()

    def once_more() -> None:
        with connection.cursor() as cursor:
            for sql, params in asked:
                cursor.execute(sql, params)
                cursor.fetchall()

    return timed(once_more)


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {"p50": round(statistics.median(ordered), 2), "p99": round(p99, 2)}


def size_of_tables() -> int:
    from django.db import connection

    tables = ["articles_articlevector", "articles_articleterm", "articles_relatedlink"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t",
                [tables],
            )
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        return int(pages * cursor.fetchone()[0])


if __name__ == "__main__":
    main()
