"""What a disguised text reads as, and what must stay as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.learning import confusables
from comments.learning.disguises import readings
from comments.learning.make_confusables import pairs
from comments.learning.skeleton import MAX_HEAD, MAX_TAIL, skeleton


def reading(text: str) -> str:
    return str(skeleton(text))


@pytest.mark.parametrize(
    "disguised",
    [
        "Free Money",
        "𝐅𝐫𝐞𝐞 𝓶𝓸𝓷𝓮𝔂",
        "ｆｒｅｅ ｍｏｎｅｙ",
        "ⓕⓡⓔⓔ 🅼🅾🅽🅴🆈",
        "frее mоnеy",  # Cyrillic
        "fr\u200bee mo\u00adney",
        "f\u0336r\u0336e\u0336e\u0336 m\u0301\u0327oney",
        "ꜰʀᴇᴇ ᴍᴏɴᴇʏ",
        "fréé mönęy",
        "fr\U000e0065ee\ufeff mo\u2060ney",
    ],
)
def test_a_disguise_reads_as_what_it_is_taken_for(disguised: str) -> None:
    assert reading(disguised) == "free money"


@pytest.mark.parametrize(
    "word",
    [
        "привет",
        "сосна",
        "καλημέρα",
        "می\u200cخواهم",
        "क्\u200dष",
        "หนังสือ",
        "日本語が",
        "안녕하세요",
        "👨\u200d👩\u200d👧",
    ],
)
def test_a_word_of_another_alphabet_stays_what_it_is(word: str) -> None:
    assert reading(word) == word


def test_a_russian_word_in_an_english_text_stays_russian() -> None:
    assert reading("He said привет to everyone") == "he said привет to everyone"


def test_a_word_made_of_look_alikes_reads_as_latin_among_latin_words() -> None:
    assert reading("drink а сосо with us tonight") == "drink a coco with us tonight"


def test_the_same_letters_stay_cyrillic_among_cyrillic_words() -> None:
    assert reading("я пью сосо сегодня вечером") == "я пью сосо сегодня вечером"


def test_an_emoji_and_its_joiners_are_no_disguise() -> None:
    assert skeleton("What a day ❤️ 👨‍👩‍👧 🏳️‍🌈").undone == 0


def test_hidden_characters_are_counted_as_disguise() -> None:
    assert skeleton("f\u200br\u200be\u200be").undone == 3


def test_each_word_knows_where_it_stands_in_the_source() -> None:
    source = "so frее, m\u200boney"
    assert [source[w.start : w.end] for w in skeleton(source).words] == source.split()


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    text = "first " + "middle " * 5_000 + "last"
    words = skeleton(text).words
    assert (words[0].text, words[-1].text) == ("first", "last")
    assert sum(len(word.text) for word in words) <= MAX_HEAD + MAX_TAIL


def test_a_tower_of_marks_is_cut_down_before_it_is_sorted() -> None:
    assert len(reading("\u0915" + "\u093c\u0901" * 2_000)) < 10


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fr33 m0n3y", "free money"),
        ("f r e e  m o n e y", "free money"),
        ("f.r.e.e m-o-n-e-y", "free money"),
        ("ch3ck my ch4nnel", "check my channel"),
    ],
)
def test_a_further_reading_undoes_digits_and_gaps(written: str, meant: str) -> None:
    assert meant in [str(one) for one in readings(skeleton(written))]


def test_a_one_is_read_both_as_i_and_as_l() -> None:
    texts = {str(one) for one in readings(skeleton("c1ick v1sit"))}
    assert {"ciick visit", "click vlsit"} <= texts


@pytest.mark.parametrize("text", ["I am a fan", "It cost 450 in 2019", "A B C", "см. стр. 4"])
def test_an_ordinary_text_has_one_reading(text: str) -> None:
    assert len(readings(skeleton(text))) == 1


def test_the_table_of_look_alikes_is_what_its_script_makes() -> None:
    letters, latin = zip(*pairs(), strict=True)
    assert ("".join(letters), "".join(latin)) == (confusables.LOOKALIKES, confusables.LATIN)


@given(st.text(max_size=300))
def test_any_text_has_a_plain_reading_within_its_bounds(text: str) -> None:
    for word in skeleton(text).words:
        assert 0 <= word.start < word.end <= len(text)
