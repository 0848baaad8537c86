"""The presets, and which of them a site stands at."""

import pytest

from comments.presets import PRESETS, preset_of


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_known_again(name: str) -> None:
    assert preset_of({**PRESETS[name].settings, "sort": "oldest"}) == name


def test_settings_of_ones_own_are_no_preset() -> None:
    assert preset_of({**PRESETS["strict"].settings, "max_links": 7}) == ""


def test_all_presets_say_something_of_the_same_settings() -> None:
    assert len({tuple(one.settings) for one in PRESETS.values()}) == 1
