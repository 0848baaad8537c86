"""One moderator's shift: ``python -m tests.faults.shift NAME SEED``.

Decides every comment that waits in the newsroom of the environment, in an order that the seed
makes, by the panel's forms and the API's calls in turn, each as it was seen at the beginning. Says
``ready``, waits for a line, and prints how many it decided and how many a colleague had before.
"""

import json
import os
import random
import sys
from collections import Counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (after setup)
from django.test import Client  # noqa: E402

from comments.api.desk import door  # noqa: E402
from comments.models import Comment  # noqa: E402
from newsroom.kernel.limits import Limit  # noqa: E402
from tests.panel.desk import seen  # noqa: E402

VERBS = {"publish": "published", "spam": "spam", "reject": "rejected", "remove": "removed"}
door.CALLS = Limit("desk_calls", 10**9, 60)  # eight people's speed, not a program's


def main() -> None:
    name, dice = sys.argv[1], random.Random(int(sys.argv[2]))
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    marks = {row.pk: seen(row) for row in Comment.objects.filter(status="held")}
    order = list(marks)
    dice.shuffle(order)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    done: Counter[int] = Counter()
    for turn, pk in enumerate(order):
        done[decide(client, pk, marks[pk], dice.choice(list(VERBS)), by_api=turn % 2 == 0)] += 1
    json.dump({"decided": done.pop(200, 0), "late": done.pop(409, 0), "else": done}, sys.stdout)


def decide(client: Client, pk: int, mark: str, verb: str, *, by_api: bool) -> int:
    answer: Any
    if by_api:
        url, said = f"/api/v1/moderation/daily/comments/{pk}/decisions", VERBS[verb]
        answer = client.post(url, {"to": said, "seen": mark}, content_type="application/json")
    else:
        headers = {"Accept": "application/json"}
        form = {"do": verb, "seen": mark}
        answer = client.post(f"/panel/daily/comments/{pk}/decide", form, headers=headers)
    return int(answer.status_code)


if __name__ == "__main__":
    main()
