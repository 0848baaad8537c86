"""Eight moderators, each at every comment, by panel and API: one first decision each, and all else
as a recount says. ``NEWSROOM_TEST_SHIFT=2000`` makes it a long shift."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.utils import timezone

from comments.models import Comment, Decision
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import a_comment, a_site, an_article
from tests.panel.desk import an_account
from tests.recount import counted, kept

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
MODERATORS = 8
COMMENTS = int(os.environ.get("NEWSROOM_TEST_SHIFT", "40"))


def test_every_comment_gets_one_first_decision(process_env: dict[str, str]) -> None:
    now = timezone.now()
    site = a_site("daily")
    policy_of(site.pk)
    stories = [an_article(site, f"story-{n}", now=now) for n in range(4)]
    for n in range(COMMENTS):
        a_comment(stories[n % 4], Status.HELD, created_at=now, body=f"Held {n}.")
    names = [f"moderator-{n}" for n in range(MODERATORS)]
    for name in names:
        an_account(name, site)
    shifts = worked(names, process_env)
    assert [one["else"] for one in shifts] == [{}] * MODERATORS
    assert sum(one["decided"] for one in shifts) == COMMENTS
    assert sum(one["late"] for one in shifts) == COMMENTS * (MODERATORS - 1)
    made = Decision.objects.filter(actor="moderator")
    by_comment = dict(made.values_list("comment", "after"))
    assert (made.count(), len(by_comment)) == (COMMENTS, COMMENTS)
    assert by_comment == dict(Comment.objects.values_list("pk", "status"))
    assert kept() == counted()


def worked(names: list[str], environment: dict[str, str]) -> list[dict[str, Any]]:
    """Each in a process of its own, all begun at one moment."""
    people = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.shift", name, str(seed)],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for seed, name in enumerate(names)
    ]  # fmt: skip
    for one in people:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in people:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return [json.loads(one.communicate()[0]) for one in people]
