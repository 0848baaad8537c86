"""What a rule may ask for beside words, each a phrase that says itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from comments.rules.errors import RuleError
from comments.rules.subject import Subject

Test = Callable[[Subject], bool]
HOURS = {"hour": 1, "hours": 1, "day": 24, "days": 24}


@dataclass(frozen=True)
class Condition:
    text: str
    holds: Test
    asks_score: bool = False


def condition(text: str) -> Condition:
    """Raises RuleError for a phrase that is none."""
    said = " ".join(text.lower().split())
    if said in PLAIN:
        return Condition(said, PLAIN[said])
    for form, make in FORMS:
        if match := re.fullmatch(form, said):
            return Condition(said, make(*match.groups()), asks_score=make in (_surer, _less_sure))
    raise RuleError(f"{said[:60]!r} is no condition. There are: {', '.join(NAMES)}.")


PLAIN: dict[str, Test] = {
    "new author": lambda one: one.approved == 0,
    "known author": lambda one: one.approved > 0,
    "unconfirmed address": lambda one: not one.confirmed,
    "has link": lambda one: bool(one.links),
    "no link": lambda one: not one.links,
    "has website": lambda one: bool(one.website),
    "reply": lambda one: one.is_reply,
    "no reply": lambda one: not one.is_reply,
}


def _links(count: str) -> Test:
    return lambda one: len(one.links) >= int(count)


def _older(count: str, unit: str) -> Test:
    hours = int(count) * HOURS[unit]
    return lambda one: one.article_hours is not None and one.article_hours > hours


def _younger(count: str, unit: str) -> Test:
    hours = int(count) * HOURS[unit]
    return lambda one: one.article_hours is not None and one.article_hours < hours


def _language(tags: str) -> Test:
    wanted = set(tags.split("/"))
    return lambda one: bool(wanted & {one.language.lower(), one.language.lower().split("-")[0]})


def _shorter(count: str) -> Test:
    return lambda one: len(one.body) < int(count)


def _longer(count: str) -> Test:
    return lambda one: len(one.body) > int(count)


def _within(count: str) -> Test:
    return lambda one: one.seconds_to_write is not None and one.seconds_to_write <= int(count)


def _among_first(count: str) -> Test:
    return lambda one: one.approved < int(count)


def _newer_author(count: str, unit: str) -> Test:
    hours = int(count) * HOURS[unit]
    return lambda one: one.author_hours is not None and one.author_hours < hours


def _section(slugs: str) -> Test:
    wanted = slugs.split(" or ")
    return lambda one: any(
        one.section.lower() == slug or one.section.lower().startswith(f"{slug}/") for slug in wanted
    )


def _surer(percent: str) -> Test:
    return lambda one: one.score is not None and one.score * 100 >= int(percent)


def _less_sure(percent: str) -> Test:
    return lambda one: one.score is not None and one.score * 100 < int(percent)


_SLUG = r"[\w/-]{1,100}"
_COUNT = r"(\d{1,6})"
_TIME = rf"{_COUNT} (hours?|days?)"
FORMS: list[tuple[str, Callable[..., Test]]] = [
    (rf"{_COUNT} links? or more", _links),
    (rf"article older than {_TIME}", _older),
    (rf"article younger than {_TIME}", _younger),
    (
        r"language ([a-z]{2,3}(?:-[a-z0-9]{2,8})?(?:/[a-z]{2,3}(?:-[a-z0-9]{2,8})?){0,20})",
        _language,
    ),
    (rf"shorter than {_COUNT}", _shorter),
    (rf"longer than {_COUNT}", _longer),
    (rf"written within {_COUNT} seconds?", _within),
    (rf"author's first {_COUNT} comments?", _among_first),
    (rf"author younger than {_TIME}", _newer_author),
    (rf"section ({_SLUG}(?: or {_SLUG}){{0,20}})", _section),
    (r"spam score (\d{1,3}) or more", _surer),
    (r"spam score below (\d{1,3})", _less_sure),
]
NAMES = (
    *PLAIN, "3 links or more", "article older than 30 days", "article younger than 6 hours",
    "language de/fr", "shorter than 40", "longer than 2000", "written within 10 seconds",
    "author's first 3 comments", "author younger than 7 days", "section politics or world/europe",
    "spam score 60 or more", "spam score below 20",
)  # fmt: skip
