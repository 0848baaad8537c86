"""Limits: exact under a rush, in Redis and without it."""

from datetime import datetime, timedelta

import pytest

from newsroom.kernel import limits
from newsroom.kernel.connections import Breaker, breaker, client
from newsroom.kernel.limits import Limit, hit, hit_in_turn
from newsroom.kernel.models import RateWindow
from tests.kernel.conftest import no_redis
from tests.together import together

pytestmark = pytest.mark.django_db

TEN = Limit("tests", 10, 60)
ONCE = Limit("tests", 1, 60)


@pytest.fixture(params=["redis", "database"])
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the limits are counted."""
    if request.param == "database":
        monkeypatch.setattr(Breaker, "is_open", lambda self: True)
    return str(request.param)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_ten_within_a_limit_of_ten(counted: str, now: datetime) -> None:
    waits = together(50, lambda _: hit(TEN, "192.0.2.1", now))
    assert waits.count(None) == 10


def test_whoever_is_over_is_told_how_long_to_wait(counted: str, now: datetime) -> None:
    hit(ONCE, "ada", now)
    assert hit(ONCE, "ada", now + timedelta(seconds=18)) == 42


def test_a_wait_is_at_least_a_second(counted: str, now: datetime) -> None:
    hit(ONCE, "ada", now)
    assert hit(ONCE, "ada", now + timedelta(seconds=59.9)) == 1


def test_the_next_window_is_free_again(counted: str, now: datetime) -> None:
    hit(ONCE, "ada", now)
    assert hit(ONCE, "ada", now + timedelta(seconds=60)) is None


def test_one_persons_uses_are_not_anothers(counted: str, now: datetime) -> None:
    hit(ONCE, "ada", now)
    assert hit(ONCE, "bob", now) is None


def test_one_limits_uses_are_not_anothers(counted: str, now: datetime) -> None:
    hit(ONCE, "ada", now)
    assert hit(Limit("others", 1, 60), "ada", now) is None


def test_a_key_may_be_as_long_as_a_mail_address(counted: str, now: datetime) -> None:
    address = f"{'a' * 64}@{'b' * 185}.org"
    assert hit(ONCE, address, now) is None
    assert hit(ONCE, address, now) == 60


def test_a_window_in_redis_ends_by_itself(now: datetime) -> None:
    hit(TEN, "ada", now)
    (key,) = client().keys("limit:*")
    assert 0 < client().pttl(key) <= 60_000


def test_neither_place_says_whose_window_it_is(counted: str, now: datetime) -> None:
    hit(TEN, "ada@example.org", now)
    rows = RateWindow.objects.values_list("key", flat=True)
    keys = [key.decode() for key in client().keys("*")] + list(rows)
    assert len(keys) == 1 and "ada" not in keys[0]


def test_without_redis_the_database_counts(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "client", no_redis)
    assert [hit(ONCE, "ada", now), hit(ONCE, "ada", now)] == [None, 60]


def test_only_the_first_asks_a_redis_that_is_away(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "client", no_redis)
    hit(TEN, "ada", now)
    assert breaker.is_open()


def test_old_windows_are_swept_away(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Breaker, "is_open", lambda self: True)
    hit(TEN, "ada", now)
    hit(TEN, "ada", now + timedelta(minutes=10))
    limits.sweep(now + timedelta(minutes=10))
    assert RateWindow.objects.count() == 1


def test_whoever_is_refused_for_one_thing_uses_up_nothing_else(counted: str, now: datetime) -> None:
    hit(ONCE, "the house", now)
    assert hit_in_turn([(ONCE, "the house"), (TEN, "ada")], now) == 60
    assert [hit(TEN, "ada", now) for _ in range(10)] == [None] * 10


def test_the_second_limit_of_two_refuses_too(counted: str, now: datetime) -> None:
    hit(ONCE, "ada", now)
    assert hit_in_turn([(TEN, "the house"), (ONCE, "ada")], now + timedelta(seconds=18)) == 42
