"""What a read and a post cost as a site grows, on PostgreSQL.

    ./run bench scale --sizes 10000 100000 1000000
    ./run bench scale --sizes 20000000       # wants some 40 GB of disk and an hour

Rows are made inside the database, by INSERT … SELECT over generate_series, with all indexes in
place. A twentieth of the comments, at most 50,000, are one thread; the others lie below an article
for each hundred. Times are of the whole application through Django's test client, nothing cached,
JSON and all; `cpu_ms` is the process' own time. The desk's queue: `./run bench panel`.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

OUT = ROOT / "benchmarks/results/scale.jsonl"
NOW = datetime.now(UTC)
LONGEST, TIMES = 50_000, 40
WORDS = "What was said at the harbour, and by whom, is not yet known to all who were there. " * 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    given = parser.parse_args()
    from tests.services_up import Services

    services = Services(safe=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            set_up(folder, services)
            measured(sorted(given.sizes))
    finally:
        services.end()


def set_up(folder: str, services: Any) -> None:
    told = {"DATA_DIR": folder, "HTTPS": "0", "REDIS_URL": services.redis()}
    told["DATABASE_URL"] = services.postgres().rpartition("/")[0] + "/postgres"
    os.environ |= {f"NEWSROOM_{name}": value for name, value in told.items()}
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def measured(sizes: list[int]) -> None:
    from articles.services.sites import create_site

    site, made = create_site("bench", "Bench", ["bench.example"], NOW), 0
    for size in sizes:
        begun = time.perf_counter()
        grow(site, made, size)
        made = size
        found = {"comments": size, "seed_s": round(time.perf_counter() - begun, 1), **costs(site)}
        line = json.dumps({"run": f"{NOW:%Y-%m-%dT%H:%M:%SZ}", **found})
        print(line, flush=True)
        with OUT.open("a") as out:
            out.write(f"{line}\n")


def grow(site: Any, made: int, size: int) -> None:
    """From ``made`` comments to ``size``."""
    from django.db import connection

    with connection.cursor() as cursor:
        n = "generate_series({}, {}) AS n"
        name = {"external_id": "'a' || n", "url_digest": "'a' || n", "url": "'https://x/' || n"}
        insert(cursor, an_article(site), name, n.format(made // 100, size // 100 - 1))
        new = "(SELECT id FROM articles_article a WHERE NOT EXISTS"
        new += " (SELECT 1 FROM comments_thread t WHERE t.article_id = a.id)) AS a"
        insert(cursor, a_thread(site), {"article_id": "a.id"}, new)
        cursor.execute("SELECT min(id), max(id) FROM comments_thread")
        first, last = cursor.fetchone()
        before, long = (min(count // 20, LONGEST) for count in (made, size))
        moment = f"TIMESTAMPTZ '{NOW - timedelta(days=30)}' + n * INTERVAL '1 second'"
        own = {"created_at": moment, "digest": "'d' || n"}
        insert(cursor, a_comment(site, first), own, n.format(before, long - 1))
        spread = {**own, "thread_id": f"{first} + 1 + n %% {last - first}"}
        insert(cursor, a_comment(site, first), spread, n.format(made - before, size - long - 1))
        cursor.execute(
            "UPDATE comments_thread t SET count = c.count, last_at = c.last FROM (SELECT thread_id,"
            " count(*), max(created_at) AS last FROM comments_comment GROUP BY thread_id) c"
            " WHERE c.thread_id = t.id"
        )
        cursor.execute("VACUUM ANALYZE")


def insert(cursor: Any, like: Any, own: dict[str, str], source: str) -> None:
    """A row as ``like`` for each of ``source``, but for the columns that ``own`` computes."""
    from django.db import connection

    columns, values, given = [], [], []
    for field in like._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(f'"{field.column}"')
        values.append(own.get(field.attname, "%s"))
        if field.attname not in own:
            given.append(field.get_db_prep_save(getattr(like, field.attname), connection))
    table = like._meta.db_table
    chosen = f"SELECT {', '.join(values)} FROM {source}"
    cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {chosen}", given)


def an_article(site: Any) -> Any:
    from articles.models import Article

    then = NOW - timedelta(days=40)
    return Article(
        site=site, title="Story", status="published", published_at=then, public_at=then,
        created=then, changed=then,
    )  # fmt: skip


def a_thread(site: Any) -> Any:
    from comments.models import Thread

    return Thread(site=site, created=NOW)


def a_comment(site: Any, thread: int) -> Any:
    from comments.models import Comment, Commenter

    author, _ = Commenter.objects.get_or_create(
        site=site, identity="crowd", defaults={"first_seen": NOW, "last_seen": NOW}
    )
    return Comment(
        thread_id=thread, commenter=author, name="Reader", avatar="a1b2c3", body=WORDS,
        html=f"<p>{WORDS}</p>", status="published", listed=True, created_at=NOW,
    )  # fmt: skip


def costs(site: Any) -> dict[str, Any]:
    """Milliseconds, medians: of all, and of them the process' own."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    api = "/api/v1/sites/bench"
    reads = {
        "long_thread": f"{api}/comments?article=a0",
        "long_thread_newest": f"{api}/comments?article=a0&sort=newest",
        "thread": f"{api}/comments?article=a7",
        "page": f"{api}/page?article=a7",
        "counts": f"{api}/counts?articles=" + ",".join(f"a{n}" for n in range(50)),
        "latest": f"{api}/latest",
    }

    def read(path: str) -> None:
        assert client.get(path).status_code == 200, path

    found = {name: timed(lambda _, path=path: read(path)) for name, path in reads.items()}
    return {**found, "post": timed(poster(client, api))}


def poster(client: Any, api: str) -> Callable[[int], None]:
    from comments.form_token import issue
    from comments.services import keys

    form = issue("bench", "a8", NOW - timedelta(seconds=30), keys.purpose_key("form"))
    run = time.time_ns()

    def post(number: int) -> None:
        fields = {"article": "a8", "form": form, "name": "Ada", "body": f"{WORDS} {run} {number}"}
        fields["email"] = f"reader{run}.{number}@example.org"
        address = {"REMOTE_ADDR": f"11.0.{number // 250}.{number % 250}"}
        answer = client.post(f"{api}/comments", fields, "application/json", **address)
        assert answer.status_code == 202, answer.content

    return post


def timed(act: Callable[[int], None]) -> dict[str, float]:
    act(TIMES)  # the first connection, the first import
    took, begun = [], time.process_time()
    for number in range(TIMES):
        at = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - at) * 1000)
    own = (time.process_time() - begun) * 1000 / TIMES
    return {"ms": round(statistics.median(took), 1), "cpu_ms": round(own, 1)}


if __name__ == "__main__":
    main()
