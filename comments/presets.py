"""Three ways to judge, ready made: what a newsroom begins with, and returns to."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """``settings`` by name, in the values that a site's policy has."""

    name: str
    says: str
    settings: Mapping[str, str | int]


_ALL = (
    Preset(
        "open",
        "Nobody waits unless something speaks against what they wrote.",
        {
            "premoderation": "none",
            "max_links": 5,
            "learned_spam": "spam",
            "heat_action": "tell",
            "email_disposable": "accept",
            "email_role": "accept",
        },
    ),
    Preset(
        "balanced",
        "Newcomers wait for a person; whom you have published before goes on.",
        {
            "premoderation": "first",
            "max_links": 2,
            "learned_spam": "spam",
            "heat_action": "tell",
            "email_disposable": "hold",
            "email_role": "accept",
        },
    ),
    Preset(
        "strict",
        "A person reads every comment before readers do.",
        {
            "premoderation": "all",
            "max_links": 1,
            "learned_spam": "spam",
            "heat_action": "hold",
            "email_disposable": "hold",
            "email_role": "hold",
        },
    ),
)
PRESETS: Mapping[str, Preset] = {one.name: one for one in _ALL}


def preset_of(settings: Mapping[str, object]) -> str:
    """Which preset these settings are, whatever they say beside it; "" where they are none."""
    fit = (
        one.name
        for one in _ALL
        if all(settings[name] == value for name, value in one.settings.items())
    )
    return next(fit, "")
