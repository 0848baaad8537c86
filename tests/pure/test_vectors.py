import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.terms import count_terms, word_number
from articles.vectors import (
    COMMON_AT_LEAST,
    FRESH_TERMS,
    LABELS,
    PROBED_ROWS,
    SIGNATURE_TERMS,
    VECTOR_PAIRS,
    VECTOR_WORDS,
    Frequencies,
    FrequencyCounter,
    Vector,
    dot,
    moved,
    packed,
    probes,
    signature,
    unpacked,
    weigh,
)

NOTHING_KNOWN = Frequencies(0)


def known(documents: int = 1000, **df: int) -> Frequencies:
    return Frequencies(documents, {word_number(word, "en"): n for word, n in df.items()})


def vector_of(text: str, frequencies: Frequencies = NOTHING_KNOWN, language: str = "en") -> Vector:
    return weigh(count_terms("", "", text, language), frequencies)


def long_text(words: int, seed: int = 1) -> str:
    some = random.Random(seed)
    return " ".join("".join(some.choices("bcdfglmnprtz", k=6)) for _ in range(words))


def length(weights: dict[int, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    vector = vector_of("harbour house", known(harbour=5, house=200))
    assert vector.words[word_number("harbour", "en")] > vector.words[word_number("house", "en")]


def test_a_repeated_word_weighs_more_but_not_in_proportion() -> None:
    vector = vector_of("harbour harbour harbour harbour tariff")
    ratio = vector.words[word_number("harbour", "en")] / vector.words[word_number("tariff", "en")]
    assert 1 < ratio < 4


def test_a_word_in_a_third_of_the_articles_is_grammar_and_left_out() -> None:
    assert word_number("the", "en") not in vector_of("the harbour", known(the=900)).words


def test_a_young_site_keeps_its_words_though_all_are_frequent() -> None:
    frequencies = known(documents=COMMON_AT_LEAST, harbour=COMMON_AT_LEAST)
    assert word_number("harbour", "en") in vector_of("harbour", frequencies).words


def test_terms_seen_too_seldom_to_tell_weigh_the_same() -> None:
    vector = vector_of("harbour tariff", known(harbour=2))
    assert len({round(weight, 9) for weight in vector.words.values()}) == 1


def test_words_and_pairs_are_each_of_length_one() -> None:
    vector = vector_of(long_text(50))
    assert length(dict(vector.words)) == pytest.approx(1)
    assert length(dict(vector.pairs)) == pytest.approx(1)


def test_a_long_article_keeps_its_heaviest_terms() -> None:
    vector = vector_of(long_text(2000))
    assert (len(vector.words), len(vector.pairs)) == (VECTOR_WORDS, VECTOR_PAIRS)
    assert len(vector.labels) == LABELS


def test_an_empty_article_has_an_empty_vector() -> None:
    vector = vector_of("")
    assert not vector.words
    assert not signature(vector, NOTHING_KNOWN)


def test_overlapping_characters_weigh_half_beside_words() -> None:
    vector = vector_of("関 harbour", language="ja")
    weights = sorted(vector.words.values())
    assert weights[0] == pytest.approx(weights[1] / 2)


def test_a_pair_with_a_grammar_word_is_not_shown_as_a_reason() -> None:
    labels = vector_of("of harbour", known(of=900, harbour=3)).labels
    assert set(labels.values()) == {"harbour"}


def test_an_article_is_filed_under_its_heaviest_terms() -> None:
    assert len(signature(vector_of(long_text(2000)), NOTHING_KNOWN)) == SIGNATURE_TERMS


def test_frequent_terms_find_nobody() -> None:
    frequencies = known(documents=10_000, market=2000, harbour=30)
    filed = signature(vector_of("market harbour", frequencies), frequencies)
    assert word_number("market", "en") not in filed
    assert word_number("harbour", "en") in filed


def test_some_places_are_kept_for_terms_seen_for_the_first_time() -> None:
    text = long_text(300)
    frequencies = known(**dict.fromkeys(text.split(), 5))
    filed = signature(vector_of(text, frequencies), frequencies)
    assert sum(term not in frequencies.df for term in filed) == FRESH_TERMS


def test_an_article_looks_for_others_by_more_terms_than_it_is_filed_under() -> None:
    vector = vector_of(long_text(2000))
    assert len(probes(vector, NOTHING_KNOWN, 1000)) > SIGNATURE_TERMS


def test_the_rows_that_a_lookup_reads_do_not_grow_with_the_site() -> None:
    text = long_text(300)
    frequencies = known(documents=20_000, **dict.fromkeys(text.split(), 200))
    asked = probes(vector_of(text, frequencies), frequencies, articles=1_000_000)
    assert 50 * sum(frequencies.df.get(term, 1) for term in asked) <= PROBED_ROWS


def test_an_article_found_by_nothing_rare_is_still_looked_up() -> None:
    assert probes(vector_of("harbour", known(harbour=15)), known(harbour=15), 1000)


def test_frequencies_count_articles_and_not_occurrences() -> None:
    counter = FrequencyCounter()
    for text in ("harbour harbour", "harbour", "tariff"):
        counter.add(count_terms("", "", text, "en"))
    assert counter.frequencies() == Frequencies(3, {word_number("harbour", "en"): 2})


def test_counting_a_large_sample_stays_in_bounds_and_keeps_what_is_frequent() -> None:
    counter = FrequencyCounter(most_terms=200)
    for seed in range(40):
        counter.add(count_terms("", "", f"harbour {long_text(50, seed)}", "en"))
    frequencies = counter.frequencies()
    assert frequencies.df[word_number("harbour", "en")] == 40
    assert len(frequencies.df) <= 400


def test_an_article_is_wholly_like_itself() -> None:
    vector = vector_of(long_text(100))
    assert dot(vector.words, vector.words) == pytest.approx(1)


def test_a_corrected_typing_error_moves_nothing() -> None:
    text = long_text(200)
    assert not moved(vector_of(text + " harbuor"), vector_of(text + " harbour"))


def test_another_text_moves_the_article() -> None:
    assert moved(vector_of(long_text(50, 1)), vector_of(long_text(50, 2)))


def test_another_language_moves_the_article() -> None:
    assert moved(Vector("en", {1: 1.0}, {}), Vector("de", {1: 1.0}, {}))


@pytest.mark.parametrize("text", ["", "harbour", "東京の関税", long_text(2000)])
def test_a_packed_vector_comes_back(text: str) -> None:
    vector = vector_of(text, language="ja")
    back = unpacked(packed(vector))
    assert (back.language, back.labels) == (vector.language, vector.labels)
    assert back.words == pytest.approx(dict(vector.words), abs=0.002)
    assert back.pairs == pytest.approx(dict(vector.pairs), abs=0.002)


def test_a_packed_vector_is_still_of_length_one() -> None:
    assert length(dict(unpacked(packed(vector_of(long_text(500)))).words)) == pytest.approx(1)


def test_a_row_as_postgresql_returns_it_can_be_read() -> None:
    data = packed(vector_of("harbour"))
    assert unpacked(memoryview(data)) == unpacked(data)


def test_a_packed_vector_is_a_few_kilobytes() -> None:
    assert len(packed(vector_of(long_text(2000)))) < 4000


@given(st.binary(max_size=60))
def test_bytes_that_are_no_vector_are_refused_in_words(data: bytes) -> None:
    try:
        unpacked(data)
    except ValueError as error:
        assert "vector" in str(error)
