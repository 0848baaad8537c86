"""The one validator of text fields."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.kernel.fields import FieldError, clean_line, clean_text, clean_url
from tests.pure.attack import OWN, own_strings, sampled_strings

bounded = settings(max_examples=200, derandomize=True, deadline=None)
anything = st.text(st.characters(), max_size=300)


def line(value: object) -> str:
    return clean_line(value, max_length=50, required=True)


def text(value: object) -> str:
    return clean_text(value, max_length=50, required=True)


def url(value: object) -> str:
    return clean_url(value, max_length=200, required=True)


def code(clean: Callable[[object], str], value: object) -> str:
    with pytest.raises(FieldError) as refused:
        clean(value)
    return refused.value.code


def test_a_line_is_stripped_and_its_white_space_folded() -> None:
    assert line("  Ann \t\u00a0 Lee ") == "Ann Lee"


def test_a_text_keeps_its_lines_and_tabs() -> None:
    assert text(" one\r\ntwo\rthree\u2028\tfour\n") == "one\ntwo\nthree\n\tfour"


def test_letters_and_their_accents_are_composed() -> None:
    assert line("Zoe\u0308") == "Zoë"


@pytest.mark.parametrize("clean", [line, text])
@pytest.mark.parametrize(
    "character",
    [
        *[
            "\0",
            "\x07",
            "\x1b",
            "\x7f",
            "\x85",
            "\ud800",
            "\udfff",
            "\ufffe",
            "\U0001ffff",
            "\u0378",
        ],
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ],
)
def test_characters_that_are_not_text_are_refused(
    clean: Callable[[object], str], character: str
) -> None:
    assert code(clean, f"a{character}b") == "control_characters"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\v", "\f", "\u2028", "\u2029"])
def test_a_line_with_a_line_break_is_refused_wherever_it_stands(ending: str) -> None:
    assert code(line, f"Ann{ending}") == "control_characters"


@pytest.mark.parametrize(
    "words",
    [
        "👨‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "\U0001fae8",  # an emoji newer than Python 3.11's tables
        "می‌خواهم",
        "क्षत्रिय",
        "ཧྐྵྨླྺྼྻྂ",
        "café",
        "İstanbul",
        "\uf8ff",
    ],
)
def test_words_of_every_script_pass_unchanged(words: str) -> None:
    assert line(words) == text(words) == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize("clean", [line, text])
@pytest.mark.parametrize(
    "blank",
    ["", None, "   ", "\u200b", "\ufeff", "\u3164", "\u2800\u2800", "\u200d\u2060", "\u0301"],
)
def test_what_nobody_can_see_is_empty(clean: Callable[[object], str], blank: object) -> None:
    assert code(clean, blank) == "required"


def test_an_optional_field_may_be_empty() -> None:
    assert clean_line(None, max_length=5, required=False) == ""


def test_an_optional_address_may_be_empty() -> None:
    assert clean_url("", max_length=5, required=False) == ""


def test_the_longest_line_passes() -> None:
    assert line("x" * 50) == "x" * 50


@pytest.mark.parametrize("length", [51, 100_000])
def test_a_longer_line_is_refused_not_cut(length: int) -> None:
    assert code(line, "x" * length) == "too_long"


def test_length_is_counted_in_characters_after_composition() -> None:
    assert len(line("e\u0301" * 50)) == 50


@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, {"$gt": ""}, b"Ann"])
def test_what_is_not_text_is_invalid(value: object) -> None:
    assert code(line, value) == "invalid"


@pytest.mark.parametrize("clean", [line, text])
def test_a_tower_of_accents_is_invalid(clean: Callable[[object], str]) -> None:
    assert code(clean, "a" + "\u0301" * 11) == "invalid"


@bounded
@given(anything)
def test_a_line_is_refused_or_clean_for_good(value: str) -> None:
    try:
        cleaned = line(value)
    except FieldError:
        return
    assert line(cleaned) == cleaned


@bounded
@given(anything)
def test_a_text_is_refused_or_clean_for_good(value: str) -> None:
    try:
        cleaned = text(value)
    except FieldError:
        return
    assert text(cleaned) == cleaned


@pytest.mark.parametrize(
    "address",
    [
        "https://mail.example",
        "HTTP://Mail.Example/Path?q=1#part",
        "http://localhost:8000/demo/",
        "https://bücher.example/größe?ü=1",
        "https://xn--bcher-kva.example/",
        "https://उदाहरण.परीक्षा/",
        "https://a_b.mail.example/",
        "https://mail.example./",
        "http://127.0.0.1:65535/",
        "http://[2001:db8::1]:80/",
        "https://en.mail.example/wiki/O'Neil_(name)",
    ],
)
def test_an_address_passes_as_typed(address: str) -> None:
    assert url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *OWN["url_refused"],
        "mail.example",
        "https:mail.example",
        "https:/mail.example",
        "https:///mail.example",
        "https://",
        "https://?q",
        "https://@mail.example",
        "https://bank.example@e.example",
        "https://mail.example:0",
        "https://mail.example:65536",
        "https://mail.example:",
        "https://mail.example:8x",
        "https://mail..example",
        "https://-mail.example",
        "https://mail%2eexample",
        "https://mail.example,e.example",
        "https://mail\u200b.example",
        "https://mail\u00ad.example",
        "https://mail.example／e.example",
        "https://" + "a" * 64 + ".example",
        "https://xn--\u00fc.example",
        "http://127.1",
        "http://0x7f.0.0.1",
        "http://2130706433",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://[127.0.0.1]/",
        'https://mail.example/"onmouseover="alert(1)',
        "https://mail.example/<script>",
        "ftp://mail.example",
    ],
)
def test_an_address_a_browser_reads_otherwise_is_refused(address: str) -> None:
    assert code(url, address) in {"invalid", "control_characters"}


def test_other_schemes_pass_where_they_are_named() -> None:
    address = "ftp://mail.example"
    assert clean_url(address, max_length=50, required=True, schemes=("ftp",)) == address


@bounded
@given(st.text(st.sampled_from("htps:/@.[]%?#\\aé0٣x-_ \t\u200d：。／"), max_size=40))
def test_an_address_is_refused_or_passes_as_typed(tail: str) -> None:
    try:
        cleaned = url("https://" + tail)
    except FieldError:
        return
    assert cleaned == unicodedata.normalize("NFC", "https://" + tail).strip()


@pytest.mark.parametrize("clean", [line, text, url])
def test_no_attack_string_is_more_than_refused(clean: Callable[[object], str]) -> None:
    for attack in own_strings() + sampled_strings():
        try:
            clean(attack)
        except FieldError as refused:
            assert refused.code in {"required", "too_long", "control_characters", "invalid"}
