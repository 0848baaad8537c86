"""What a site says of its related links: names, values, and what stands where nothing was said.

Kept in the site's row, so that reading a page asks for nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from articles.tone import Subjects, clash, within

KEY = "related"
MOST_ENTRIES, MOST_LENGTH = 500, 100
MOST_DAYS = 36_500
LISTS = tuple(each.name for each in fields(Subjects))
DAYS = ("most_days_apart", "most_days_old")


class WrongPolicy(ValueError):
    """``name`` is the value's, the text says what would do."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.text = text


@dataclass(frozen=True)
class RelatedPolicy:
    """``most_days_apart``: between two linked articles; ``most_days_old``: of a link when it is
    read; 0 for no limit. ``count_clicks``: whether readers' pages tell what was shown and clicked,
    and links are weighed by it."""

    subjects: Subjects = field(default_factory=Subjects)
    most_days_apart: int = 0
    most_days_old: int = 0
    count_clicks: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What the policy asks of an article; ``section`` is a slug, empty for none."""

    tone: str
    public_at: datetime | None
    section: str = ""


def barred(
    policy: RelatedPolicy, excluded: Iterable[str], owner: Facts, other: Facts, now: datetime
) -> str:
    """Why ``other`` may not stand beside ``owner`` now; empty where it may. ``excluded``: slugs of
    sections that are in nobody's list. An editor's pin is asked nothing of this."""
    if clash(owner.tone, other.tone):
        return "clash"
    if within(other.section, excluded):
        return "excluded"
    if _older(other.public_at, now, policy.most_days_old):
        return "too_old"
    if owner.public_at is not None and other.public_at is not None:
        early, late = sorted((owner.public_at, other.public_at))
        if _older(early, late, policy.most_days_apart):
            return "too_far"
    return ""


def span(
    policy: RelatedPolicy, public_at: datetime | None, now: datetime
) -> tuple[datetime, datetime] | None:
    """From when to when the links of an article may be published; None for any time."""
    apart, old = timedelta(policy.most_days_apart), timedelta(policy.most_days_old)
    if public_at is None or not (apart or old):
        return None
    starts = [public_at - apart] if apart else []
    starts += [now - old] if old else []
    return max(starts), public_at + apart if apart else now


def _older(moment: datetime | None, now: datetime, most: int) -> bool:
    return most > 0 and moment is not None and now - moment > timedelta(days=most)


def policy_of(settings: Mapping[str, Any]) -> RelatedPolicy:
    """The policy as a site's row has it; whatever cannot be is as if it were not there."""
    stored = settings.get(KEY)
    return _read(stored) if isinstance(stored, Mapping) else RelatedPolicy()


def _read(stored: Mapping[str, Any]) -> RelatedPolicy:
    wanted: dict[str, Any] = {}
    for name in (*LISTS, *DAYS, "count_clicks"):
        try:
            wanted[name] = value_of(name, stored[name])
        except (WrongPolicy, KeyError):
            continue
    lists = {name: wanted.pop(name) for name in LISTS if name in wanted}
    return RelatedPolicy(Subjects(**lists), **wanted)


def value_of(name: str, value: object) -> Any:
    """The checked value of one setting. Raises WrongPolicy."""
    if name in LISTS:
        return _entries(name, value)
    if name in DAYS:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
            raise WrongPolicy(name, f"A whole number of days, 0 to {MOST_DAYS}; 0 is no limit.")
        return value
    if name != "count_clicks":
        raise WrongPolicy(name, f"There is no setting {name[:60]!r}.")
    if not isinstance(value, bool):
        raise WrongPolicy(name, "Either true or false.")
    return value


def _entries(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ENTRIES:
        raise WrongPolicy(name, f"A list of at most {MOST_ENTRIES} entries.")
    if not all(isinstance(entry, str) and 0 < len(entry.strip()) <= MOST_LENGTH for entry in value):
        raise WrongPolicy(name, f"Each entry is a text of at most {MOST_LENGTH} characters.")
    return tuple(dict.fromkeys(entry.strip() for entry in value))


def from_lines(text: str) -> list[str]:
    """A list as people write it: one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def to_lines(entries: Iterable[str]) -> str:
    return "\n".join(entries)


def shown(policy: RelatedPolicy) -> dict[str, Any]:
    """By name, ready to be stored."""
    flat = {**asdict(policy.subjects), **asdict(policy)}
    del flat["subjects"]
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in flat.items()
    }
