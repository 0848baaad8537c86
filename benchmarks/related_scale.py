"""What a publication, a list and a neighbour cost as a site grows.

    ./run bench related_scale --sizes 1000 10000 100000 [--postgres] [--rebuild] [--json FILE]

Articles are made from a seed: words by Zipf's law, a few thousand subjects, five years of dates
with ties. They are placed in bulk, then a sample is published by the product's own verb and read
by the product's own reads. One JSON line a size; --rebuild also makes all lists of the largest
anew. The database is a throwaway SQLite file, or NEWSROOM_DATABASE_URL where --postgres is given.
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

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WORDS, SUBJECTS, LENGTH = 60_000, 4_000, 140
PUBLISHED, READ = 100, 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--rebuild", action="store_true", help="of the largest size, too")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), options.postgres)
        results = run(sorted(options.sizes), options.rebuild)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


def set_up(folder: Path, postgres: bool) -> None:
    os.environ["NEWSROOM_DATA_DIR"] = str(folder)
    if not postgres:
        os.environ["NEWSROOM_DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def run(sizes: list[int], with_rebuild: bool) -> list[dict[str, object]]:
    from django.db import connection

    from articles.services.frequencies import count
    from articles.services.sites import create_site

    site = create_site("bench", "Bench", ["bench.example"], NOW)
    made, results = 0, []
    for size in sizes:
        seeding = time.perf_counter()
        for start in range(made, size, 1000):
            seed(site, start, min(start + 1000, size))
        made = size
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        counting = time.perf_counter()
        count(site, "en", NOW)
        result: dict[str, object] = {"articles": size, "database": connection.vendor}
        result["seed_s"] = round(counting - seeding, 1)
        result["count_s"] = round(time.perf_counter() - counting, 1)
        result |= measure(site, size)
        if with_rebuild and size == sizes[-1]:
            result |= measure_rebuild(site)
        print(json.dumps(result), flush=True)
        results.append(result)
        made += PUBLISHED
    return results


def measure(site: object, size: int) -> dict[str, object]:
    from articles.models import Article
    from articles.navigation import neighbour, related_items
    from articles.services.register import register
    from articles.services.relate import relate

    publishing = []
    for number in range(size, size + PUBLISHED):
        data = {**as_data(number), "published_at": NOW - timedelta(minutes=number % 60)}
        row = register(site, f"a{number}", data, NOW).article  # type: ignore[arg-type]
        publishing.append(timed(lambda row=row: relate(row.pk, NOW)))
    pks = random.Random(1).sample(range(1, size), min(READ, size - 1))
    rows = [Article.objects.select_related("section").get(pk=pk) for pk in pks]
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

    begun, longest = time.perf_counter(), 0.0
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
        "of_which_counted_and_placed_s": round(placed, 1),
        "longest_step_s": round(longest, 2),
    }


def newest(most: int) -> list[object]:
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


def seed(site: object, first: int, last: int) -> None:
    """Rows as the verbs would leave them, in bulk: writing them is not what is measured."""
    from django.db import transaction

    from articles.models import Article, ArticleTerm, ArticleVector
    from articles.services.frequencies import frequencies_of
    from articles.terms import count_terms
    from articles.vectors import packed, signature, weigh

    epoch, figures = frequencies_of(site.pk, "en")  # type: ignore[attr-defined]
    rows, vectors, terms = [], [], []
    with transaction.atomic():
        for number in range(first, last):
            data = as_data(number)
            moment = NOW - timedelta(minutes=(number * 7919) % 2_600_000 // 3 * 3)
            rows.append(article(site, number, data, moment))
        Article.objects.bulk_create(rows, batch_size=500)
        for row in rows:
            vector = weigh(count_terms(row.title, "", row.body, "en"), figures)
            vectors.append(vector_row(row, epoch, packed(vector)))
            for term, weight in signature(vector, figures).items():
                terms.append(ArticleTerm(site=site, term=term, article=row, weight=weight))
        ArticleVector.objects.bulk_create(vectors, batch_size=500)
        ArticleTerm.objects.bulk_create(terms, batch_size=5000)


def article(site: object, number: int, data: dict[str, str], moment: datetime) -> object:
    from articles.models import Article
    from articles.services.urls import digest_of

    return Article(
        site=site,
        external_id=f"a{number}",
        url=data["url"],
        url_digest=digest_of(data["url"]),
        title=data["title"],
        body=data["body"],
        status="published",
        published_at=moment,
        public_at=moment,
        created=NOW,
        changed=NOW,
    )


def vector_row(row: object, epoch: int, terms: bytes) -> object:
    from articles.models import ArticleVector
    from articles.terms import TOKENISER_VERSION

    return ArticleVector(
        article=row,
        site=row.site,
        language="en",
        tokeniser_version=TOKENISER_VERSION,
        epoch=epoch,
        terms=terms,
        facts="seed",
    )


def as_data(number: int, length: int = LENGTH) -> dict[str, str]:
    rng = random.Random(number)
    subject = random.Random(-1 - int(rng.paretovariate(0.6)) % SUBJECTS)
    own = [word(subject) for _ in range(30)]
    text = " ".join(rng.choice(own) if rng.random() < 0.3 else word(rng) for _ in range(length))
    title = " ".join(rng.choice(own) for _ in range(6))
    return {"url": f"https://bench.example/a{number}", "title": title, "body": text}


def word(rng: random.Random) -> str:
    return _spelled(int(rng.paretovariate(0.9)) % WORDS)


def _spelled(number: int) -> str:
    return "".join(syllables(number))


def syllables(number: int) -> Iterator[str]:
    yield "bcdfghjklmnprstvz"[number % 17] + "aeiou"[number % 5]
    while number := number // 17:
        yield "bcdfghjklmnprstvz"[number % 17] + "aeiou"[number % 5]


if __name__ == "__main__":
    main()
