import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.terms import MAX_CHARS, TermCounts, base_language, count_terms, stem, word_number


def of(text: str, language: str = "en") -> TermCounts:
    return count_terms("", "", text, language)


def spelled(counts: TermCounts) -> set[str]:
    return {counts.spelling[word] for word in counts.words if word in counts.spelling}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "tariff", "Tariffs"),
        ("de", "Häfen", "häfen"),
        ("de", "Straße", "STRASSE"),
        ("fr", "économies", "economie"),
        ("ru", "портов", "порты"),
        ("es", "elección", "elecciones"),
        ("tr", "İSTANBUL", "istanbul"),
        ("tr", "IŞIK", "ışık"),
        ("en", "İstanbul", "istanbul"),
        ("el", "ΟΔΟΣ", "οδός"),
        ("en", "ｈａｒｂｏｕｒ", "harbour"),
        ("en", "ﬁsh", "fish"),
        ("ar", "مُحَمَّد", "محمد"),
        ("vi", "Hà", "ha"),
    ],
)
def test_forms_of_a_word_are_one_term(language: str, one: str, other: str) -> None:
    assert of(one, language).words.keys() == of(other, language).words.keys()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ja", "かき", "がき"),
        ("ko", "불", "뿔"),
        ("hi", "कल", "काल"),
        ("th", "มา", "ม้า"),
        ("ta", "பல்", "பால்"),
    ],
)
def test_marks_that_make_another_word_stay(language: str, one: str, other: str) -> None:
    assert of(one, language).words.keys() != of(other, language).words.keys()


def test_a_dotted_capital_does_not_split_a_turkish_word() -> None:
    assert len(of("İSTANBULLULARIN", "tr").words) == 1


def test_a_hindi_word_with_vowel_signs_is_one_word() -> None:
    assert spelled(of("हिन्दी समाचार", "hi")) == {"हिन्दी", "समाचार"}


def test_a_word_is_not_the_same_term_in_two_languages() -> None:
    assert word_number("gift", "en") != word_number("gift", "de")


@pytest.mark.parametrize(
    ("tag", "base"),
    [("pt-BR", "pt"), ("zh_Hant_TW", "zh"), ("EN", "en"), ("nb", "no"), ("", "und"), (" ", "und")],
)
def test_articles_are_compared_within_a_base_language(tag: str, base: str) -> None:
    assert base_language(tag) == base


def test_neighbours_are_a_pair() -> None:
    counts = of("climate change now")
    assert {counts.spelling[pair] for pair in counts.pairs} == {"climate change", "change now"}


def test_the_end_of_a_sentence_parts_a_pair() -> None:
    assert not of("Harbour. Tariffs").pairs


def test_a_word_of_the_title_counts_three_times_and_of_the_summary_twice() -> None:
    counts = count_terms("harbour", "tariffs", "ships", "en")
    weights = {counts.spelling[word]: count for word, count in counts.words.items()}
    assert weights == {"harbour": 3, "tariffs": 2, "ships": 1}


def test_a_term_is_spelled_as_the_article_mostly_does() -> None:
    assert spelled(of("Tariffs rise. The tariffs bite, tariffs stay, a tariff")) >= {"tariffs"}


def test_of_two_equally_common_spellings_the_lower_one_is_kept() -> None:
    assert spelled(of("Harbour harbour")) == {"harbour"}


def test_japanese_is_read_by_characters_and_their_neighbours() -> None:
    counts = of("関税")
    assert len(counts.words) == 3
    assert counts.words.keys() == counts.dense


def test_half_width_katakana_is_katakana() -> None:
    assert of("ﾃｽﾄ", "ja").words.keys() == of("テスト", "ja").words.keys()


def test_latin_words_within_japanese_are_words() -> None:
    assert "iPhone" in spelled(of("新しいiPhoneを", "ja"))


def test_grammar_in_hiragana_has_no_spelling_to_show() -> None:
    counts = of("東京について", "ja")
    assert not {form for form in counts.spelling.values() if "つ" in form}


def test_addresses_are_no_words() -> None:
    assert spelled(of("see https://paper.example/harbour?x=1 or www.paper.example")) == {
        "see",
        "or",
    }


def test_markup_is_no_words() -> None:
    assert spelled(of("<p class=lead>harbour<script>tariffs</script></p>")) == {"harbour"}


def test_a_stemmer_never_leaves_nothing() -> None:
    assert all(stem(word, "en") for word in ("s", "'s", "ing", "ies"))


def test_only_the_first_hundred_thousand_characters_are_read() -> None:
    counts = of("harbour " * MAX_CHARS)
    assert counts.truncated
    assert sum(counts.words.values()) == MAX_CHARS // len("harbour ")


def test_a_text_of_usual_length_is_read_whole() -> None:
    assert not of("harbour " * 1000).truncated


@pytest.mark.parametrize(
    "unit",
    [
        "\u0300\u0316",  # each two marks the wrong way round: sorting a run of them is quadratic
        "\u0e38\u0e48",
        "\u0b9b\u0bbe",
        "\ufdfa",  # eighteen characters once normalised
        "İ",
        "漢字",
        "a'",
        "http://",
        "\ud800",
        "\0",
    ],
)
@pytest.mark.parametrize("language", ["de", "tr", "th"])
def test_a_million_hostile_characters_are_read_in_one_pass(unit: str, language: str) -> None:
    hostile = unit * (1_000_000 // len(unit))
    assert count_terms(hostile, hostile, hostile, language).truncated


@given(st.text(max_size=200), st.sampled_from(["en", "tr", "ja", "hi", "", "x-klingon"]))
def test_any_text_gives_numbers_of_32_bits(text: str, language: str) -> None:
    counts = count_terms(text, text, text, language)
    assert all(-(2**31) <= n < 2**31 for n in (*counts.words, *counts.pairs))


@given(st.text(max_size=100))
def test_the_same_text_gives_the_same_terms(text: str) -> None:
    assert of(text) == of(text)
