"""What the desk costs with a long queue: opening it, paging, filtering, deciding.

    ./run bench panel --comments 1000000 --waiting 100000

A publication made in bulk from a seed, the queue read and decided through HTTP by the product's own
pages. One JSON line; the database is a throwaway SQLite file, or NEWSROOM_DATABASE_URL where
--postgres is given. Goals: a queue of 100,000 opens in 300 ms, a decision takes 100 ms.
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), options.postgres)
        fill(options.comments, options.waiting)
        sizes = {"comments": options.comments, "waiting": options.waiting}
        print(json.dumps({**sizes, **measured()}))


def set_up(folder: Path, postgres: bool) -> None:
    os.environ["NEWSROOM_DATA_DIR"] = str(folder)
    os.environ["NEWSROOM_HTTPS"] = "0"
    if not postgres:
        os.environ["NEWSROOM_DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def fill(comments: int, waiting: int) -> None:
    from django.db import connection

    from comments.models import Comment, QueueEntry

    chance = random.Random(7)
    places = threads()
    made = iter(rows(comments, waiting, places, chance))
    while batch := [row for _, row in zip(range(BATCH), made, strict=False)]:
        Comment.objects.bulk_create(batch)
        QueueEntry.objects.bulk_create(entries(batch, chance))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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
    return {"queue_ms": views, "decision_ms": times(decider(client), DECISIONS)}


def decider(client: Any) -> Callable[[], Any]:
    from comments.models import Comment

    left = iter(Comment.objects.filter(status="held").order_by("pk")[: DECISIONS + 1])

    def decide() -> Any:
        row = next(left)
        said = {"do": "publish", "seen": "1.held.0"}
        headers = {"Accept": "application/json"}
        return client.post(f"/panel/bench/comments/{row.pk}/decide", said, headers=headers)

    return decide


def times(ask: Callable[[], Any], runs: int) -> dict[str, float]:
    """Milliseconds by the clock; and of work, which a busy machine does not change."""
    assert ask().status_code == 200
    clock, work = [], []
    for _ in range(runs):
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
