"""What a site may say of its articles, and what is made of anything else."""

import pytest

from articles.site_settings import NAMES, SiteSettings, WrongValue, settings_of, shown, value_of


def test_a_site_that_says_nothing_has_the_defaults() -> None:
    assert settings_of({}) == SiteSettings()


def test_what_a_person_writes_is_what_is_read_back() -> None:
    written = {
        "trailing_slash": "strip",
        "stubs": "off",
        "neighbours": "section",
        "excluded_sections": "weather, sport/results",
    }
    stored = {name: value_of(name, text) for name, text in written.items()}
    assert shown(settings_of(stored)) == {
        "trailing_slash": "strip",
        "stubs": False,
        "neighbours": "section",
        "excluded_sections": ["weather", "sport/results"],
    }


def test_an_empty_list_is_a_list_of_nothing() -> None:
    assert value_of("excluded_sections", "") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("trailing_slash", "maybe"),
        ("stubs", "perhaps"),
        ("neighbours", "tag"),
        ("excluded_sections", "x" * 201),
        ("excluded_sections", ",".join(f"s{number}" for number in range(101))),
        ("trailing-slash", "keep"),
        ("", ""),
    ],
)
def test_what_no_setting_has_is_refused(name: str, text: str) -> None:
    with pytest.raises(WrongValue):
        value_of(name, text)


@pytest.mark.parametrize(
    "stored",
    [
        {"trailing_slash": "maybe", "stubs": "x", "neighbours": 1, "excluded_sections": "weather"},
        {"excluded_sections": [1, None], "stubs": [], "of the future": True},
        {"trailing_slash": None, "neighbours": {}, "excluded_sections": None},
    ],
)
def test_a_stored_value_that_cannot_be_is_as_if_it_were_not_there(
    stored: dict[str, object],
) -> None:
    assert settings_of(stored) == SiteSettings()


def test_each_name_has_a_value_to_show() -> None:
    assert tuple(shown(SiteSettings())) == NAMES
