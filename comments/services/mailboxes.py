"""What is counted and kept of an address: places for mails, bounces, suppression.

A place is taken before a mail is sent, by compare-and-swap, so that whatever many workers do at
once, an address gets no more than its share.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F

from comments.models import Mailbox

Sent = list[list[float | int | str]]
"""``[seconds since 1970, mail, group]``"""

# Longest of all caps: what is older counts nowhere.
REMEMBERED = timedelta(days=1)
SOFT_FOR = timedelta(hours=72)


class Cap(NamedTuple):
    most: int
    within: timedelta


def take_place(
    identity: str, mail: int, group: str, caps: Sequence[Cap], now: datetime
) -> datetime | None:
    """None: the mail may go now, and is counted. Otherwise when it may at the earliest.

    A mail that takes its place again, after a failed try, moves it and needs no second one.
    """
    while True:
        box = _box(identity)
        others = [entry for entry in _kept(box.sent, now) if entry[1] != mail]
        free = _free_at([float(entry[0]) for entry in others if entry[2] == group], caps)
        if free > now.timestamp():
            return datetime.fromtimestamp(free, now.tzinfo)
        if _write(box, [*others, [now.timestamp(), mail, group]]):
            return None


def give_back(identity: str, mail: int, now: datetime) -> None:
    """The mail was not tried after all."""
    while True:
        box = _box(identity)
        if _write(box, [entry for entry in _kept(box.sent, now) if entry[1] != mail]):
            return


def suppressed(identity: str) -> str:
    """Why nothing may be sent there; '' where mail may go."""
    found = Mailbox.objects.filter(identity=identity).values_list("suppressed_why", flat=True)
    return next(iter(found), "")


def suppress(identity: str, why: Mailbox.Why, now: datetime) -> None:
    """From now on nothing is sent there; the first reason stays."""
    box = _box(identity)
    Mailbox.objects.filter(pk=box.pk, suppressed_at=None).update(
        suppressed_at=now, suppressed_why=why
    )


def lift(identity: str) -> None:
    """Staff let mail go there again."""
    Mailbox.objects.filter(identity=identity).update(
        suppressed_at=None, suppressed_why="", soft_since=None
    )


def bounced_softly(identity: str, now: datetime) -> None:
    """Full, or away, for three days on end: then it is taken for gone."""
    box = _box(identity)
    if box.soft_since is None:
        Mailbox.objects.filter(pk=box.pk, soft_since=None).update(soft_since=now)
    elif now - box.soft_since >= SOFT_FOR:
        suppress(identity, Mailbox.Why.SOFT, now)


def took_mail(identity: str) -> None:
    Mailbox.objects.filter(identity=identity, soft_since__isnull=False).update(soft_since=None)


def forget_idle(now: datetime) -> int:
    """Drops the rows that say nothing any more; a suppressed address is kept. Returns how many."""
    gone = 0
    for box in Mailbox.objects.filter(suppressed_at=None, soft_since=None).iterator(500):
        if not _kept(box.sent, now):
            same = Mailbox.objects.filter(pk=box.pk, version=box.version, soft_since=None)
            gone += same.filter(suppressed_at=None).delete()[0]
    return gone


def _box(identity: str) -> Mailbox:
    found = Mailbox.objects.filter(identity=identity).first()
    if found is None:
        found, _ = Mailbox.objects.get_or_create(identity=identity)
    return found


def _kept(sent: Sent, now: datetime) -> Sent:
    oldest = (now - REMEMBERED).timestamp()
    return [entry for entry in sent if float(entry[0]) > oldest]


def _free_at(times: list[float], caps: Sequence[Cap]) -> float:
    """The moment from which none of the caps speaks against one more."""
    newest = sorted(times, reverse=True)
    full = [cap for cap in caps if len(newest) >= cap.most]
    ends = [newest[cap.most - 1] + cap.within.total_seconds() for cap in full]
    return max(ends, default=0.0)


def _write(box: Mailbox, sent: Sent) -> bool:
    rows = Mailbox.objects.filter(pk=box.pk, version=box.version)
    return bool(rows.update(sent=sent, version=F("version") + 1))
