"""What the desk costs with a long queue: opening it, paging, filtering, deciding.

    ./run bench panel --comments 1000000 --waiting 100000 --postgres

A publication made in bulk from a seed, with 100,000 decisions of the last thirty days; the queue,
the dashboard and a commenter's page are read, and comments decided, by the product's own pages
(no network between). One JSON line, and benchmarks/results/panel.json. The database is a throwaway
SQLite file, or a PostgreSQL started for it. Goals: a queue of 100,000 opens in 300 ms, a decision
takes 100 ms, a person's page 200 ms.
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

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "panel.json"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PATTERN, PAST_DECISIONS = 4_000, 100_000
THREADS, BATCH = 2_000, 5_000
RUNS, DECISIONS = 20, 100
VIEWS = {
    "worst": "",
    "newest": "order=newest",
    "oldest": "order=oldest",
    "one section": "section=section-7",
    "one article": "article=story-77",
    "has a link": "link=1",
    "first-timers": "newcomer=1",
    "a common word": "words=common",
    "a rare word": "words=needle",
    "a word nobody wrote": "words=nowhere",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.services_up import Services

    services = Services()
    try:
        with tempfile.TemporaryDirectory() as folder:
            set_up(Path(folder), options.postgres, services)
            began = time.perf_counter()
            fill(options.comments, options.waiting)
            sizes = {"comments": options.comments, "waiting": options.waiting}
            sizes["database"] = "postgres" if options.postgres else "sqlite"
            sizes["seed_seconds"] = round(time.perf_counter() - began)
            keep(options.out, {**sizes, **measured()})
    finally:
        services.end()


def keep(out: Path, result: dict[str, Any]) -> None:
    """One result a database and size; the others of the file stay."""
    print(json.dumps(result))
    kept = json.loads(out.read_text()) if out.exists() else {}
    kept[f"{result['database']} {result['comments']}"] = result
    out.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def set_up(folder: Path, postgres: bool, services: Any) -> None:
    os.environ["NEWSROOM_DATA_DIR"] = str(folder)
    os.environ["NEWSROOM_HTTPS"] = "0"
    os.environ["NEWSROOM_REDIS_URL"] = services.redis()
    os.environ["NEWSROOM_DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    if postgres:
        os.environ["NEWSROOM_DATABASE_URL"] = on_postgres(services)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
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


def fill(comments: int, waiting: int) -> None:
    """Through Python on SQLite; PostgreSQL multiplies the first few thousand by itself."""
    from django.db import connection

    from comments.models import Comment, QueueEntry

    chance = random.Random(7)
    places = threads()
    first = min(comments, PATTERN) if connection.vendor == "postgresql" else comments
    made = iter(rows(first, waiting * first // comments, places, chance))
    while batch := [row for _, row in zip(range(BATCH), made, strict=False)]:
        Comment.objects.bulk_create(batch)
        QueueEntry.objects.bulk_create(entries(batch, chance))
    decisions(min(first, PAST_DECISIONS))
    if first < comments:
        multiply(comments // first)
    with connection.cursor() as cursor:
        # As autovacuum does soon after: indexes alone then answer counts.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def multiply(times_over: int) -> None:
    """Each row so many times in all, elsewhere and earlier."""
    from django.db import connection

    from comments.models import Comment, Commenter, Decision, QueueEntry, Thread

    own = {
        "thread_id": spread(Thread),
        "commenter_id": spread(Commenter),
        "digest": "md5(random()::text) || md5(random()::text)",
        "created_at": f"row.created_at - copy * {PATTERN} * interval '1 second'",
    }
    first = Comment.objects.order_by("pk").values_list("pk", flat=True)[0]
    last = first + PATTERN - 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        insert(cursor, Comment, f"comments_comment row, generate_series(1, {times_over - 1}) copy",
               own)  # fmt: skip
        twin = f"row ON row.comment_id = {first} + (new.id - {first}) % {PATTERN}"
        twin += f" WHERE new.id > {last}"
        status = "CASE new.status WHEN 'held' THEN 'waiting' ELSE 'unseen' END"
        own = {"comment_id": "new.id", "thread_id": "new.thread_id", "tab": status}
        own |= {"urgency": "random()", "created_at": "new.created_at"}
        insert(cursor, QueueEntry, f"comments_comment new JOIN comments_queueentry {twin}", own)
        twin += f" LIMIT {PAST_DECISIONS}"
        own = {"comment_id": "new.id", "created": "now() - random() * interval '30 days'"}
        insert(cursor, Decision, f"comments_comment new JOIN comments_decision {twin}", own)


def spread(model: Any) -> str:
    """SQL for any of its rows, whose numbers follow one another."""
    first = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    return f"{first} + floor(random() * {THREADS})::int"


def insert(cursor: Any, model: Any, source: str, own: dict[str, str]) -> None:
    names = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    chosen = [own.get(name, f"row.{name}") for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    table = model._meta.db_table
    cursor.execute(f"INSERT INTO {table} ({quoted}) SELECT {', '.join(chosen)} FROM {source}")


def decisions(count: int) -> None:
    """Of the last thirty days: a fifth by two moderators, the rest by the machine."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from comments.models import Comment, Decision, PolicyVersion, Thread

    chance, now = random.Random(8), timezone.now()
    site = Thread.objects.values_list("site_id", flat=True)[0]
    policy = PolicyVersion.objects.create(
        site_id=site, version=1, digest="0", rules={}, created=now
    )
    users = [get_user_model().objects.create(username=f"moderator-{n}") for n in range(2)]
    pks = Comment.objects.exclude(status="held").order_by("pk").values_list("pk", flat=True)[:count]
    made = []
    for number, pk in enumerate(pks):
        person = users[number % 2] if number % 5 == 0 else None
        made.append(Decision(
            comment_id=pk, revision=1, before="pending", after="published", by=person,
            actor="moderator" if person else "machine", policy=None if person else policy,
            created=now - timedelta(seconds=chance.randrange(30 * 86_400)),
        ))  # fmt: skip
    Decision.objects.bulk_create(made, batch_size=BATCH)


def threads() -> list[Any]:
    from articles.models import Article, Section
    from articles.services.sites import create_site
    from comments.models import Commenter, Thread

    site = create_site("bench", "Bench", ["bench.example"], NOW)
    sections = [Section(site=site, slug=f"section-{n}", name=f"Section {n}") for n in range(20)]
    Section.objects.bulk_create(sections)
    articles = [
        Article(site=site, external_id=f"story-{n}", url=f"https://bench.example/{n}",
                url_digest=f"{n:064}", title=f"Story {n}", section=sections[n % 20],
                status="published", published_at=NOW, public_at=NOW, created=NOW, changed=NOW)
        for n in range(THREADS)
    ]  # fmt: skip
    Article.objects.bulk_create(articles)
    found = [Thread(site=site, article=article, created=NOW) for article in articles]
    Thread.objects.bulk_create(found)
    people = [
        Commenter(site=site, identity=f"k1:{n}", name=f"Reader {n}", first_seen=NOW, last_seen=NOW)
        for n in range(THREADS)
    ]
    Commenter.objects.bulk_create(people)
    return list(zip(found, people, strict=True))


def rows(comments: int, waiting: int, places: list[Any], chance: random.Random) -> Iterator[Any]:
    from comments.models import Comment

    words = [f"word{n}" for n in range(500)] + ["common"] * 20
    for n in range(comments):
        thread, who = places[chance.randrange(THREADS)]
        body = " ".join(chance.choices(words, k=40)) + (" needle" if n % 10_007 == 5 else "")
        held = n % (comments // waiting) == 0
        status = "held" if held else "published"
        yield Comment(thread=thread, commenter=who, name=who.name, avatar="a", body=body,
                      html=f"<p>{body}</p>", digest=f"{n:064}", status=status, listed=not held,
                      created_at=NOW - timedelta(seconds=n), decided_at=NOW)  # fmt: skip


def entries(batch: list[Any], chance: random.Random) -> Iterator[Any]:
    from comments.models import QueueEntry

    parts = {"harm": 0.5, "reach": 0.5, "uncertainty": 0.5, "cause": "many_links"}
    for row in batch:
        yield QueueEntry(
            comment=row, tab="waiting" if row.status == "held" else "unseen",
            site_id=row.thread.site_id, thread=row.thread, urgency=round(chance.random(), 6),
            parts=parts, reason="many_links", has_link=chance.random() < 0.1,
            first_timer=chance.random() < 0.3, created_at=row.created_at,
        )  # fmt: skip


def measured() -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    user = get_user_model().objects.create_superuser("bench")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    views = {}
    for name, query in VIEWS.items():
        views[name] = times(lambda query=query: client.get(f"/panel/bench/?{query}"), RUNS)
    return {
        "queue_ms": views,
        "dashboard_ms": times(lambda: client.get("/panel/bench/dashboard"), RUNS, anew=True),
        "person_ms": times(person_reader(client), RUNS),
        "decision_ms": times(decider(client), DECISIONS),
    }


def person_reader(client: Any) -> Callable[[], Any]:
    from comments.models import Commenter

    people = iter(Commenter.objects.order_by("pk").values_list("pk", flat=True)[: RUNS + 1])
    return lambda: client.get(f"/panel/bench/people/{next(people)}")


def decider(client: Any) -> Callable[[], Any]:
    from comments.models import Comment

    left = iter(Comment.objects.filter(status="held").order_by("pk")[: DECISIONS + 1])

    def decide() -> Any:
        row = next(left)
        said = {"do": "publish", "seen": "1.held.0"}
        headers = {"Accept": "application/json"}
        return client.post(f"/panel/bench/comments/{row.pk}/decide", said, headers=headers)

    return decide


def times(ask: Callable[[], Any], runs: int, *, anew: bool = False) -> dict[str, float]:
    """Milliseconds by the clock; and of work, which a busy machine does not change. ``anew``:
    nothing that the page keeps for a while is kept."""
    from django.core.cache import cache

    assert ask().status_code == 200
    clock, work = [], []
    for _ in range(runs):
        if anew:
            cache.clear()
        began, worked = time.perf_counter(), time.process_time()
        assert ask().status_code == 200
        clock.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - worked) * 1000)
    clock.sort()
    return {
        "median": round(statistics.median(clock), 1),
        "p95": round(clock[int(runs * 0.95)], 1),
        "work": round(statistics.median(work), 1),
    }


if __name__ == "__main__":
    main()
