"""Where a comment's places are: stable across machines, free of what must not be learned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.learning.disguises import readings
from comments.learning.errors import CorruptData, OtherVersion
from comments.learning.facts import Facts
from comments.learning.features import FEATURE_VERSION, PLACES, Example, examples, mark_place
from comments.learning.links import MAX_LINKS, part
from comments.learning.skeleton import MAX_HEAD, MAX_TAIL, MAX_WORDS, skeleton

TEXT = "Check out my channel at https://spam.example.com/now, 100 % free!"


def has(example: Example, mark: str) -> bool:
    return mark_place(mark) in example.marks


def plain(text: str, facts: Facts | None = None, allowed: frozenset[str] = frozenset()) -> Example:
    return examples(text, facts, allowed)[0]


def same(a: Example, b: Example) -> bool:
    return a.pack() == b.pack()


def test_the_places_of_this_version_stay_where_they_are() -> None:
    # Stored models and decisions hang on these numbers: moved places need another FEATURE_VERSION.
    example = plain(TEXT)
    sums = [int(group.sum(dtype=np.int64)) for group in (example.chars, example.words)]
    assert (FEATURE_VERSION, *sums, mark_place("link")) == (2, 3_244_553, 682_062, 39_409)


def test_no_place_lies_beyond_the_table() -> None:
    places, values = plain(TEXT).flat()
    assert places.max() < PLACES and len(places) == len(values)


def test_a_long_text_weighs_as_much_as_a_short_one() -> None:
    lengths = [
        float(np.linalg.norm(plain(text).flat()[1][: len(plain(text).chars)]))
        for text in ("a short one", "a much longer text that says many different things at length")
    ]
    assert lengths[0] == pytest.approx(lengths[1])


def test_no_number_is_learned_for_what_it_is() -> None:
    assert same(plain("call 01709 22 in 2014"), plain("call 98643 11 in 1999"))


def test_a_long_number_is_not_like_a_year() -> None:
    assert not same(plain("call 0170955 now"), plain("call 2014 now"))


def test_a_disguised_text_has_the_places_of_the_plain_one() -> None:
    hidden, shown = plain("fr\u200bee money"), plain("free money")
    assert np.array_equal(hidden.chars, shown.chars) and np.array_equal(hidden.words, shown.words)


def test_an_address_adds_nothing_to_the_text() -> None:
    with_link, without = plain("Read this: https://x.example.com/a-b-c"), plain("Read this:")
    assert np.array_equal(with_link.chars, without.chars)


def test_a_link_on_an_allowed_domain_is_marked_as_nothing_else() -> None:
    example = plain("Read https://en.wikipedia.org/wiki/Owl", allowed=frozenset({"wikipedia.org"}))
    assert has(example, "link:allowed") and not has(example, "link")


def test_a_link_elsewhere_is_marked_with_its_domain() -> None:
    assert has(plain(TEXT), "domain:example.com")


def test_what_is_not_known_of_an_author_leaves_no_mark() -> None:
    assert same(plain(TEXT), plain(TEXT, Facts()))


def test_approvals_leave_a_mark_in_steps() -> None:
    assert has(plain(TEXT, Facts(approvals=5)), "author:approved:3")


def test_none_approved_is_not_the_same_as_not_known() -> None:
    assert has(plain(TEXT, Facts(approvals=0)), "author:approved:0")


def test_a_packed_example_comes_back() -> None:
    example = plain(TEXT)
    assert same(Example.unpack(example.pack()), example)


def test_a_packed_example_takes_two_bytes_a_place() -> None:
    example = plain(TEXT)
    assert len(example.pack()) == 7 + 2 * len(example.flat()[0])


def test_a_packed_example_of_another_version_is_refused() -> None:
    with pytest.raises(OtherVersion, match="version 9"):
        Example.unpack(b"\x09" + plain(TEXT).pack()[1:])


@pytest.mark.parametrize("cut", [0, 3, 7, -1])
def test_a_cut_example_is_refused(cut: int) -> None:
    with pytest.raises(CorruptData):
        Example.unpack(plain(TEXT).pack()[:cut])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\ud800",
        "a" + "\u0301\u0327" * 20_000,
        "http://a.example/x " * 10_000,
        "a." * 10_000,
        "\x00\x01",
        "[dot] com",
    ],
)
def test_a_hostile_text_has_few_places(text: str) -> None:
    assert all(len(example.flat()[0]) < 20_000 for example in examples(text))


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301\u0327" * 500_000,
        "a\u0301 " * 300_000,
        "http://a.example/x " * 10_000,
        " ".join(f"d{number}.example.com" for number in range(10_000)),
        "fr33 c1ick " * 10_000,
        "f r e e  " * 10_000,
        "👨\u200d👩\u200d👧" * 10_000,
    ],
    ids=["marks", "marked letters", "one link", "domains", "leet", "letters apart", "emoji"],
)
def test_however_long_a_text_is_the_same_work_is_done(text: str) -> None:
    """What costs time is counted: characters and words looked at, links judged, readings made."""
    found = readings(skeleton(text))
    assert len(found) <= 3
    for one in found:
        parted = part(one)
        assert len(one.words) <= 2 * MAX_WORDS and len(parted.links) <= MAX_LINKS
        assert sum(len(word.text) for word in one.words) <= MAX_HEAD + MAX_TAIL


@given(st.text(max_size=200))
def test_every_text_has_at_most_three_readings(text: str) -> None:
    assert 1 <= len(examples(text)) <= 3
