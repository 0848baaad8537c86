"""The modes of a thread: whose word counts, and what each lets readers do."""

import pytest

from comments import modes


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        (["closed", "held", "open"], "closed"),
        (["", "held", "open"], "held"),
        (["", "", "slow"], "slow"),
        (["open", "closed", "off"], "open"),
        ([], "open"),
    ],
)
def test_the_nearest_word_wins(said: list[str], mode: str) -> None:
    assert modes.nearest(said) == mode


def test_a_section_lies_in_those_its_slug_names() -> None:
    assert modes.above("world/europe/north") == ["world/europe/north", "world/europe", "world"]
    assert modes.above("") == []


@pytest.mark.parametrize("mode", ["open", "members", "held", "slow", "closed"])
def test_when_its_time_has_run_out_a_thread_is_closed(mode: str) -> None:
    assert modes.now_in(mode, over=True) == "closed"


@pytest.mark.parametrize("mode", ["readonly", "off"])
def test_what_is_stricter_than_closed_stays_so(mode: str) -> None:
    assert modes.now_in(mode, over=True) == mode


@pytest.mark.parametrize(
    ("mode", "guest", "member"),
    [
        ("open", None, None),
        ("members", "members_only", None),
        ("held", None, None),
        ("slow", None, None),
        ("readonly", "thread_read_only", "thread_read_only"),
        ("closed", "thread_closed", "thread_closed"),
        ("off", "comments_off", "comments_off"),
    ],
)
def test_who_may_write(mode: str, guest: str | None, member: str | None) -> None:
    assert modes.refusal(mode, verified=False) == guest
    assert modes.refusal(mode, verified=True) == member


def test_votes_and_changes_end_only_where_all_stands_still() -> None:
    every = ["open", "members", "held", "slow", "readonly", "closed", "off"]
    assert [mode for mode in every if modes.frozen(mode)] == ["readonly", "off"]
