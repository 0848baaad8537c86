"""Roles: a table, and nothing beside it."""

import pytest

from comments.roles import PERMISSIONS, May, Role, may


def test_every_role_stands_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_a_reader_of_the_queue_decides_nothing() -> None:
    assert PERMISSIONS[Role.READER] == {May.READ_QUEUE}


def test_an_admin_may_everything() -> None:
    assert PERMISSIONS[Role.ADMIN] == set(May)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR])
def test_bans_and_rules_are_for_seniors(role: Role) -> None:
    assert not may(role, May.CHANGE_PEOPLE)
    assert not may(role, May.CHANGE_RULES)


@pytest.mark.parametrize("role", [None, "", "owner", "MODERATOR"])
def test_a_role_that_nobody_knows_may_nothing(role: str | None) -> None:
    assert not any(may(role, verb) for verb in May)
