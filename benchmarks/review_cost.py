"""What judging one comment costs a worker: every check of the server's own, all rules, the verdict.

    ./run bench review_cost [--comments 500] [--rules 1000] [--postgres]

Comments of some 50 words are posted by the product's own verb and judged by its own review, with
the prior that ships; then the worst texts that pass the door. Milliseconds of the worker's
processor time, statements included (PostgreSQL's own share of them is not); `hostile`: each text,
the best of three. One JSON line.
"""

import argparse
import itertools
import json
import random
import statistics
import time
from datetime import timedelta
from typing import Any

from backtest import WORDS
from related_corpus import NOW
from throwaway import database

TURNS = itertools.count(1_000_000)
HOSTILE = {
    "letters apart": "f r e e  " * 2_222,
    "leet": "fr33 c1ick " * 1_800,
    "mixed alphabets": "пi " * 6_600,
    "open brackets": "[(dot" * 4_000,
    "one long word": "a" * 20_000,
    "combining marks": ("a" + "\u0301\u0327" * 5) * 1_800,
    "links": "http://a.example/x " * 1_050,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=500)
    parser.add_argument("--rules", type=int, default=1_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with database(options.postgres):
        print(json.dumps(run(options.comments, options.rules)))


def run(comments: int, rules: int) -> dict[str, Any]:
    rng = random.Random(20260504)
    vocabulary = [
        "".join(rng.choices("abdefgiklmnoprstu", k=rng.randint(2, 9))) for _ in range(WORDS)
    ]
    article = newsroom([f"hold: {word}" for word in rng.sample(vocabulary, rules)])
    costs = []
    for number in range(comments):
        body = " ".join(rng.choices(vocabulary, k=rng.randint(20, 80)))
        costs.append(judged(article, body, number))
    ordered = sorted(costs)
    return {
        "comments": comments,
        "rules": rules,
        "median_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
        "hostile": {
            name: round(min(judged(article, text, next(TURNS)) for _ in range(3)), 2)
            for name, text in HOSTILE.items()
        },
    }


def newsroom(rules: list[str]) -> Any:
    from articles.services.register import register
    from articles.services.sites import create_site
    from comments.models import Policy
    from comments.services.rule_sets import save_rules
    from comments.services.threads import policy_of

    site = create_site("bench", "Bench", ["bench.example"], NOW)
    told = {"url": "https://bench.example/a", "title": "A", "published_at": NOW.isoformat()}
    article = register(site, "a", told, NOW).article
    policy_of(site.pk)
    often = {"posts_per_minute": 10_000, "posts_per_minute_each": 10_000}
    Policy.objects.update(max_body=20_000, **often)
    save_rules(site.pk, "\n".join(rules), NOW, seen=0)
    return article


def judged(article: Any, body: str, number: int) -> float:
    """Milliseconds of processor time."""
    from comments.models import Comment
    from comments.services.review import review

    now = NOW + timedelta(seconds=number % 100_000)
    pk = posted(article, f"{number} {body}", now)
    began = time.thread_time()
    review(pk, now)
    taken = (time.thread_time() - began) * 1000
    assert Comment.objects.get(pk=pk).status != "pending"
    return taken


def posted(article: Any, body: str, now: Any) -> int:
    from tests.factories import a_posted

    return int(a_posted(article, now, body=body[:19_990]).pk)


if __name__ == "__main__":
    main()
