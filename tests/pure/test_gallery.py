"""The demo's gallery."""

from newsroom.demo.gallery import NAMES, SPOKEN, THEMES
from tests.house.sources import ROOT


def test_every_language_of_the_widgets_is_offered_by_its_own_name() -> None:
    assert set(SPOKEN) == set(NAMES)


def test_every_theme_stands_in_the_stylesheet_that_may_be_copied() -> None:
    css = (ROOT / "newsroom" / "demo" / "static" / "demo" / "themes.css").read_text()

    assert [theme.key for theme in THEMES if f".{theme.key} {{" not in css] == []
