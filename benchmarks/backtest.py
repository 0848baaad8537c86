"""How long it takes to try a change of rules on a site's last decisions.

    ./run bench backtest --decisions 10000

Comments are made from a seed, judged by the product's own review, and a tenth decided by a person.
Then a list of 1,000 rules is tried. One JSON line; the database is a throwaway SQLite file, or with
--postgres a throwaway server.
"""

import argparse
import json
import random
import time

from related_corpus import NOW
from throwaway import database

WORDS = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--rules", type=int, default=1_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with database(options.postgres):
        run(options.decisions, options.rules)


def run(decisions: int, rules: int) -> None:
    from articles.services.register import register
    from articles.services.sites import create_site
    from comments.services.rehearse import rehearse

    site = create_site("bench", "Bench", ["bench.example"], NOW)
    told = {"url": "https://bench.example/a", "title": "A", "published_at": NOW.isoformat()}
    article = register(site, "a", told, NOW).article
    rng = random.Random(20260504)
    vocabulary = [
        "".join(rng.choices("abdefgiklmnoprstu", k=rng.randint(2, 9))) for _ in range(WORDS)
    ]
    make(site, article, decisions, vocabulary, rng)
    text = "\n".join(f"hold: {word}" for word in rng.sample(vocabulary, rules))
    began = time.perf_counter()
    found = rehearse(site.pk, rules=text)
    seconds = time.perf_counter() - began
    print(json.dumps({
        "decisions": found.judged, "skipped": found.skipped, "rules": rules, "hits": found.hits,
        "seconds": round(seconds, 2), "ms_each": round(1000 * seconds / max(1, found.judged), 3),
    }))  # fmt: skip


def make(site, article, decisions, vocabulary, rng) -> None:  # type: ignore[no-untyped-def]
    from comments.models import Comment, Commenter, Decision, Thread
    from comments.pipeline.folder import evidence_of, facts_of
    from comments.services.facts import case_of
    from comments.services.policy_versions import kept
    from comments.services.threads import policy_of

    thread = Thread.objects.create(site=site, article=article, created=NOW)
    author = Commenter.objects.create(
        site=site, identity="k1:a", name="A", approved=3, first_seen=NOW, last_seen=NOW
    )
    policy = policy_of(site.pk)
    evidence = {"same_text": 0}
    for start in range(0, decisions, 500):
        rows = [
            Comment(
                thread=thread, commenter=author, name="A", avatar="a", html="", digest=f"{n:064d}",
                body=" ".join(rng.choices(vocabulary, k=rng.randint(10, 80)))
                + rng.choice(["", "", " See https://a.example/b for *more*."]),
                created_at=NOW, status="published",
            )
            for n in range(start, min(start + 500, decisions))
        ]  # fmt: skip
        made = Comment.objects.bulk_create(rows)
        written = []
        for comment in made:
            case = case_of(comment, policy, evidence, NOW)
            version = kept(site.pk, case.rules, NOW)
            written.append(Decision(
                comment=comment, revision=1, before="pending", after="published", actor="machine",
                reasons=["no_concern"], policy=version, facts=facts_of(case),
                evidence=evidence_of(case), created=NOW,
            ))  # fmt: skip
            if rng.random() < 0.1:
                written.append(Decision(
                    comment=comment, revision=1, before="published", after="spam",
                    actor="moderator", created=NOW,
                ))  # fmt: skip
        Decision.objects.bulk_create(written)


if __name__ == "__main__":
    main()
