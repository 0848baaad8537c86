"""The outbox: what is promised in a transaction is done once, or is visibly dead."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent
from newsroom.kernel.outbox import MAX_TRIES, Consumer, Event
from tests.kernel.conftest import Desk, Promise
from tests.together import together

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def taken(row: OutboxEvent, now: datetime) -> Event:
    event = outbox.take(row.pk, now)
    assert event is not None
    return event


def after_lease(now: datetime) -> datetime:
    return now + outbox.lease() + SECOND


def failed(row: OutboxEvent, now: datetime, times: int = 1) -> None:
    for _ in range(times):
        outbox.fail(taken(row, now), ValueError("no ink"), now)


def test_an_event_becomes_a_row_for_each_task_of_its_line(desk: Desk, now: datetime) -> None:
    outbox.record("much.happened", 7, payload={"colour": "red"}, now=now)
    rows = OutboxEvent.objects.order_by("task").values_list("task", "lane", "key", "payload")
    assert list(rows) == [
        ("tests.file", "upkeep", "7", {"colour": "red"}),
        ("tests.note", "judge", "7", {"colour": "red"}),
    ]


def test_an_event_that_no_line_names_is_a_mistake(desk: Desk, now: datetime) -> None:
    with pytest.raises(KeyError):
        outbox.record("nobody.knows", 7, now=now)


def test_a_promise_is_undone_with_its_transaction(promise: Promise) -> None:
    with transaction.atomic():
        promise()
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()


def test_a_task_is_told_what_happened_to_what(promise: Promise, desk: Desk) -> None:
    row = promise(7)
    outbox.deliver(row.pk)
    event = desk.given[0]
    assert (event.id, event.name, event.key, event.tries) == (row.pk, "it.happened", "7", 1)


def test_who_comes_second_gets_nothing(promise: Promise, now: datetime) -> None:
    row = promise()
    taken(row, now)
    assert outbox.take(row.pk, now) is None


@pytest.mark.django_db(transaction=True)
def test_ten_deliveries_at_once_do_the_work_once(promise: Promise, desk: Desk) -> None:
    row = promise()
    together(10, lambda _: outbox.deliver(row.pk))
    assert desk.keys == ["it"]


def test_what_is_done_is_not_done_again(promise: Promise, desk: Desk) -> None:
    row = promise()
    outbox.deliver(row.pk)
    outbox.deliver(row.pk)
    assert desk.keys == ["it"]


def test_a_killed_workers_row_is_free_after_its_lease(promise: Promise, now: datetime) -> None:
    row = promise()
    taken(row, now)
    assert taken(row, after_lease(now)).tries == 2


def test_a_row_is_held_until_the_very_end_of_its_lease(promise: Promise, now: datetime) -> None:
    row = promise()
    taken(row, now)
    assert outbox.take(row.pk, now + outbox.lease()) is None


def test_a_slow_task_has_a_longer_lease(
    promise: Promise, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Consumer("tests.note", "judge", lambda _: None, timedelta(hours=1))
    monkeypatch.setitem(outbox.CONSUMERS, "tests.note", slow)
    row = promise()
    taken(row, now)
    assert outbox.take(row.pk, after_lease(now)) is None


def test_a_row_whose_task_this_version_does_not_know_waits(
    promise: Promise, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = promise()
    monkeypatch.delitem(outbox.CONSUMERS, "tests.note")
    assert outbox.take(row.pk, now) is None
    row.refresh_from_db()
    assert (row.tries, row.done_at) == (0, None)
    assert row.error == "this worker knows no task tests.note"


def test_a_newer_worker_takes_what_an_older_one_did_not_know(
    promise: Promise, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = promise()
    OutboxEvent.objects.update(claimed_until=now + outbox.lease())  # the relay handed it on
    with monkeypatch.context() as older:
        older.delitem(outbox.CONSUMERS, "tests.note")
        outbox.take(row.pk, now)
    row.refresh_from_db()
    assert (row.claimed_until, row.due) == (None, now + outbox.FIRST_RETRY)
    assert outbox.take(row.pk, row.due)


def test_a_failure_gives_the_row_back_with_its_reason(promise: Promise, now: datetime) -> None:
    row = promise()
    failed(row, now)
    row.refresh_from_db()
    assert (row.running_until, row.claimed_until) == (None, None)
    assert (row.tries, row.error) == (1, "ValueError: no ink")


def test_a_failed_row_is_due_later(promise: Promise, now: datetime) -> None:
    row = promise()
    failed(row, now)
    row.refresh_from_db()
    assert now < row.due <= now + outbox.FIRST_RETRY


@pytest.mark.parametrize(("tries", "longest"), [(1, 5), (2, 15), (3, 45), (9, 3600)])
def test_each_failure_waits_longer_up_to_an_hour(tries: int, longest: int) -> None:
    seconds = outbox.retry_delay(tries).total_seconds()
    assert longest / 2 <= seconds <= longest


def test_a_row_is_dead_after_its_last_try(promise: Promise, now: datetime) -> None:
    row = promise()
    failed(row, now, MAX_TRIES - 1)
    row.refresh_from_db()
    assert not row.dead
    failed(row, now)
    row.refresh_from_db()
    assert row.dead


def test_a_dead_row_is_said_aloud(
    promise: Promise, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    failed(promise(), now, MAX_TRIES)
    assert [record.levelname for record in caplog.records][-2:] == ["WARNING", "ERROR"]


def test_a_dead_row_is_nobodys(promise: Promise, now: datetime) -> None:
    row = promise()
    failed(row, now, MAX_TRIES)
    assert outbox.take(row.pk, after_lease(now)) is None


def test_a_row_whose_every_worker_died_is_not_tried_a_sixth_time(
    promise: Promise, now: datetime
) -> None:
    row = promise()
    for _ in range(MAX_TRIES):
        taken(row, now)
        now = after_lease(now)
    assert outbox.take(row.pk, now) is None


def test_poison_does_not_stop_the_others(promise: Promise, desk: Desk) -> None:
    desk.trouble["bad"] = ValueError("poison")
    rows = [promise(key) for key in ("one", "bad", "two")]
    for row in rows:
        outbox.deliver(row.pk)
    done = OutboxEvent.objects.filter(done_at__isnull=False).order_by("id")
    assert [row.key for row in done] == ["one", "two"]


def test_a_dead_row_waits_again_after_a_replay(promise: Promise, desk: Desk, now: datetime) -> None:
    row = promise()
    failed(row, now, MAX_TRIES)
    assert outbox.replay([row.pk], now) == 1
    outbox.deliver(row.pk)
    row.refresh_from_db()
    assert (row.dead, row.tries, row.done_at is not None) == (False, 1, True)


def test_only_the_dead_are_replayed(promise: Promise, now: datetime) -> None:
    row = promise()
    taken(row, now)
    assert outbox.replay([row.pk], now) == 0


def test_a_late_failure_does_not_free_what_another_works_on(
    promise: Promise, now: datetime
) -> None:
    row = promise()
    first, later = taken(row, now), after_lease(now)
    taken(row, later)
    outbox.fail(first, ValueError("late"), later)
    assert outbox.take(row.pk, later) is None


def test_a_late_failure_does_not_kill_what_is_done(promise: Promise, now: datetime) -> None:
    row = promise()
    failed(row, now, MAX_TRIES - 2)
    slow, later = taken(row, now), after_lease(now)
    outbox.finish(taken(row, later), later)
    outbox.fail(slow, ValueError("late"), later)
    row.refresh_from_db()
    assert (row.dead, row.error) == (False, "")


def test_work_that_outlived_its_last_lease_is_done_all_the_same(
    promise: Promise, now: datetime
) -> None:
    row = promise()
    slow = taken(row, now)
    OutboxEvent.objects.update(dead=True)
    outbox.finish(slow, now)
    row.refresh_from_db()
    assert (row.dead, row.done_at) == (False, now)


def test_a_promise_is_due_at_once_unless_it_says_when(promise: Promise, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)
    assert [promise().due, promise(due=tomorrow).due] == [now, tomorrow]


@pytest.mark.parametrize(("days", "nudges"), [(None, 1), (1, 0)], ids=["now", "tomorrow"])
def test_only_what_is_due_wakes_the_relay(
    promise: Promise,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
    days: int | None,
    nudges: int,
) -> None:
    heard: list[bool] = []
    monkeypatch.setattr("newsroom.kernel.wake.nudge", lambda: heard.append(True))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        promise(due=timezone.now() + timedelta(days=days) if days else None)
    assert len(heard) == nudges


def test_promises_of_the_same_work_are_done_in_one_go(promise: Promise, desk: Desk) -> None:
    first, second, elsewhere = promise(7), promise(7), promise(8)
    now = timezone.now()
    with outbox.taken_along(taken(first, now), 5) as others:
        assert [each.id for each in others] == [second.pk]
        outbox.deliver(second.pk)
    outbox.deliver(elsewhere.pk)
    assert [event.key for event in desk.given] == ["8"]
    second.refresh_from_db()
    assert second.done_at is not None


def test_what_was_taken_along_is_tried_again_when_that_fails(promise: Promise) -> None:
    first, second = promise(7), promise(7)
    with pytest.raises(ValueError), outbox.taken_along(taken(first, timezone.now()), 5):
        raise ValueError("no ink")
    second.refresh_from_db()
    assert (second.done_at, second.running_until, second.error) == (
        None,
        None,
        "ValueError: no ink",
    )
