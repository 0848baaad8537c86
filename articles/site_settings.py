"""What a site may say of its articles: names, values, and what stands where nothing was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from articles.canonical_url import TrailingSlash

Within = Literal["site", "section"]
MOST_SECTIONS = 100
_ON = ("on", "true", "yes", "1")
_OFF = ("off", "false", "no", "0")


class WrongValue(ValueError):
    """A name or value that no setting has; the text says what would do."""


@dataclass(frozen=True)
class SiteSettings:
    """``trailing_slash``: whether /a and /a/ are one page (keep: no; add, strip: yes).
    ``stubs``: a page of the site's that nobody told of may have a thread.
    ``neighbours``: previous and next over the whole site, or within the section.
    ``excluded_sections``: slugs; these and what is below them are no neighbours and in no list
    but their own."""

    trailing_slash: TrailingSlash = "keep"
    stubs: bool = True
    neighbours: Within = "site"
    excluded_sections: tuple[str, ...] = ()


def settings_of(stored: Mapping[str, Any]) -> SiteSettings:
    """The settings as a site's row has them; whatever cannot be is as if it were not there."""
    wanted: dict[str, Any] = {}
    for name, check in _CHECKS.items():
        if name in stored:
            try:
                wanted[name] = check(stored[name])
            except WrongValue:
                continue
    return SiteSettings(**wanted)


def value_of(name: str, text: str) -> Any:
    """The value, ready to be stored, that a person wrote as ``name=text``. Raises WrongValue."""
    if name not in _CHECKS:
        raise WrongValue(f"There is no setting {name[:60]!r}.")
    if name == "excluded_sections":
        return list(_slugs([part.strip() for part in text.split(",") if part.strip()]))
    if name == "stubs":
        return _flag(text.lower())
    return _CHECKS[name](text)


def shown(settings: SiteSettings) -> dict[str, Any]:
    """By name, lists as lists."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(settings).items()
    }


def _choice(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise WrongValue(f"Write one of {', '.join(choices)}.")
        return str(value)

    return check


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in _ON or value in _OFF:
        return value in _ON
    raise WrongValue("Write on or off.")


def _slugs(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_SECTIONS:
        raise WrongValue(f"Write at most {MOST_SECTIONS} slugs of sections.")
    if not all(isinstance(slug, str) and 0 < len(slug) <= 200 for slug in value):
        raise WrongValue("The slug of a section is a text of at most 200 characters.")
    return tuple(dict.fromkeys(value))


_CHECKS: dict[str, Callable[[object], Any]] = {
    "trailing_slash": _choice("keep", "add", "strip"),
    "stubs": _flag,
    "neighbours": _choice("site", "section"),
    "excluded_sections": _slugs,
}
NAMES = tuple(_CHECKS)
