"""What an address is counted for: places taken by compare-and-swap, bounces, suppression."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Mailbox
from comments.notify.kinds import READER
from comments.services import mailboxes
from comments.services.mailboxes import give_back, suppressed, take_place
from tests.factories import NOON
from tests.together import together

pytestmark = pytest.mark.django_db


def place(mail: int, after: timedelta = timedelta(0), who: str = "k1:ada") -> datetime | None:
    return take_place(who, mail, "reader", READER, NOON + after)


def test_the_first_mail_goes_at_once() -> None:
    assert place(1) is None


def test_the_next_one_ten_minutes_later() -> None:
    place(1)
    assert place(2) == NOON + timedelta(minutes=10)
    assert place(2, timedelta(minutes=10)) is None


def test_the_fourth_a_day_after_the_first() -> None:
    for number in range(3):
        assert place(number, timedelta(hours=number)) is None
    assert place(4, timedelta(hours=5)) == NOON + timedelta(days=1)
    assert place(4, timedelta(days=1)) is None


def test_a_mail_that_is_tried_again_moves_its_place_and_needs_no_second() -> None:
    place(1)
    place(2, timedelta(minutes=10))
    assert place(1, timedelta(minutes=20)) is None
    assert place(3, timedelta(minutes=30)) is None
    assert place(4, timedelta(minutes=40)) is not None


def test_a_place_given_back_is_free() -> None:
    place(1)
    give_back("k1:ada", 1, NOON)
    assert place(2) is None


def test_other_addresses_have_their_own() -> None:
    place(1)
    assert place(2, who="k1:bob") is None


def test_what_the_desk_gets_is_not_what_the_reader_gets() -> None:
    place(1)
    assert take_place("k1:ada", 2, "desk", READER, NOON) is None


@given(st.lists(st.integers(min_value=0, max_value=5 * 86_400), min_size=1, max_size=40))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_day_ever_holds_four_and_no_ten_minutes_two(seconds: list[int]) -> None:
    Mailbox.objects.all().delete()
    taken = [
        second
        for number, second in enumerate(sorted(seconds))
        if place(number, timedelta(seconds=second)) is None
    ]
    for first in taken:
        assert sum(first <= other < first + 86_400 for other in taken) <= 3
        assert sum(first <= other < first + 600 for other in taken) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_takes_the_place() -> None:
    assert together(8, place).count(None) == 1


# --- Bounces ---------------------------------------------------------------------------------


def test_nothing_is_suppressed_that_nobody_spoke_of() -> None:
    assert suppressed("k1:ada") == ""


def test_the_first_reason_stays() -> None:
    mailboxes.suppress("k1:ada", Mailbox.Why.COMPLAINT, NOON)
    mailboxes.suppress("k1:ada", Mailbox.Why.HARD, NOON + timedelta(days=1))
    assert suppressed("k1:ada") == "complaint"


def test_three_days_of_soft_bounces_are_a_hard_one() -> None:
    for hours in (0, 24, 71):
        mailboxes.bounced_softly("k1:ada", NOON + timedelta(hours=hours))
        assert suppressed("k1:ada") == ""
    mailboxes.bounced_softly("k1:ada", NOON + timedelta(hours=72))
    assert suppressed("k1:ada") == "soft"


def test_a_mail_that_arrived_begins_the_count_anew() -> None:
    mailboxes.bounced_softly("k1:ada", NOON)
    mailboxes.took_mail("k1:ada")
    mailboxes.bounced_softly("k1:ada", NOON + timedelta(hours=80))
    assert suppressed("k1:ada") == ""


def test_staff_can_lift_it() -> None:
    mailboxes.suppress("k1:ada", Mailbox.Why.HARD, NOON)
    mailboxes.lift("k1:ada")
    assert suppressed("k1:ada") == ""


def test_what_says_nothing_any_more_is_forgotten_and_suppression_never() -> None:
    place(1)
    mailboxes.suppress("k1:eve", Mailbox.Why.HARD, NOON)
    assert mailboxes.forget_idle(NOON + timedelta(hours=23)) == 0
    assert mailboxes.forget_idle(NOON + timedelta(hours=25)) == 1
    assert Mailbox.objects.get().identity == "k1:eve"


def test_a_row_holds_no_address() -> None:
    place(1)
    assert "@" not in repr(Mailbox.objects.values().get())
