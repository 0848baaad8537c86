"""What a judge may know of an author and of how they wrote, besides the text."""

from collections.abc import Iterator
from dataclasses import dataclass

from comments.learning.links import registrable

_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Facts:
    """None is not known, and says nothing; it never stands for zero."""

    name: str = ""
    website: str = ""
    mail_domain: str = ""
    approvals: int | None = None  # of this author's comments, so far
    removals: int | None = None
    seconds_to_write: float | None = None  # from the form's making to its sending
    article_age: float | None = None  # seconds
    is_reply: bool | None = None


def fact_marks(facts: Facts) -> Iterator[str]:
    """The facts in steps: what is known of one author helps to judge the next."""
    if facts.name:
        yield from _name_marks(facts.name)
    if facts.website:
        yield "author:website"
        yield f"author:site:{registrable(_host(facts.website))}"
    if facts.mail_domain:
        yield f"author:mail:{facts.mail_domain.lower()}"
    if facts.approvals is not None:
        yield f"author:approved:{_step(facts.approvals, (1, 2, 4, 10))}"
    if facts.removals is not None:
        yield f"author:removed:{_step(facts.removals, (1, 2, 4))}"
    if facts.seconds_to_write is not None:
        yield f"write:{_step(facts.seconds_to_write, (3, 10, 30, 120, 600, 3_600))}"
    if facts.article_age is not None:
        days = facts.article_age / (24 * _HOUR)
        yield f"article:{_step(days, (1, 7, 30, 180, 720))}"
    if facts.is_reply is not None:
        yield f"reply:{facts.is_reply:d}"


def _name_marks(name: str) -> Iterator[str]:
    words = name.split()
    yield f"name:words:{min(len(words), 4)}"
    if len(name) > 24:
        yield "name:long"
    if "://" in name or "www." in name:
        yield "name:link"
    if any(map(str.isdigit, name)):
        yield "name:digits"


def _host(website: str) -> str:
    host = website.lower().split("://")[-1].split("/")[0].split("@")[-1].split(":")[0]
    return host.removeprefix("www.") or "none"


def _step(value: float, steps: tuple[int, ...]) -> int:
    """How many of the steps the value has reached."""
    return sum(value >= step for step in steps)
