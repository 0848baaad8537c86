"""The kinds of mail: what each says, when it is no longer wanted, what it is counted as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType

from comments.models import Mail
from comments.notify.followers import LETTER
from comments.notify.letter import Letter
from comments.notify.letters import (
    answered,
    confirm,
    corrected,
    correction,
    desk,
    erase,
    export,
    follow,
    heat,
    me,
    refused,
    reply,
)
from comments.services.mailboxes import Cap

# What an address gets, whoever asks for it, on every path to readers taken together.
READER = (Cap(3, timedelta(days=1)), Cap(1, timedelta(minutes=10)))
# The newsroom's own people named themselves; still a flood of comments is no flood of letters.
STAFF = (Cap(60, timedelta(days=1)), Cap(20, timedelta(hours=1)))


@dataclass(frozen=True)
class Kind:
    """``rank``: the lower goes first. ``group``: what it is counted with. ``most``: as many go in
    one letter."""

    name: str
    rank: int
    group: str
    caps: Sequence[Cap]
    most: int
    unwanted: Callable[[Mail, datetime], str | None]
    letter: Callable[[Sequence[Mail], datetime], Letter]


def _kind(rank: int, name: str, says: ModuleType, group: str, most: int) -> Kind:
    caps = STAFF if group == "desk" else READER
    return Kind(name, rank, group, caps, most, says.unwanted, says.letter)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(0, "confirm", confirm, "first", 5),  # somebody waits in front of the screen
        _kind(0, "me", me, "first", 1),
        _kind(0, "export", export, "first", 1),
        _kind(0, "erase", erase, "first", 1),
        _kind(1, "follow", follow, "first", 5),
        _kind(1, "refused", refused, "news", 5),
        _kind(1, "answered", answered, "news", 5),
        _kind(1, "corrected", corrected, "news", 5),
        _kind(2, "reply", reply, "news", LETTER),
        _kind(0, "desk", desk, "desk", 10),
        _kind(0, "correction", correction, "desk", 10),
        _kind(0, "heat", heat, "desk", 1),
    )
}


def counted_with(kind: Kind) -> list[str]:
    """The kinds that share its caps: all that readers get, or all that the desk gets."""
    return [name for name, other in KINDS.items() if other.caps is kind.caps]
