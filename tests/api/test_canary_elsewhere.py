"""The same canaries, where no crawler comes: letters and the pages behind their links, copies of
other people's data, answers to what broke, the log, and what waits in the outbox."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from comments.models import Comment
from comments.notify.post_office import round_of
from comments.services import follow
from comments.services.everything import everything
from comments.services.mails import recipient
from newsroom.kernel.models import OutboxEvent
from tests.api.test_canary import (
    ADDRESS,
    ADDRESS6,
    AGENT,
    DESK,
    EMAIL,
    SECRET,
    forbidden,
    looked_through,
    plant,
    traces,
)
from tests.api.world import World, a_world
from tests.conftest import Clock, Reader
from tests.factories import a_comment
from tests.letters import letters, links_in, raw

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
OURS = ("newsroom", "articles", "comments", "django.request", "django.security", "celery")


@pytest.fixture
def world(db: None, clock: Clock, editor: Any, work: Work) -> World:
    world = a_world(clock.now)
    plant(world, editor, clock)
    work()
    round_of(clock.go_on(minutes=11))
    return world


def personal() -> set[bytes]:
    """What even those who may read the words do not get."""
    found = {AGENT.lower().encode()}
    for text in (EMAIL, ADDRESS, ADDRESS6):
        found.update(trace.lower() for trace in traces(text) if trace)
    return found


def leaked(wanted: set[bytes], text: bytes) -> list[bytes]:
    return [trace for trace in wanted if trace in text.lower()]


def test_no_letter_to_the_desk_names_an_address(world: World) -> None:
    assert letters(DESK)
    for letter in letters(DESK):
        assert leaked(personal(), raw(letter)) == []


def test_no_page_behind_a_link_in_a_mail_names_an_address(reader: Reader, world: World) -> None:
    found = {link for letter in letters() for link in links_in(letter)}
    opened = [reader.get("/" + link.split("/", 3)[3]) for link in found]
    assert len([answer for answer in opened if answer.status_code == 200]) >= 3
    for answer in opened:
        assert leaked(personal(), looked_through(answer)) == []


def test_a_copy_of_somebody_elses_data_holds_no_canary(world: World) -> None:
    """Of somebody who answered them, and was answered."""
    theirs = Comment.objects.filter(email=EMAIL, status="published").first()
    bob = "bob@example.org"
    mine = a_comment(world.article, parent=theirs, email=bob)
    a_comment(world.article, parent=mine, email=EMAIL, name="Carla", body=f"{SECRET}-reply")
    copy = everything(world.site.pk, "Demo", bob, recipient(bob), follow.box_of(bob))
    assert len(copy["comments"]) == 1
    assert leaked(forbidden(world) | {b"carla"}, json.dumps(copy).encode()) == []


@pytest.mark.parametrize(
    "path", ["/api/v1/sites/demo/comments?article=story-1", "/sites/demo/comments?article=story-1"]
)
def test_what_broke_is_told_to_nobody(
    reader: Reader, world: World, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"could not read {EMAIL} from {ADDRESS}")

    monkeypatch.setattr("comments.reading.thread.page", breaks)
    answer = reader.get(path)
    assert answer.status_code == 500
    assert leaked(forbidden(world), looked_through(answer)) == []


def test_nothing_that_waits_in_the_outbox_names_anybody(world: World) -> None:
    rows = OutboxEvent.objects.values_list("name", "task", "key", "payload", "error")
    assert len(rows) > 10
    assert leaked(forbidden(world), repr(list(rows)).encode()) == []


def test_no_line_of_the_log_names_anybody(
    clock: Clock, editor: Any, work: Work, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    for name in OURS:
        caplog.set_level(logging.DEBUG, logger=name)
    world = a_world(clock.now)
    plant(world, editor, clock)
    work()
    round_of(clock.go_on(minutes=11))
    said = {"article": "story-1", "name": "C", "email": EMAIL, "body": "x", "form": "x"}
    for path in ("/api/v1/sites/demo/comments", "/api/v1/sites/unknown/comments"):
        reader.client.generic("POST", path, json.dumps(said), "application/json",
            REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)  # fmt: skip
    text = "\n".join(f"{line.getMessage()} {line.args!r}" for line in caplog.records)
    assert leaked(forbidden(world), text.encode()) == []
