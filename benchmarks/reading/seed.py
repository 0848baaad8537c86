"""Fills the database that the environment names; a program, since Django knows one database.

``--one-by-one N``: publishes a comment for each line on its input, and says so.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from articles.models import Article, Site  # noqa: E402
from articles.public import ref  # noqa: E402
from articles.services.register import register  # noqa: E402
from articles.services.sites import create_site  # noqa: E402
from benchmarks.reading import corpus  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.services.bring_in import Past, bring_in  # noqa: E402
from comments.states import Status  # noqa: E402


def fill() -> None:
    now = timezone.now()
    site = create_site("bench", "Bench", ["bench.example"], now)
    for number in range(corpus.ARTICLES):
        url, at = f"https://bench.example/story-{number}", now - timedelta(hours=number + 1)
        facts = {"url": url, "title": f"Story {number}", "published_at": at.isoformat()}
        row = register(site, f"story-{number}", facts, now).article
        written: dict[int, Comment] = {}
        for comment, above, name, text in corpus.comments_of(number):
            parent = written[above] if above is not None else None
            written[comment] = one(row, f"{number}/{comment}", name, text, parent)


def one(row: Article, key: str, name: str, text: str, parent: Comment | None) -> Comment:
    past = Past(
        key=key,
        status=Status.PUBLISHED,
        name=name,
        email="",
        website="",
        body=text,
        created_at=timezone.now(),
        parent=parent,
    )
    return bring_in(ref(row, row.site, timezone.now()), past)


def one_by_one(times: int) -> None:
    row = Article.objects.select_related("site").get(
        site=Site.objects.get(key="bench"), external_id="story-0"
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in range(times):
        sys.stdin.readline()
        one(row, f"late {time.time_ns()}", "Late Reader", "One more word.", None)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if "--one-by-one" in sys.argv:
        one_by_one(int(sys.argv[-1]))
    else:
        fill()
