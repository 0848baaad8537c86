"""One of many readers and editors at once: ``python -m tests.faults.rush SEED OPERATIONS``.

Runs random verbs on the newsroom of the environment, in an order that the seed makes, and prints
how many of each it made. Some lose a race and change nothing: that is their right.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.utils import timezone  # noqa: E402 (after setup)

from articles.models import Article  # noqa: E402
from comments.models import Comment, Vote  # noqa: E402
from comments.services.edit import edit  # noqa: E402
from comments.services.moderate import moderate  # noqa: E402
from comments.services.reconcile import reconcile  # noqa: E402
from comments.services.report import report  # noqa: E402
from comments.services.review import review  # noqa: E402
from comments.services.threads import policy_of  # noqa: E402
from comments.services.vote import vote  # noqa: E402
from comments.services.withdraw import withdraw  # noqa: E402
from comments.states import Status  # noqa: E402
from tests.factories import a_post  # noqa: E402

DECISIONS = (Status.PUBLISHED,) * 4 + (Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)
RECENT = 60  # few enough that processes meet at the same rows


class Rush:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.articles = list(Article.objects.select_related("site"))
        self.policy = policy_of(self.articles[0].site_id)
        self.done: Counter[str] = Counter()
        self.recent: list[int] = []

    def one(self) -> None:
        verb = self.dice.choices(list(VERBS), [weight for weight, _ in VERBS.values()])[0]
        VERBS[verb][1](self)
        self.done[verb] += 1

    def any_comment(self) -> Comment | None:
        if self.done.total() % 15 == 0 or not self.recent:
            pks = Comment.objects.order_by("-id").values_list("pk", flat=True)
            self.recent = list(pks[:RECENT])
        rows = Comment.objects.select_related("commenter", "thread")
        return rows.get(pk=self.dice.choice(self.recent)) if self.recent else None

    def post(self) -> None:
        article = self.dice.choice(self.articles)
        parent = self.any_comment() if self.dice.random() < 0.7 else None
        same = parent is not None and parent.thread.article_id == article.pk
        a_post(
            article,
            timezone.now(),
            parent=parent.pk if parent and same else None,
            email=f"reader{self.dice.randrange(20)}@example.org",
            body=f"Said {self.dice.random()}.",
        )


def on_any(call: Callable[[Rush, Comment], Any]) -> Callable[[Rush], Any]:
    def run(rush: Rush) -> None:
        comment = rush.any_comment()
        if comment is not None:
            call(rush, comment)

    return run


VERBS: dict[str, tuple[int, Callable[[Rush], Any]]] = {
    "post": (20, Rush.post),
    "review": (10, on_any(lambda rush, row: review(row.pk, timezone.now()))),
    "moderate": (
        25,
        on_any(lambda rush, row: moderate(row, rush.dice.choice(DECISIONS), None, timezone.now())),
    ),
    "edit": (
        8,
        on_any(lambda rush, row: edit(row, f"{row.body} Or not.", rush.policy, timezone.now())),
    ),
    "withdraw": (4, on_any(lambda rush, row: withdraw(row, timezone.now()))),
    "vote": (
        28,
        on_any(
            lambda rush, row: vote(
                row, f"v{rush.dice.randrange(12)}", rush.dice.choice((1, 1, -1, 0)), timezone.now()
            )
        ),
    ),
    "report": (
        5,
        on_any(
            lambda rush, row: report(
                row, f"v{rush.dice.randrange(12)}", "abuse", "", timezone.now()
            )
        ),
    ),
}


def main() -> None:
    rush = Rush(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        rush.one()
    # In the midst of the others' traffic: what it counts must not be what is in flight.
    wrong = [repr(found) for batch in reconcile() for found in batch.wrong]
    voices = Vote.objects.count()
    json.dump({"done": rush.done, "wrong": wrong, "voices": voices}, sys.stdout)


if __name__ == "__main__":
    main()
