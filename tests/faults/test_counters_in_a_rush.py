"""Eight processes, ten thousand random verbs, the same few rows: the counters end as a recount."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Policy
from comments.services.threads import policy_of
from tests.factories import a_site, an_article
from tests.recount import counted, kept

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

PROCESSES = 8
# SQLite lets one write at a time: there is less to meet, and each costs a turn in the queue.
OPERATIONS = 10_000 if os.environ["NEWSROOM_TEST_DATABASE"] == "postgres" else 2_000


@pytest.fixture
def stories(transactional_db: None) -> list[Article]:
    site = a_site("daily")
    policy_of(site.pk)
    Policy.objects.update(
        posts_per_minute=10_000, posts_per_minute_each=10_000, premoderation="none"
    )
    return [an_article(site, f"story-{n}", now=timezone.now()) for n in range(3)]


@pytest.fixture
def rush(stories: list[Article], process_env: dict[str, str]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.faults.rush"]
    processes = [
        subprocess.Popen(
            [*command, str(seed), str(OPERATIONS // PROCESSES)],
            env=process_env,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(PROCESSES)
    ]
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return [json.loads(text) for text in said]


def test_counters_equal_a_recount_after_all_of_it(rush: list[dict[str, Any]]) -> None:
    assert kept() == counted()
    assert [found for one in rush for found in one["wrong"]] == []
    assert sum(sum(one["done"].values()) for one in rush) == OPERATIONS
    for row in Comment.objects.prefetch_related("ballots"):
        values = [ballot.value for ballot in row.ballots.all()]
        assert (row.votes, row.score) == (len(values), sum(values)), row.pk
