"""PostgreSQL is restarted under load: a wait for some, and no comment lost or doubled."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.faults.poster import Poster
from tests.plugin import ROOT
from tests.running import Newsroom, until
from tests.services_up import Services

pytestmark = pytest.mark.faults

ARTICLE = "/api/v1/sites/daily/articles/story-1"


class Outage:
    """A newsroom on a PostgreSQL of its own, so that it goes away under nobody else."""

    def __init__(self) -> None:
        self.services = Services()
        url = self.services.postgres()
        self._socket = self.services.folder / "pg"
        with psycopg.connect(self._named("postgres"), autocommit=True) as root:
            root.execute("CREATE DATABASE newsroom")
        self.newsroom = Newsroom(NEWSROOM_DATABASE_URL=url, NEWSROOM_OUTBOX_LEASE_SECONDS="2")
        self._manage("migrate", "--no-input")
        made = self._manage("create_site", "daily", "--domain", "daily.example", "--print-key")
        self._manage("site_settings", "daily", "posts_per_minute=5000")
        self.newsroom.start()
        self._publish(site_key=made.split()[-1])

    def ask(self, question: str) -> list[Any]:
        with psycopg.connect(self._named("newsroom")) as reader:
            return [value for (value,) in reader.execute(question.encode())]

    def end(self) -> None:
        self.newsroom.end()
        self.services.end()

    def _named(self, database: str) -> str:
        return f"host={self._socket} user=newsroom dbname={database}"

    def _manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        env = self.newsroom.env
        return subprocess.check_output(command, cwd=ROOT, env=env, text=True)

    def _publish(self, *, site_key: str) -> None:
        story = {"title": "Story", "url": "https://daily.example/1", "status": "published"}
        told = {"Authorization": f"Bearer {site_key}", "Content_Type": "application/json"}
        answer = self.newsroom.request("PUT", ARTICLE, json.dumps(story).encode(), **told)
        assert answer.status == 201, answer.body


# One run is enough: which database the other tests use makes no difference here.
if os.environ["NEWSROOM_TEST_DATABASE"] == "postgres" and "TEST_DATABASE_URL" not in os.environ:

    @pytest.fixture
    def outage() -> Iterator[Outage]:
        outage = Outage()
        yield outage
        outage.end()

    def test_a_restart_costs_a_wait_and_no_comment(outage: Outage) -> None:
        poster = Poster(outage.newsroom)
        poster.start()
        poster.goes_on()
        outage.services.stop_postgres()
        until(lambda: poster.refusals, "a comment is refused")
        outage.services.start_postgres()
        poster.goes_on()
        poster.end()
        assert poster.refusals == {(503, "2")}
        assert outage.ask("SELECT id FROM comments_comment ORDER BY id") == poster.acknowledged
        waiting = "SELECT count(*) FROM comments_comment WHERE status = 'pending'"
        until(lambda: outage.ask(waiting) == [0], "all comments are judged")
