"""Why a score is what it is, in the author's own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.learning.explain import Reason, explain, reasons
from comments.learning.facts import Facts
from comments.learning.features import examples
from comments.learning.prior import prior
from comments.learning.topics import TOPICS

SPAM = "Hey, check out my new channel https://spam.example.com/x and SUBSCRIBE!!!"


def total(found: list[Reason]) -> float:
    return sum(reason.weight for reason in found)


@pytest.mark.parametrize(
    "text",
    [
        SPAM,
        "",
        "Call 0900 123 45 67 now! Call 0900 123 45 67 now!",
        "fr33 m0n3y cl1ck h3r3",
        "смотреть онлайн бесплатно",
        "f r e e  s t u f f",
        "the the the the",
    ],
)
def test_the_reasons_and_the_bias_add_up_to_the_score(text: str) -> None:
    found = list(reasons(prior(), text, Facts(), frozenset()))
    logit = prior().highest(examples(text))
    assert total(found) + prior().bias == pytest.approx(logit, abs=1e-3)


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_they_add_up_for_any_text(text: str) -> None:
    found = list(reasons(prior(), text, Facts(), frozenset()))
    logit = prior().highest(examples(text))
    assert total(found) + prior().bias == pytest.approx(logit, abs=1e-3)


def test_a_reason_is_a_piece_of_the_text_as_it_was_typed() -> None:
    for reason in explain(prior(), SPAM):
        if reason.code == "text" and reason.span:
            assert SPAM[reason.span[0] : reason.span[1]] == reason.text


def test_the_strongest_reason_comes_first() -> None:
    weights = [abs(reason.weight) for reason in explain(prior(), SPAM)]
    assert weights == sorted(weights, reverse=True) and len(weights) <= 8


def test_words_that_stand_together_are_one_reason() -> None:
    assert any("check out" in reason.text for reason in explain(prior(), SPAM))


def test_a_disguised_word_is_shown_as_it_was_typed() -> None:
    text = "сhеck оut my channel"
    spans = [reason.text for reason in explain(prior(), text) if reason.code == "text"]
    assert any("сhеck" in span for span in spans)


def test_a_link_is_named_by_its_domain() -> None:
    found = reasons(prior(), SPAM, Facts(), frozenset())
    assert "link to example.com" in [reason.text for reason in found]


def test_what_is_known_of_the_author_is_said_in_words() -> None:
    found = reasons(prior(), "Hello", Facts(approvals=4), frozenset())
    assert "author approved before" in [reason.text for reason in found]


def test_a_reputable_link_is_no_reason_against_a_comment() -> None:
    found = reasons(prior(), "See https://en.wikipedia.org/wiki/Owl", Facts(), {"wikipedia.org"})
    assert not [reason for reason in found if reason.code.startswith("domain:")]


def test_what_a_text_is_about_is_said_in_words() -> None:
    found = reasons(prior(), "Subscribe and win a prize", Facts(), frozenset())
    said = {reason.code: reason.text for reason in found}
    assert said["topic:follow"] == "asks to be followed"
    assert said["topic:gain"] == "about winning or earning"


def test_every_topic_has_its_words() -> None:
    text = "visit subscribe buy win loan pills casino porn seo whatsapp channel awesome now"
    found = reasons(prior(), text, Facts(), frozenset())
    said = {reason.code.removeprefix("topic:"): reason.text for reason in found}
    assert all(not said[topic].startswith("topic:") for topic in TOPICS)
