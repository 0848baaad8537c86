"""Every reason has words: for moderators all, for authors those that make a comment wait."""

import ast
from collections.abc import Iterator

import pytest

from comments.pipeline.wording import WORDS, in_words, whys
from comments.reading.own import REASONS
from comments.services.moderate import REASONS as OF_MODERATORS
from tests.house.sources import sources

pytestmark = pytest.mark.pure


def findings() -> Iterator[tuple[str, str]]:
    """(verdict, reason) of every finding that a stage of the review writes down in full."""
    for source in sources():
        if "stages" not in source.folders and not str(source.path).endswith("pipeline/run.py"):
            continue
        for call in ast.walk(source.tree):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            if not named or call.func.id != "Finding" or len(call.args) < 3:  # type: ignore[attr-defined, union-attr]
                continue
            verdict, reason = call.args[1:3]  # type: ignore[union-attr]
            if isinstance(reason, ast.Constant):
                yield ast.unparse(verdict), str(reason.value)


def test_every_reason_of_a_stage_has_words() -> None:
    found = {reason for verdict, reason in findings() if verdict != "Verdict.REFUSE"}
    assert found - set(WORDS) == set()


def test_every_reason_of_a_moderator_has_words() -> None:
    assert set(OF_MODERATORS.values()) - set(WORDS) == set()


def test_whoever_waits_is_told_why() -> None:
    found = {reason for verdict, reason in findings() if verdict == "Verdict.HOLD"}
    # A broken rule is ours: the status says enough.
    assert found - set(REASONS) - {"stage_failed"} == set()


def test_details_stand_in_the_sentence() -> None:
    said = in_words("listed_word", {"words": ["casino", "pills"]})
    assert said == "It has what stands on the site's lists (casino, pills)."


def test_a_sentence_stands_without_its_details() -> None:
    assert in_words("many_links") == "It has many links to elsewhere."


def test_a_moderators_own_reason_is_its_own_sentence() -> None:
    assert in_words("off_topic") == "Off topic"


def test_what_decided_comes_first_and_what_was_outweighed_is_kept() -> None:
    findings = [
        {"reason": "many_links", "details": {"links": 3}, "verdict": "held"},
        {"reason": "honeypot", "details": {}, "verdict": "spam"},
    ]
    found = list(whys(["honeypot"], findings, "spam"))
    assert [(why.code, why.decisive) for why in found] == [
        ("honeypot", True),
        ("many_links", False),
    ]
