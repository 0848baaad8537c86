"""What stood in the two old lists of words, as the rules that it becomes."""

import importlib
from datetime import datetime

import pytest

from articles.models import Site
from comments.models import RuleSet
from comments.rules.matcher import Matcher
from comments.rules.subject import Subject
from comments.services.rule_sets import in_force, save_rules

moving = importlib.import_module("comments.migrations.0021_words_are_rules")


@pytest.mark.pure
@pytest.mark.parametrize(
    "entry",
    ["casino", "Cheap  Pills!", "/casino/", "domain:x.example", "a + b when has link", "viagra*",
     'the "best" casino', "can't", "re:a+", "казино", "賭場", "so\u00adft", "hold: x", "#tag",
     "c++"],
)  # fmt: skip
def test_an_entry_is_a_rule_that_finds_it(entry: str) -> None:
    [line] = moving.lines_of("hold", entry)
    assert Matcher(line).hits(Subject(f"They said {entry} again."))


@pytest.mark.pure
def test_what_no_rule_can_say_is_kept_to_be_read() -> None:
    assert list(moving.lines_of("spam", "\n--\n\n")) == []
    [line] = moving.lines_of("spam", "long " * 30)
    assert line.startswith("# too long")
    assert Matcher(line).rules == ()


@pytest.mark.django_db
def test_a_list_that_is_there_grows_by_a_version(site: Site, now: datetime) -> None:
    save_rules(site.pk, "hold: bridge", now, seen=0)
    moving.append(RuleSet, site.pk, [*moving.lines_of("spam", "casino\npills")])
    latest = in_force(site.pk)
    assert latest is not None
    assert (latest.version, latest.text) == (2, 'hold: bridge\nspam: "casino"\nspam: "pills"')
