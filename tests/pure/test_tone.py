"""Which articles are sensitive, which are light, and that the two never meet."""

from typing import Any

import pytest

from articles.tone import Subjects, Tone, clash, tone_of

SITE = Subjects(
    sensitive_words=("earthquake", "plane crash", "地震", "Überfall", "убийство"),
    sensitive_tags=("Disaster",),
    sensitive_sections=("obituaries",),
    light_tags=("Funny",),
    light_sections=("lifestyle",),
)


def tone(title: str = "A title", **facts: Any) -> Tone:
    defaults: dict[str, Any] = {"summary": "", "language": "en", "tags": [], "section": "world"}
    return tone_of(SITE, title=title, **defaults | facts)


def test_an_ordinary_story_has_no_tone() -> None:
    assert tone("Council votes on trams") == ""


@pytest.mark.parametrize("title", ["Earthquake at dawn", "After the EARTHQUAKES", "earthquake's"])
def test_a_word_is_found_in_all_its_forms(title: str) -> None:
    assert tone(title) == "sensitive"


def test_a_word_within_another_is_no_word() -> None:
    assert tone("The earthquakeproofing business") == ""


def test_a_phrase_is_found_only_whole() -> None:
    assert (tone("Plane crashes near the coast"), tone("Plane lands, markets crash")) == (
        "sensitive",
        "",
    )


def test_the_summary_counts_too() -> None:
    assert tone("What we know", summary="The earthquake struck at night.") == "sensitive"


def test_a_word_of_a_script_without_spaces_is_found_inside_the_text() -> None:
    assert tone("能登半島で地震がありました", language="ja") == "sensitive"


def test_accents_and_capitals_make_no_difference() -> None:
    assert tone("Uberfall auf die Bank", language="de") == "sensitive"


def test_a_word_is_found_in_its_cases() -> None:
    assert tone("Подозреваемый в убийстве задержан", language="ru") == "sensitive"


def test_a_tag_is_compared_without_case() -> None:
    assert (tone(tags=["disaster"]), tone(tags=["funny"])) == ("sensitive", "light")


def test_a_section_takes_what_is_below_it_along() -> None:
    assert [tone(section=name) for name in ("lifestyle", "lifestyle/pets", "lifestyles")] == [
        "light",
        "light",
        "",
    ]


def test_sensitive_outweighs_light() -> None:
    assert tone("The earthquake diaries", section="lifestyle") == "sensitive"


def test_markup_hides_no_word() -> None:
    assert tone("Earth<b>quake</b> and <i>earthquake</i>") == "sensitive"


def test_a_word_that_is_no_word_matches_nothing() -> None:
    assert tone_of(
        Subjects(sensitive_words=("…", "--")),
        title="Anything … --",
        summary="",
        language="en",
        tags=[],
        section="",
    ) == ("")


def test_only_sensitive_and_light_clash() -> None:
    tones = ("", "sensitive", "light")
    assert {(a, b) for a in tones for b in tones if clash(a, b)} == {
        ("sensitive", "light"),
        ("light", "sensitive"),
    }
