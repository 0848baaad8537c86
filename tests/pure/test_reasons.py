from articles.reasons import shared_subjects
from articles.terms import count_terms
from articles.vectors import Frequencies, Vector, weigh


def vector_of(text: str, language: str = "en") -> Vector:
    return weigh(count_terms("", "", text, language), Frequencies(0))


def subjects(one: str, other: str, language: str = "en") -> tuple[str, ...]:
    return shared_subjects(vector_of(one, language), vector_of(other, language))


def test_what_both_are_about_is_named() -> None:
    found = subjects("New tariffs. Old harbour, quiet", "A harbour; cheap tariffs; loud")
    assert set(found) == {"harbour", "tariffs"}


def test_the_first_article_chooses_the_spelling() -> None:
    assert subjects("Tariff, storm", "tariffs, calm") == ("Tariff",)


def test_a_pair_is_named_instead_of_its_words() -> None:
    assert subjects("climate change", "climate change") == ("climate change",)


def test_no_more_than_three_are_named() -> None:
    text = "harbour. tariff. storm. ferry. strike"
    assert len(subjects(text, text)) == 3


def test_numbers_and_single_letters_explain_nothing() -> None:
    assert subjects("2024, 18, xx", "2024, 18, xx") == ()


def test_nothing_in_common_is_no_reason() -> None:
    assert subjects("harbour", "storm") == ()


def test_japanese_subjects_are_whole_runs_and_not_pairs_of_characters() -> None:
    one = "パーティションの追加関税について"
    other = "新しいパーティションと関税の話"
    assert set(subjects(one, other, "ja")) == {"パーティション", "関税"}


def test_a_torn_piece_of_a_katakana_word_is_not_shown() -> None:
    assert subjects("アクション", "ファッション", "ja") == ()


def test_thai_subjects_are_what_both_texts_have_around_a_term() -> None:
    found = subjects("รัฐบาลไทยขึ้นภาษีนำเข้า", "นายกพูดเรื่องภาษีนำเข้ารถยนต์", "th")
    assert found == ("ภาษีนำเข้า",)


def test_a_chinese_subject_has_no_particle_at_its_ends() -> None:
    assert subjects("提高的关税，出口", "美国的关税。海港", "zh") == ("关税",)


def test_korean_subjects_lose_their_particles() -> None:
    assert subjects("정부는 관세를 올렸다", "새 관세가 시작된다", "ko") == ("관세",)
