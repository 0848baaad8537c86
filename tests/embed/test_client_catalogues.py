"""Every language says everything, with its own plurals and the same placeholders."""

import json
import re
from typing import Any

import pytest

from comments.api.posting import SENTENCES as MISSING
from comments.api.refusals import SENTENCES as REFUSALS
from tests.embed.client_harness.guest import Guest
from tests.embed.client_harness.server import CLIENT

pytest_plugins = ["tests.embed.client_harness.plugin"]

FIRST = {file.stem: json.loads(file.read_text()) for file in CLIENT.glob("i18n/??.json")}
# What only some readers come to need is fetched when they do, into the same dictionary.
MORE = {file.stem: json.loads(file.read_text()) for file in CLIENT.glob("i18n/more/??.json")}
FILES = {language: {**words, **MORE[language]} for language, words in FIRST.items()}
OTHERS = sorted(set(FILES) - {"en"})


def placeholders(entry: Any) -> set[str]:
    text = entry["other"] if isinstance(entry, dict) else entry
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_key_of_english(language: str) -> None:
    assert set(FILES["en"]) - set(FILES[language]) == set()


@pytest.mark.parametrize("language", sorted(FILES))
def test_no_word_stands_twice(language: str) -> None:
    assert FIRST[language].keys() & MORE[language].keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_word_is_fetched_at_the_same_moment_in_every_language(language: str) -> None:
    assert MORE[language].keys() >= MORE["en"].keys()


@pytest.mark.parametrize("language", sorted(FILES))
def test_every_refusal_has_a_sentence(language: str) -> None:
    """In English it is the server's own, which comes with the code."""
    sentences = {**{code: text for code, (_, text) in REFUSALS.items()}, **MISSING}
    said = {f"e_{code}" for code in sentences}
    known = {key for key, text in FILES[language].items() if text}
    if language == "en":
        known |= {f"e_{code}" for code, text in sentences.items() if text}

    assert said - known == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_english_leaves_to_the_server_is_a_code_and_in_every_language(language: str) -> None:
    more = set(FILES[language]) - set(FILES["en"])

    assert more == set(FILES["de"]) - set(FILES["en"])
    assert all(key.startswith(("e_", "f_", "r_")) for key in more)


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_placeholders_of_the_english_one(language: str) -> None:
    words = FILES[language]

    assert {k: placeholders(words[k]) for k in FILES["en"]} == {
        k: placeholders(v) for k, v in FILES["en"].items()
    }


@pytest.mark.browser
def test_a_plural_has_every_form_the_language_needs(guest: Guest) -> None:
    """As the browser that will choose among them counts."""
    script = """(languages) => languages.map((language) => {
      const rules = new Intl.PluralRules(language);
      const supported = Intl.PluralRules.supportedLocalesOf(language).length;
      return [supported, Array.from({ length: 1000 }, (_, n) => rules.select(n))];
    })"""
    for language, (supported, found) in zip(
        FILES, guest.page.evaluate(script, list(FILES)), strict=True
    ):
        plurals = {key: set(e) for key, e in FILES[language].items() if isinstance(e, dict)}

        assert supported, language
        assert plurals == {key: {*found, "other"} for key in plurals}, language


def test_there_are_24_languages_and_four_of_them_read_from_right_to_left() -> None:
    assert len(FILES) >= 24
    assert {"ar", "fa", "he", "ur"} <= FILES.keys()


@pytest.mark.parametrize("language", sorted(FILES))
def test_every_text_is_written_and_whole(language: str) -> None:
    """No gap, no markup, no placeholder that is mistyped, no space at an end."""
    said = [
        t for e in FILES[language].values() for t in (e.values() if isinstance(e, dict) else [e])
    ]

    assert all(text and text == text.strip() for text in said)
    assert not [text for text in said if re.search(r"[<>]|\{(?!\w+\})|(?<!\w)\}", text)]


def test_the_client_knows_which_catalogues_there_are() -> None:
    source = (CLIENT / "languages.js").read_text()
    listed = re.search(r'LANGUAGES = "([\w ]+)"', source)

    assert listed is not None
    assert set(listed[1].split()) == set(FILES)


def test_every_word_that_the_code_asks_for_is_in_the_catalogue() -> None:
    code = "".join(file.read_text() for file in CLIENT.glob("*.js"))
    asked = set(re.findall(r'\bt\("(\w+)"', code))

    assert asked - set(FILES["en"]) == set()


def test_every_word_of_the_catalogue_is_asked_for() -> None:
    code = "".join(file.read_text() for file in CLIENT.glob("*.js"))
    # These are named by a code of the server, or by a setting: "s_held", "sort_newest".
    built = ("e_", "f_", "r_", "s_", "sort_", "policy_", "mail_", "report_")
    quoted = set(re.findall(r'"(\w+)"', code)) | set(re.findall(r"texts\.(\w+)", code))

    assert {key for key in FILES["en"] if not key.startswith(built)} - quoted == set()
