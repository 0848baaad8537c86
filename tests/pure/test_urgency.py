"""The queue's order: harm × reach × uncertainty."""

from typing import Any

import pytest

from comments.urgency import HARM, REPORTED, urgency


def of(reasons: list[str] | None = None, reports: dict[str, int] | None = None, **more: Any) -> Any:
    facts: dict[str, Any] = {"thread_size": 20, "replies": 0, "depth": 0, "score": None, **more}
    return urgency(reasons or [], reports or {}, **facts)


def test_a_listed_word_is_more_urgent_than_a_first_comment() -> None:
    assert of(["listed_word"]).value > of(["first_comment"]).value


def test_the_gravest_reason_is_the_cause() -> None:
    assert of(["first_comment", "listed_word"]).cause == "listed_word"


def test_a_report_of_abuse_outranks_a_quiet_machine() -> None:
    found = of(["no_concern"], {"abuse": 1})
    assert (found.cause, found.harm) == ("reported_abuse", 0.7)


def test_each_further_report_makes_it_more_urgent() -> None:
    harms = [of([], {"off_topic": count}).harm for count in (1, 2, 5, 50)]
    assert harms == sorted(set(harms))
    assert harms[-1] <= 1


def test_many_readers_make_it_more_urgent() -> None:
    assert of(["listed_word"], thread_size=900).value > of(["listed_word"], thread_size=1).value


def test_a_deep_reply_reaches_fewer() -> None:
    assert of(["listed_word"], depth=5).reach < of(["listed_word"], depth=0).reach


def test_an_even_chance_is_the_most_uncertain() -> None:
    values = [of(["listed_word"], score=score).uncertainty for score in (0.5, 0.7, 0.9, 1.0)]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("reason", ["unheard_of", *HARM])
@pytest.mark.parametrize("report", ["unheard_of", *REPORTED])
@pytest.mark.parametrize("size", [0, 10**7])
def test_all_of_it_stays_between_0_and_1(reason: str, report: str, size: int) -> None:
    found = of([reason], {report: size + 1}, thread_size=size, replies=size, score=1.0)
    assert all(0 < part <= 1 for part in (found.harm, found.reach, found.uncertainty, found.value))
