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
COUNTS = json.loads((CLIENT / "i18n" / "counts.json").read_text())


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
@pytest.mark.parametrize("language", sorted(FILES))
def test_a_plural_has_every_form_the_language_needs(guest: Guest, language: str) -> None:
    script = """(language) => {
      const rules = new Intl.PluralRules(language);
      return [...new Set(Array.from({ length: 1000 }, (_, n) => rules.select(n)))];
    }"""
    needed = set(guest.page.evaluate(script, language))
    plurals = [entry for entry in FILES[language].values() if isinstance(entry, dict)]

    assert [set(entry) for entry in plurals] == [needed | {"other"}] * len(plurals)


def test_the_counts_use_the_same_words_as_the_thread() -> None:
    assert {language: words["comments"] for language, words in FILES.items()} == COUNTS


def test_the_client_knows_which_catalogues_there_are() -> None:
    source = (CLIENT / "i18n.js").read_text()
    listed = re.search(r"LANGUAGES = \[(.*?)\]", source)

    assert listed is not None
    assert set(re.findall(r'"(\w+)"', listed[1])) == set(FILES)


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
