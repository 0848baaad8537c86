"""A comment's statuses, and who may move it from which to which.

    unconfirmed -> pending -> published | held | rejected | spam; later removed or withdrawn

The machine decides once, on what nobody has decided yet. A moderator may reverse any decision,
the machine's and a colleague's. An author may change or take back their own words.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, NamedTuple


class Status(StrEnum):
    UNCONFIRMED = "unconfirmed"  # waits for the link in the mail
    PENDING = "pending"  # waits for the review
    PUBLISHED = "published"
    HELD = "held"  # waits for a person
    REJECTED = "rejected"
    SPAM = "spam"
    REMOVED = "removed"  # by a person, with a reason; keeps its place where it has replies
    WITHDRAWN = "withdrawn"  # by its author; final


Actor = Literal["machine", "moderator", "author"]

PUBLIC = frozenset({Status.PUBLISHED})
REFUSED = frozenset({Status.REJECTED, Status.SPAM, Status.REMOVED})
AWAITING = frozenset({Status.PENDING, Status.HELD})
"""What the newsroom still has to decide; an unconfirmed comment waits for its author."""


class Rule(NamedTuple):
    before: frozenset[Status]
    after: Status
    by: Actor
    why: str


def _rule(before: Iterable[Status], after: Status, by: Actor, why: str) -> Rule:
    return Rule(frozenset(before) - {after}, after, by, why)


_NEW = {Status.UNCONFIRMED, Status.PENDING}
_ANY = set(Status) - {Status.WITHDRAWN}

RULES: tuple[Rule, ...] = (
    _rule([Status.PENDING], Status.UNCONFIRMED, "machine", "the site confirms doubtful addresses"),
    _rule([Status.UNCONFIRMED], Status.PENDING, "machine", "the site stopped asking for the link"),
    _rule([Status.PENDING], Status.PUBLISHED, "machine", "nothing spoke against it"),
    _rule([Status.PENDING], Status.HELD, "machine", "a finding asks for a person"),
    _rule(_NEW, Status.REJECTED, "machine", "a rule refuses it, or nobody confirmed it in time"),
    _rule(_NEW, Status.SPAM, "machine", "a certain sign of spam"),
    _rule(_ANY, Status.PUBLISHED, "moderator", "read and fine, or a refusal taken back"),
    _rule(_ANY, Status.HELD, "moderator", "needs a second look, or a decision taken back"),
    _rule(_ANY, Status.REJECTED, "moderator", "not for this site"),
    _rule(_ANY, Status.SPAM, "moderator", "spam that the machine let through"),
    _rule(_ANY, Status.REMOVED, "moderator", "readers saw it, and must no longer"),
    _rule(_ANY, Status.PENDING, "moderator", "an undo, or a fresh review"),
    _rule(_ANY - _NEW, Status.UNCONFIRMED, "moderator", "an undo puts it back where it was"),
    _rule([Status.UNCONFIRMED], Status.PENDING, "author", "followed the link in the mail"),
    _rule([Status.PUBLISHED, Status.HELD], Status.PENDING, "author", "new words are judged anew"),
    _rule(
        _NEW | {Status.PUBLISHED, Status.HELD, Status.REJECTED},
        Status.WITHDRAWN,
        "author",
        "their own words; spam and removed ones stay, or withdrawing would hide the decision",
    ),
)

_WHY: dict[tuple[str, str, str], str] = {
    (before, rule.after, rule.by): rule.why for rule in RULES for before in rule.before
}


def legal(before: str, after: str, by: str) -> bool:
    """Whether `by` (machine, moderator, author) may move a comment from `before` to `after`."""
    return why(before, after, by) is not None


def why(before: str, after: str, by: str) -> str | None:
    """The table's reason for a legal move; None where the move is not legal."""
    return _WHY.get((before, after, by))
