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
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bulk_rows import load, loading, settle

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "panel.json"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
BODIES, PAST_DECISIONS = 4_000, 100_000
THREADS = 2_000
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


class Places(NamedTuple):
    """The first of THREADS threads and of as many authors; their numbers follow one another."""

    first_thread: int
    first_author: int


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
    from comments.models import Comment, Decision, QueueEntry

    with loading(Comment, QueueEntry, Decision):
        site, places = threads()
        seed_comments(places, comments, comments // waiting)
        seed_entries(site, places, comments, comments // waiting)
        seed_decisions(site, comments, comments // waiting)
    settle()


def seed_comments(places: Places, comments: int, each: int) -> None:
    """Every ``each``-th is held. The words repeat after a while; who says them where does not."""
    from comments.models import Comment

    chance = random.Random(7)
    words = [f"word{n}" for n in range(500)] + ["common"] * 20
    bodies = [" ".join(chance.choices(words, k=40)) for _ in range(BODIES)]
    like = Comment(avatar="a", decided_at=NOW)
    columns = ("id", "thread_id", "commenter_id", "name", "body", "html", "digest", "status",
               "listed", "created_at")  # fmt: skip

    def row(n: int) -> tuple[Any, ...]:
        body = bodies[n % BODIES] + (" needle" if n % 10_007 == 5 else "")
        who, held = chance.randrange(THREADS), n % each == 0
        return (n + 1, place_of(places, n), places.first_author + who, f"Reader {who}", body,
                f"<p>{body}</p>", f"{n:064}", "held" if held else "published", not held,
                stored(NOW - timedelta(seconds=n)))  # fmt: skip

    load(like, columns, map(row, range(comments)))


def seed_entries(site: int, places: Places, comments: int, each: int) -> None:
    from comments.models import QueueEntry

    chance = random.Random(9)
    parts = {"harm": 0.5, "reach": 0.5, "uncertainty": 0.5, "cause": "many_links"}
    like = QueueEntry(site_id=site, parts=parts, reason="many_links")
    columns = ("id", "comment_id", "tab", "thread_id", "urgency", "has_link", "first_timer",
               "created_at")  # fmt: skip

    def row(n: int) -> tuple[Any, ...]:
        tab = "waiting" if n % each == 0 else "unseen"
        return (n + 1, n + 1, tab, place_of(places, n), round(chance.random(), 6),
                chance.random() < 0.1, chance.random() < 0.3,
                stored(NOW - timedelta(seconds=n)))  # fmt: skip

    load(like, columns, map(row, range(comments)))


def place_of(places: Places, n: int) -> int:
    """A thread's number: without order, and the same whenever it is asked."""
    return places.first_thread + (n * 2_654_435_761 >> 11) % THREADS


def seed_decisions(site: int, comments: int, each: int) -> None:
    """Of the last thirty days: a fifth by two moderators, the rest by the machine."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from comments.models import Decision, PolicyVersion

    chance, now = random.Random(8), timezone.now()
    policy = PolicyVersion.objects.create(
        site_id=site, version=1, digest="0", rules={}, created=now
    )
    users = [get_user_model().objects.create(username=f"moderator-{n}").pk for n in range(2)]
    like = Decision(revision=1, before="pending", after="published")
    columns = ("id", "comment_id", "by_id", "actor", "policy_id", "created")

    def row(number: int, n: int) -> tuple[Any, ...]:
        person = users[number % 2] if number % 5 == 0 else None
        when = stored(now - timedelta(seconds=chance.randrange(30 * 86_400)))
        actor = "moderator" if person else "machine"
        return number + 1, n + 1, person, actor, None if person else policy.pk, when

    decided = (n for n in range(comments) if n % each)
    load(like, columns, (row(*one) for one in zip(range(PAST_DECISIONS), decided, strict=False)))


def stored(moment: datetime) -> Any:
    """As the database keeps it."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(moment)


def threads() -> tuple[int, Places]:
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
    return site.pk, Places(found[0].pk, people[0].pk)


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
