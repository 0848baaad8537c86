"""Texts that are nearly the same share a band; others do not."""

import random

import pytest

from comments.repeats.marks import BANDS, band_marks, domain_marks
from comments.repeats.masked import likeness, masked, shared_words

pytestmark = pytest.mark.pure
WORDS = ["harbour", "crane", "quay", "docker", "tariff", "ferry", "pilot", "tug", "anchor",
         "cargo", "wharf", "tide", "buoy", "jetty"]  # fmt: skip
AD = "My cousin earned {} dollars last week working from home with this site {}"


def meet(one: str, other: str) -> bool:
    return bool(set(band_marks(masked(one))) & set(band_marks(masked(other))))


@pytest.mark.parametrize(
    "other",
    [
        AD.format("9,412", "https://other.example/b"),
        AD.format("812", "c.example.com"),
        AD.format("5000", "").upper(),
        AD.format("5000", "").replace("a", "а"),
        AD.format("5000", "").replace(" ", " \u200b"),
        AD.format("5000", "") + "!!! Really!",
    ],
)
def test_an_advertisement_is_known_again_in_other_dress(other: str) -> None:
    first = AD.format("5,000", "https://one.example/a")
    assert meet(first, other)


def test_another_text_of_the_same_subject_is_not_taken_for_it() -> None:
    rng = random.Random(3)
    texts = [" ".join(rng.sample(WORDS, 10)) for _ in range(200)]
    met = [(a, b) for i, a in enumerate(texts) for b in texts[:i] if meet(a, b)]
    alike = [pair for pair in met if likeness(masked(pair[0]), masked(pair[1])) >= 0.5]
    assert len(met) < 1200 and alike == []


def test_what_has_fewer_than_four_words_leaves_no_mark() -> None:
    assert band_marks(masked("Well said, 100 times, https://a.example/x")) == []
    assert len(band_marks(masked("One two three four"))) == BANDS


def test_marks_are_whole_numbers_of_a_database() -> None:
    marks = [*band_marks(masked("One two three four")), *domain_marks(["a.example"])]
    assert all(-(2**63) <= mark < 2**63 for mark in marks)


def test_household_names_are_no_common_ground() -> None:
    assert masked("See https://www.bbc.co.uk/a and https://pills.example/b").domains == (
        "pills.example",
    )


def test_numbers_and_links_are_no_shared_words() -> None:
    one, other = masked("1 2 3 4 https://a.example"), masked("5 6 7 8 https://a.example")
    assert shared_words(one, other) == 0
