"""What a site must be able to tell in public of its moderation: how much was refused, why, by whom
or what, how fast, and how appeals ended. Counts alone, of no person."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils.timezone import make_aware

from comments.models import UNDONE, Appeal, Decision, PastDecisions, Report
from comments.states import REFUSED

COLUMNS = ("decision", "automated", "reason", "count", "hours_to_decide", "appeals", "granted")


def transparency(site_pk: int, since: date, until: date) -> dict[str, Any]:
    """``since`` and ``until`` are both in it. Deleted comments count by their whole month."""
    begin, end = _midnight(since), _midnight(until + timedelta(days=1))
    return {
        "from": since.isoformat(),
        "until": until.isoformat(),
        "restrictions": _restrictions(site_pk, begin, end),
        "notices": _notices(site_pk, begin, end),
        "appeals": _appeals(site_pk, begin, end),
    }


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _restrictions(site_pk: int, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    """What took a comment away or kept it back. Not what was undone in the same breath, nor a
    second look that changed nothing."""
    undone = Decision.objects.filter(
        comment=OuterRef("comment"), pk__gt=OuterRef("pk"), reasons=[UNDONE], by=OuterRef("by")
    )
    rows = Decision.objects.filter(
        comment__thread__site=site_pk, created__gte=begin, created__lt=end, after__in=REFUSED
    ).exclude(before=F("after"))
    rows = rows.exclude(reasons=[UNDONE]).exclude(Exists(undone))
    grouped = (
        rows.order_by()
        .values("after", "actor", reason=KT("reasons__0"))
        .annotate(
            count=Count("pk"),
            took=Avg(F("created") - F("comment__created_at")),
            appeals=Count("appeal"),
            granted=Count("appeal", filter=Q(appeal__state=Appeal.State.GRANTED)),
        )
    )
    found: dict[tuple[str, bool, str], list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in grouped:
        took = one["took"].total_seconds() if one["took"] else 0
        key = (one["after"], one["actor"] == "machine", one["reason"] or "")
        _add(found[key], one["count"], took * one["count"], one["appeals"], one["granted"])
    for past in _past(site_pk, begin, end):
        key = (past.after, past.actor == "machine", past.reason)
        _add(found[key], past.count, past.seconds, past.appealed, past.granted)
    return [_row(*key, *values) for key, values in sorted(found.items())]


def _past(site_pk: int, begin: datetime, end: datetime) -> Any:
    first = begin.date().replace(day=1)
    return PastDecisions.objects.filter(site=site_pk, month__gte=first, month__lt=end.date())


def _add(sums: list[float], *values: float) -> None:
    for place, value in enumerate(values):
        sums[place] += value


def _row(
    after: str, automated: bool, reason: str, count: float, took: float, made: float, won: float
) -> dict[str, Any]:
    hours = round(max(0.0, took) / count / 3600, 2) if count else 0.0
    values = (after, automated, reason, int(count), hours, int(made), int(won))
    return dict(zip(COLUMNS, values, strict=True))


def _notices(site_pk: int, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    """What readers reported, and how much of it a person has answered."""
    rows = Report.objects.filter(comment__thread__site=site_pk, created__gte=begin, created__lt=end)
    grouped = (
        rows.order_by()
        .values("reason")
        .annotate(
            count=Count("pk"),
            answered=Count("pk", filter=Q(settled_at__isnull=False)),
            took=Avg(F("settled_at") - F("created")),
        )
    )
    return [
        {
            "reason": one["reason"],
            "count": one["count"],
            "answered": one["answered"],
            "hours_to_answer": _hours(one["took"]),
        }
        for one in grouped.order_by("reason")
    ]


def _appeals(site_pk: int, begin: datetime, end: datetime) -> dict[str, Any]:
    rows = Appeal.objects.filter(site=site_pk, created__gte=begin, created__lt=end)
    states = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    took = rows.exclude(closed=None).aggregate(took=Avg(F("closed") - F("created")))["took"]
    counts = {state: states.get(state, 0) for state in Appeal.State.values}
    return {"made": sum(counts.values()), **counts, "hours_to_answer": _hours(took)}


def _hours(took: timedelta | None) -> float | None:
    return None if took is None else round(took.total_seconds() / 3600, 2)
