"""The desk of a newsroom under load, and its auditor. A command a line, an answer in JSON each:
``forms`` (a token for each article), ``moderate`` (one decision on a comment of late), ``waiting``
(comments not judged, promises not kept), ``audit`` with ids (what of them is missing or twice, and
what a recount finds wrong).
"""

import json
import os
import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.reading import corpus  # noqa: E402
from comments.form_token import issue  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.services import keys  # noqa: E402
from comments.services.moderate import moderate  # noqa: E402
from comments.services.reconcile import reconcile  # noqa: E402
from comments.states import Status  # noqa: E402
from newsroom.kernel.models import OutboxEvent  # noqa: E402

DECISIONS = (Status.PUBLISHED,) * 6 + (Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)
RECENT = 200


def forms() -> list[str]:
    key, written = keys.purpose_key("form"), timezone.now() - timedelta(seconds=30)
    return [issue("bench", f"story-{n}", written, key) for n in range(corpus.ARTICLES)]


def one_decision() -> bool:
    recent = list(Comment.objects.order_by("-id").values_list("pk", flat=True)[:RECENT])
    row = Comment.objects.select_related("commenter", "thread").get(pk=random.choice(recent))
    moderate(row, random.choice(DECISIONS), None, timezone.now())
    return True


def waiting() -> dict[str, int]:
    open_rows = OutboxEvent.objects.filter(done_at=None, due__lte=timezone.now())
    return {
        "comments": Comment.objects.filter(status=Status.PENDING).count(),
        "promises": open_rows.filter(dead=False).count(),
        "dead": OutboxEvent.objects.filter(dead=True).count(),
    }


def audit(acknowledged: list[int]) -> dict[str, Any]:
    stored = set(Comment.objects.values_list("pk", flat=True))
    wrong = [repr(found) for batch in reconcile(mend=False) for found in batch.wrong]
    twice = len(acknowledged) - len(set(acknowledged))
    return {"lost": len(set(acknowledged) - stored), "twice": twice, "wrong": wrong}


COMMANDS = {"forms": forms, "moderate": one_decision, "waiting": waiting}


def main() -> None:
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        answer = audit(json.loads(rest)) if command == "audit" else COMMANDS[command]()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
