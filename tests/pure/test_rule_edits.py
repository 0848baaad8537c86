"""A list of rules is changed by its parts, and all else stays as it was written."""

import pytest

from comments.rules.edits import (
    Change,
    NewRules,
    changes,
    in_shadow,
    lines_for,
    with_lines,
    without,
)
from comments.rules.errors import RuleError
from comments.rules.lines import rules_of

pytestmark = pytest.mark.pure

LIST = "# casinos\nhold: casino*\n\nspam: domain:pills.example when has link"


def key(line: str) -> str:
    return rules_of(line)[0].key


def test_each_word_and_domain_becomes_a_rule_with_the_conditions() -> None:
    wanted = NewRules(
        "spam", ("casino", "buy when cheap"), ("pills.example",), ("3 links or more",), shadow=True
    )
    assert lines_for(wanted) == [
        "shadow spam: casino when 3 links or more",
        'shadow spam: "buy when cheap" when 3 links or more',
        "shadow spam: domain:pills.example when 3 links or more",
    ]


def test_conditions_alone_are_one_rule() -> None:
    assert lines_for(NewRules("hold", conditions=("has link",))) == ["hold: when has link"]


@pytest.mark.parametrize(
    "wrong",
    [
        NewRules("hold"),
        NewRules("burn", ("casino",)),
        NewRules("hold", ("/a+/",)),
        NewRules("hold", domains=("no domain",)),
        NewRules("hold", ("casino",), conditions=("many links or more",)),
    ],
)
def test_what_is_no_rule_is_told(wrong: NewRules) -> None:
    with pytest.raises(RuleError):
        lines_for(wrong)


def test_a_rule_is_added_below() -> None:
    assert with_lines(LIST + "\n\n", ["hold: x1"]) == LIST + "\nhold: x1"
    assert with_lines("", ["hold: x1"]) == "hold: x1"


def test_a_rule_is_taken_out_and_its_neighbours_stay() -> None:
    after = without(LIST, key("hold: casino*"))
    assert after == "# casinos\n\nspam: domain:pills.example when has link"


def test_a_rule_goes_into_the_shadow_and_comes_back() -> None:
    one = key("hold: casino*")
    dark = in_shadow(LIST, one, True)
    assert dark.splitlines()[1] == "shadow hold: casino*"
    assert in_shadow(dark, one, True) == dark
    assert in_shadow(dark, one, False) == LIST


def test_a_rule_that_is_gone_is_told() -> None:
    with pytest.raises(RuleError, match="no more"):
        without(LIST, key("hold: other"))


def test_a_difference_names_the_lines() -> None:
    after = "# casinos\nhold: casinos\n\nspam: domain:pills.example when has link"
    assert changes(LIST, after) == [Change("-", "hold: casino*"), Change("+", "hold: casinos")]
    assert changes(LIST, LIST) == []
