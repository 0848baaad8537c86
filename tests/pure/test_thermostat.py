"""How far heat goes, step by step."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import modes
from comments.heat import Heat
from comments.thermostat import FURTHEST, LADDER, next_step

HEATS, STEPS = st.sampled_from(Heat), st.sampled_from(LADDER)
TIMES = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=5))


@pytest.mark.parametrize(
    ("step", "heat", "stayed", "calm", "then"),
    [
        ("", Heat.WARM, 90, 90, ""),
        ("", Heat.HOT, 90, None, "slow"),
        ("", Heat.BURNING, 0, None, "held"),
        ("slow", Heat.HOT, 9, None, "slow"),
        ("slow", Heat.HOT, 10, None, "held"),
        ("held", Heat.HOT, 90, None, "held"),
        ("held", Heat.BURNING, 9, None, "held"),
        ("held", Heat.BURNING, 10, None, "closed"),
        ("closed", Heat.BURNING, 90, None, "closed"),
        ("closed", Heat.WARM, 90, 29, "closed"),
        ("closed", Heat.WARM, 90, 30, "held"),
        ("held", Heat.CALM, 14, 44, "held"),
        ("held", Heat.CALM, 15, 45, "slow"),
        ("slow", Heat.CALM, 15, 60, ""),
    ],
)
def test_the_ladder(step: str, heat: Heat, stayed: int, calm: int | None, then: str) -> None:
    cooled = None if calm is None else timedelta(minutes=calm)
    assert next_step(step, heat, "closed", stayed=timedelta(minutes=stayed), calm=cooled) == then


@given(STEPS, HEATS, st.sampled_from(sorted(FURTHEST)), TIMES, TIMES)
def test_never_beyond_what_the_site_wants_and_never_two_steps_back(
    step: str, heat: Heat, action: str, stayed: timedelta, calm: timedelta
) -> None:
    furthest = FURTHEST[action]
    then = next_step(step, heat, furthest, stayed=stayed, calm=calm)
    assert LADDER.index(then) <= LADDER.index(furthest)
    assert LADDER.index(then) >= min(LADDER.index(step) - 1, LADDER.index(furthest))


@given(st.sampled_from([modes.OPEN, modes.SLOW, modes.MEMBERS, modes.HELD]), STEPS)
def test_what_heat_makes_of_a_mode_refuses_no_less(mode: str, step: str) -> None:
    before, after = modes.refusal(mode, verified=False), modes.tightened(mode, step)
    assert before is None or modes.refusal(after, verified=False) is not None
    assert modes.tightened(after, step) == after
