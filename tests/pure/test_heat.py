"""What makes a conversation hot."""

from typing import Any

import pytest

from comments.heat import Heat, Limits, Pulse, heat_of

pytestmark = pytest.mark.pure


def heat(**counts: int) -> tuple[str, tuple[str, ...]]:
    known: dict[str, Any] = {"lately": 0, "comments": 0, "reports": 0, "newcomers": 0, "stopped": 0}
    found = heat_of(Pulse(**{**known, **counts}), Limits())
    return found.heat.name, found.reasons


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({}, ("CALM", ())),
        ({"lately": 500, "comments": 500}, ("WARM", ("velocity",))),
        ({"lately": 30, "reports": 3}, ("HOT", ("velocity",))),
        ({"reports": 3}, ("WARM", ("reports",))),
        ({"reports": 5}, ("HOT", ("reports",))),
        ({"reports": 10}, ("BURNING", ("reports",))),
        ({"comments": 9, "newcomers": 9}, ("CALM", ())),
        ({"comments": 20, "newcomers": 15}, ("HOT", ("newcomers",))),
        ({"comments": 20, "stopped": 8, "reports": 5}, ("BURNING", ("reports", "stopped"))),
    ],
)
def test_heat_is_read_from_counts(counts: dict[str, int], found: tuple[str, Any]) -> None:
    assert heat(**counts) == found


def test_a_limit_of_nothing_is_none() -> None:
    pulse = Pulse(lately=100, comments=100, reports=100, newcomers=100, stopped=100)
    assert heat_of(pulse, Limits(0, 0, 0, 0)).heat is Heat.CALM
