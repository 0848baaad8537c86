"""The words of mails and their pages: the same sentences with the same gaps in every language."""

import string
from typing import Any

import pytest

from comments.notify.words import languages, words

LANGUAGES = sorted(languages())
ENGLISH = words("en")._entries


def gaps(entry: Any) -> set[str]:
    text = entry if isinstance(entry, str) else " ".join(entry.values())
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language: str) -> None:
    assert words(language)._entries.keys() == ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_gaps_of_the_english_one(language: str) -> None:
    entries = words(language)._entries
    wrong = [key for key, entry in ENGLISH.items() if gaps(entries[key]) != gaps(entry)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_subject_breaks_a_line(language: str) -> None:
    entries = words(language)._entries.items()
    subjects = [str(entry) for key, entry in entries if "subject" in key]
    assert all(text.isprintable() for text in subjects)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de-AT", "de"), ("DE", "de"), ("pt", "en"), ("", "en"), ("../en", "en"), ("ar_EG", "ar")],
)
def test_a_tag_finds_its_language_or_english(tag: str, language: str) -> None:
    assert words(tag).language == language


def test_arabic_is_written_from_the_right() -> None:
    assert (words("ar").direction, words("de").direction) == ("rtl", "ltr")


def test_one_and_many_are_told_apart() -> None:
    said = words("en")
    assert said.t("p_me_replies", n=1) == "1 reply"
    assert said.t("p_me_replies", n=2) == "2 replies"


def test_braces_in_what_is_filled_in_stay_what_they_are() -> None:
    assert words("en").t("signature", site="{0} {site} {__class__}") == "{0} {site} {__class__}"
