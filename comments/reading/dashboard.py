"""How the desk does: what came, what waits and how long, who agreed with whom, where it runs hot.

Every figure is of a stretch of time that an index bounds, or of the queue's own rows up to a
number: nothing here grows with the site's age.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from comments.models import Appeal, Decision, HeatChange, QueueEntry, Tab, ThreadHeat
from comments.models.decision import UNDONE
from comments.reading.queue import COUNTED, counts
from comments.rules.precision import Precision
from comments.states import REFUSED, Status

HOURS = 24
AGREED_DAYS = 30
MOST_DECISIONS = 20_000
SHIFT = timedelta(hours=8)
HOT_THREADS = 20
CAMPAIGN = ("repeated_text", "repeated_link", "many_places")
ALARM = 3  # findings of one kind in an hour


@dataclass(frozen=True)
class Hour:
    """One hour's decisions: published by the machine, published by people, held, refused."""

    begins: datetime
    by_machine: int = 0
    by_people: int = 0
    held: int = 0
    refused: int = 0


@dataclass(frozen=True)
class HotThread:
    title: str
    article: str
    section: str
    level: int
    reasons: tuple[str, ...]
    mode: str


@dataclass(frozen=True)
class Dashboard:
    """``ages``: (hours, how many wait longer). ``agreed``: of comments that two moderators decided,
    how often they said the same. ``alarms``: (finding, how often in the last hour)."""

    counts: dict[str, int]
    oldest: datetime | None
    ages: list[tuple[int, int]]
    hours: list[Hour]
    agreed: Precision
    appeals: tuple[int, int, int]
    hot: list[HotThread]
    site_heat: int
    alarms: list[tuple[str, int]]

    @property
    def machine_share(self) -> float | None:
        """Of what was published, what nobody read first."""
        machine = sum(hour.by_machine for hour in self.hours)
        published = machine + sum(hour.by_people for hour in self.hours)
        return machine / published if published else None


def dashboard(site_pk: int, now: datetime) -> Dashboard:
    waiting = QueueEntry.objects.filter(site_id=site_pk, tab=Tab.WAITING)
    oldest = waiting.order_by("created_at", "comment_id").values_list("created_at", flat=True)
    return Dashboard(
        counts=counts(site_pk),
        oldest=oldest.first(),
        ages=[(hours, waiting_longer(site_pk, now, hours)) for hours in (1, 6, 24)],
        hours=hours_of(site_pk, now),
        agreed=agreement(site_pk, now),
        appeals=appeals(site_pk, now),
        hot=hot_threads(site_pk),
        site_heat=site_heat(site_pk, now),
        alarms=alarms(site_pk, now),
    )


def waiting_longer(site_pk: int, now: datetime, hours: int) -> int:
    """At most COUNTED."""
    rows = QueueEntry.objects.filter(
        site_id=site_pk, tab=Tab.WAITING, created_at__lt=now - timedelta(hours=hours)
    )
    return rows.order_by().values("pk")[:COUNTED].count()


def hours_of(site_pk: int, now: datetime) -> list[Hour]:
    """The last day's, oldest first; an hour without any is there too."""
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
    rows = Decision.objects.filter(created__gte=first, comment__thread__site_id=site_pk)
    rows = rows.exclude(actor="machine", policy=None)  # imports judge nothing
    found = rows.order_by().annotate(hour=TruncHour("created")).values("hour", "actor", "after")
    sums: dict[datetime, Counter[str]] = defaultdict(Counter)
    for row in found.annotate(count=Count("pk")):
        if kind := _kind(row["actor"], Status(row["after"])):
            sums[row["hour"]][kind] += row["count"]
    places = [first + timedelta(hours=n) for n in range(HOURS)]
    return [Hour(place, **sums[place]) for place in places]


def _kind(actor: str, after: Status) -> str:
    if after is Status.PUBLISHED:
        return {"machine": "by_machine", "moderator": "by_people"}.get(actor, "")
    if after is Status.HELD:
        return "held"
    return "refused" if after in REFUSED else ""


def agreement(site_pk: int, now: datetime) -> Precision:
    lately = Decision.objects.filter(
        created__gte=now - timedelta(days=AGREED_DAYS), actor="moderator"
    )
    # Few comments are decided by two: found first, and of every site, the others cost no join.
    by_two = lately.order_by().values("comment").annotate(people=Count("by", distinct=True))
    twice = by_two.filter(people__gt=1).values("comment")
    rows = lately.filter(comment__in=twice, comment__thread__site_id=site_pk)
    said: dict[int, dict[int | None, str]] = defaultdict(dict)
    newest = rows.order_by("-created").values_list("comment_id", "by_id", "after", "reasons")
    for comment, by, after, reasons in newest[:MOST_DECISIONS]:
        if UNDONE not in reasons:
            said[comment].setdefault(by, after)
    pairs = [list(words.values()) for words in said.values() if len(words) > 1]
    same = sum(len({_refused(word) for word in words}) == 1 for words in pairs)
    return Precision(same, len(pairs) - same)


def _refused(after: str) -> bool:
    return Status(after) in REFUSED


def appeals(site_pk: int, now: datetime) -> tuple[int, int, int]:
    """(granted, refused, open) of the last thirty days."""
    rows = Appeal.objects.filter(site=site_pk, created__gte=now - timedelta(days=AGREED_DAYS))
    by_state = Counter(dict(rows.order_by().values_list("state").annotate(count=Count("pk"))))
    return by_state["granted"], by_state["upheld"], by_state["open"]


def hot_threads(site_pk: int) -> list[HotThread]:
    rows = ThreadHeat.objects.filter(thread__site_id=site_pk)
    rows = rows.filter(Q(level__gt=0) | ~Q(thread__heat_mode=""))
    rows = rows.select_related("thread__article__section").order_by("-level", "-since")
    return [_hot(row) for row in rows[:HOT_THREADS]]


def _hot(row: ThreadHeat) -> HotThread:
    article = row.thread.article
    section = article.section.name if article.section else ""
    return HotThread(
        article.title,
        article.external_id,
        section,
        row.level,
        tuple(row.reasons),
        row.thread.heat_mode,
    )


def site_heat(site_pk: int, now: datetime) -> int:
    """The whole site's level, as it was measured last."""
    rows = HeatChange.objects.filter(
        site_id=site_pk, thread=None, created__gte=now - timedelta(days=1)
    )
    return rows.values_list("level", flat=True).first() or 0


def alarms(site_pk: int, now: datetime) -> list[tuple[str, int]]:
    """Signs of a campaign: near-duplicates, shared links, one person everywhere."""
    rows = QueueEntry.objects.filter(
        site_id=site_pk,
        tab__in=(Tab.WAITING, Tab.SPAM),
        created_at__gte=now - timedelta(hours=1),
        reason__in=CAMPAIGN,
    )
    found = rows.order_by().values_list("reason").annotate(count=Count("pk"))
    return sorted((reason, count) for reason, count in found if count >= ALARM)


@dataclass(frozen=True)
class Shift:
    """What one moderator did in eight hours; ``changed``: what a colleague decided otherwise."""

    decided: dict[str, int]
    undone: int
    changed: int

    @property
    def total(self) -> int:
        return sum(self.decided.values())


def shift(site_pk: int, user_pk: int, now: datetime) -> Shift:
    rows = Decision.objects.filter(
        created__gte=now - SHIFT, actor="moderator", comment__thread__site_id=site_pk
    )
    mine = rows.filter(by=user_pk).order_by("id")
    decided: Counter[str] = Counter()
    last: dict[int, tuple[int, str]] = {}
    undone = 0
    for pk, comment, after, reasons in mine.values_list("pk", "comment_id", "after", "reasons"):
        if UNDONE in reasons:
            undone += 1
            last.pop(comment, None)
            continue
        decided[after] += 1
        last[comment] = pk, after
    return Shift(dict(decided), undone, _changed(rows.exclude(by=user_pk), last))


def _changed(others: Iterable[Decision], mine: dict[int, tuple[int, str]]) -> int:
    later = others.values_list("pk", "comment_id", "after")  # type: ignore[attr-defined]
    return sum(
        comment in mine and pk > mine[comment][0] and after != mine[comment][1]
        for pk, comment, after in later
    )
