"""Counters are compared with what they count, and mended where they differ."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article
from comments.models import Comment, Commenter, QueueEntry, Tab, Thread
from comments.services import check_counters
from comments.services import reconcile as verb
from comments.services.moderate import moderate
from comments.services.reconcile import reconcile
from comments.services.vote import vote
from comments.states import Status
from newsroom.kernel.models import Notice, OutboxEvent
from tests.conftest import Clock
from tests.factories import a_comment
from tests.recount import counted, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(article: Article, editor: Any, now: datetime) -> Article:
    """A thread with a bit of everything: replies, a stub above one, votes, refusals."""
    top = a_comment(article)
    middle = a_comment(article, parent=top, email="ada@example.org")
    a_comment(article, parent=middle, email="ada@example.org")
    moderate(middle, Status.REMOVED, editor, now)
    for status in (Status.HELD, Status.SPAM, Status.REJECTED):
        a_comment(article, status)
    for voter, value in enumerate((1, 1, -1)):
        vote(top, f"voter{voter}", value, now)
    assert kept() == counted()
    return article


def found() -> list[str]:
    return [wrong.counter for batch in reconcile() for wrong in batch.wrong]


def test_a_healthy_database_has_nothing_to_mend(talk: Article) -> None:
    versions = list(Thread.objects.values_list("version"))
    assert found() == []
    assert list(Thread.objects.values_list("version")) == versions


PLANTED: dict[str, Callable[[], Any]] = {
    "thread.count": lambda: Thread.objects.update(count=77),
    "commenter.approved": lambda: Commenter.objects.filter(approved=0).update(approved=3),
    "commenter.refused": lambda: Commenter.objects.filter(refused=1).update(refused=0),
    "comment.reply_count": lambda: Comment.objects.filter(parent=None).update(reply_count=9),
    "comment.votes": lambda: Comment.objects.filter(votes=3).update(votes=1),
    "comment.score": lambda: Comment.objects.filter(votes=3).update(score=-3),
    "comment.rank": lambda: Comment.objects.filter(votes=3).update(rank=0.9),
    "comment.listed": lambda: Comment.objects.filter(status="removed").update(listed=False),
}


def forgotten() -> None:
    """As if the desk had never been told of what waits, and reported ones had been left there."""
    QueueEntry.objects.filter(tab=Tab.WAITING).delete()
    entry = QueueEntry.objects.filter(tab=Tab.SPAM).get()
    entry.pk, entry.tab = None, Tab.REPORTED
    entry.save()


PLANTED["comment.queue"] = forgotten


@pytest.mark.parametrize("counter", PLANTED)
def test_a_planted_error_is_found_and_mended(talk: Article, counter: str) -> None:
    PLANTED[counter]()
    assert counter in found()
    assert kept() == counted()
    assert found() == []


def test_what_a_wrong_place_did_to_all_above_it_is_mended_too(talk: Article) -> None:
    """As if the whole branch had been forgotten: each level's count hangs on the one below."""
    Comment.objects.filter(parent__isnull=False).update(listed=False, reply_count=0)
    Comment.objects.filter(parent=None).update(reply_count=0)
    found()
    assert kept() == counted()


def test_readers_get_new_bytes_where_a_figure_was_wrong(talk: Article) -> None:
    before = Thread.objects.get().version
    PLANTED["comment.votes"]()
    found()
    assert Thread.objects.get().version > before


def test_tables_are_walked_in_batches(talk: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "BATCH", 2)
    batches = [batch for batch in reconcile() if batch.table == "comment"]
    assert max(batch.looked_at for batch in batches) == 2
    assert sum(batch.looked_at for batch in batches) == Comment.objects.count()


def said(*options: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    try:
        call_command("reconcile", *options, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return out.getvalue(), code


def test_the_command_says_that_nothing_is_wrong(talk: Article) -> None:
    text, code = said()
    assert (text, code) == ("6 comments, 5 commenters, 1 threads: 0 counters wrong\n", 0)


def test_the_command_says_what_it_mended(talk: Article) -> None:
    PLANTED["thread.count"]()
    text, code = said()
    assert text.startswith(f"thread.count {Thread.objects.get().pk}: 77 → 2\n")
    assert text.endswith("1 counters wrong, mended\n")
    assert code == 0
    assert Thread.objects.get().count == 2


def test_a_dry_run_mends_nothing_and_fails(talk: Article) -> None:
    PLANTED["thread.count"]()
    text, code = said("--dry-run")
    assert text.endswith("1 counters wrong, left as they are\n")
    assert (Thread.objects.get().count, code) == (77, 1)


# --- By night ---


def test_each_night_mends_and_tells_the_doctor(
    talk: Article, clock: Clock, work: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb, "BATCH", 2)
    monkeypatch.setattr(check_counters, "STRETCH", 1)
    PLANTED["thread.count"]()
    PLANTED["comment.votes"]()
    check_counters.begin_check(clock.now)
    work()
    assert kept() == counted()
    assert "1 × comment.votes, 1 × thread.count" in Notice.objects.get().said


def test_a_night_that_finds_nothing_tells_nobody(
    talk: Article, clock: Clock, work: Callable[[], int]
) -> None:
    check_counters.begin_check(clock.now)
    work()
    assert not Notice.objects.exists()


def test_two_nights_are_not_begun_at_once(talk: Article, now: datetime) -> None:
    assert check_counters.begin_check(now)
    assert not check_counters.begin_check(now)
    assert OutboxEvent.objects.filter(name="counters.check").count() == 1


def test_the_doctor_repeats_it_for_a_week(
    talk: Article, clock: Clock, work: Callable[[], int]
) -> None:
    PLANTED["thread.count"]()
    check_counters.begin_check(clock.now)
    work()
    assert "Counters were wrong and were mended" in doctor()
    clock.go_on(days=8)
    assert "Counters were wrong" not in doctor()


def doctor() -> str:
    out = StringIO()
    with suppress(SystemExit):
        call_command("doctor", stdout=out)
    return out.getvalue()
