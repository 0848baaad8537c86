"""What a site may say of its related links, and what is made of anything else."""

import pytest

from articles.related_policy import (
    RelatedPolicy,
    WrongPolicy,
    from_lines,
    policy_of,
    shown,
    value_of,
)
from articles.tone import Subjects


def test_a_site_that_says_nothing_has_the_defaults() -> None:
    assert policy_of({}) == RelatedPolicy()


def test_what_is_stored_is_what_is_read_back() -> None:
    policy = RelatedPolicy(
        Subjects(sensitive_words=("flood", "plane crash"), light_tags=("fun",)),
        most_days_apart=400,
        most_days_old=30,
        count_clicks=False,
    )
    assert policy_of({"related": shown(policy)}) == policy


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "x",
        {"most_days_old": "30", "sensitive_words": 5, "count_clicks": "yes"},
        {"most_days_apart": -1, "light_tags": [""], "other": 1},
        {"most_days_old": True, "light_sections": ["x" * 101]},
        {"sensitive_words": ["x"] * 501, "most_days_apart": 10**9},
    ],
)
def test_what_cannot_be_is_as_if_it_were_not_there(stored: object) -> None:
    assert policy_of({"related": stored}) == RelatedPolicy()


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(WrongPolicy, match="no setting"):
        value_of("sensitve_words", [])


def test_a_list_is_written_a_line_each() -> None:
    assert from_lines("flood\n\n  plane crash \r\n") == ["flood", "plane crash"]


def test_entries_stand_once() -> None:
    assert value_of("light_tags", ["fun", " fun ", "pets"]) == ("fun", "pets")
