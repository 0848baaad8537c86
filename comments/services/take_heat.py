"""take_heat: each minute the conversations of the last hour are measured, and where the site wants
that, a hot one holds its comments until it has been calm for half an hour.

States of a thread: calm, warm, hot, burning; holding or not. It begins to hold at hot, and ends
after CALM without hot, or when an editor wants it left alone. Two measurements at once: the row's
level is swapped by its old value, so a change is written down once.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.evidence.pulse import active_threads, pulse_of_site, pulse_of_thread
from comments.heat import Heat, Limits, Pulse, Reading, heat_of
from comments.models import HeatChange, Policy, ThreadHeat
from comments.services.threads import policy_of
from newsroom.kernel import outbox

CALM = timedelta(minutes=30)
KEPT = timedelta(days=90)
MOST_THREADS = 200
LEFT_ALONE = timedelta(days=1)


def take_heat(now: datetime) -> int:
    """Measures what is active, and what was hot before; returns how many changed."""
    active = active_threads(now)
    known = {thread for thread, _ in active}
    before = ThreadHeat.objects.filter(level__gt=0) | ThreadHeat.objects.filter(holds=True)
    hot = before.exclude(thread__in=known).values_list("thread_id", "thread__site_id")
    threads = [*active, *hot][:MOST_THREADS]
    policies = {site: policy_of(site) for site in {site for _, site in threads}}
    changed = sum(_take(thread, policies[site], now) for thread, site in threads)
    return changed + sum(_take_site(site, policies[site], now) for site in policies)


def leave_alone(thread_pk: int, by: AbstractBaseUser, now: datetime) -> bool:
    """An editor's word: for a day this thread holds nothing because of heat. False where there is
    no heat to leave alone."""
    with transaction.atomic():
        row = ThreadHeat.objects.select_related("thread").filter(thread=thread_pk).first()
        if row is None:
            return False
        mine = ThreadHeat.objects.filter(pk=row.pk, level=row.level, holds=row.holds)
        if not mine.update(left_until=now + LEFT_ALONE, holds=False):
            return False
        HeatChange.objects.create(
            site_id=row.thread.site_id, thread_id=thread_pk, level=row.level,
            reasons=["left_alone"], by_id=by.pk, created=now,
        )  # fmt: skip
        if row.holds:
            payload = {"site": row.thread.site_id}
            outbox.record("thread.cooled", thread_pk, payload=payload, now=now)
    return True


def sweep_heat(now: datetime) -> int:
    return HeatChange.objects.filter(created__lt=now - KEPT).delete()[0]


def limits_of(policy: Policy) -> Limits:
    return Limits(
        policy.heat_velocity, policy.heat_reports, policy.heat_newcomers, policy.heat_stopped
    )


def _take(thread_pk: int, policy: Policy, now: datetime) -> bool:
    pulse = pulse_of_thread(thread_pk, now)
    reading = heat_of(pulse, limits_of(policy))
    row = ThreadHeat.objects.filter(thread=thread_pk).first()
    if row is None:
        if reading.heat is Heat.CALM:
            return False
        defaults = {"since": now, "seen": now}
        row, _ = ThreadHeat.objects.get_or_create(thread_id=thread_pk, defaults=defaults)
    calm_since = None if reading.heat >= Heat.HOT else row.calm_since or now
    holds = _holds(row, reading, policy, calm_since, now)
    changed = (row.level, row.holds) != (reading.heat, holds)
    was, stays = row.holds or row.level >= Heat.HOT, holds or reading.heat >= Heat.HOT
    values = {
        "level": int(reading.heat), "reasons": list(reading.reasons), "holds": holds, "seen": now,
        "calm_since": calm_since, "since": now if changed else row.since,
    }  # fmt: skip
    with transaction.atomic():
        mine = ThreadHeat.objects.filter(pk=row.pk, level=row.level, holds=row.holds)
        if not mine.filter(left_until=row.left_until).update(**values) or not changed:
            return False
        _write_down(policy.site_id, thread_pk, reading, holds, pulse, now)
        if was is not stays:
            name = "thread.heated" if stays else "thread.cooled"
            outbox.record(name, thread_pk, payload={"site": policy.site_id}, now=now)
    return True


def _holds(
    row: ThreadHeat, reading: Reading, policy: Policy, calm_since: datetime | None, now: datetime
) -> bool:
    if policy.heat_action != "hold" or (row.left_until and now < row.left_until):
        return False
    if reading.heat >= Heat.HOT:
        return True
    return row.holds and calm_since is not None and now - calm_since < CALM


def _take_site(site_pk: int, policy: Policy, now: datetime) -> bool:
    """A site has many threads: its limits of counts are five times those of one."""
    one = limits_of(policy)
    wide = Limits(one.velocity * 5, one.reports * 5, one.newcomers, one.stopped)
    pulse = pulse_of_site(site_pk, now)
    reading = heat_of(pulse, wide)
    last = HeatChange.objects.filter(site=site_pk, thread=None).first()
    before = last.level if last else Heat.CALM
    if before == reading.heat:
        return False
    with transaction.atomic():
        _write_down(site_pk, None, reading, False, pulse, now)
        if (before >= Heat.HOT) is not (reading.heat >= Heat.HOT):
            name = "site.heated" if reading.heat >= Heat.HOT else "site.cooled"
            outbox.record(name, site_pk, payload={"site": site_pk}, now=now)
    return True


def _write_down(
    site_pk: int, thread: int | None, reading: Reading, holds: bool, pulse: Pulse, now: datetime
) -> None:
    HeatChange.objects.create(
        site_id=site_pk, thread_id=thread, level=int(reading.heat), holds=holds,
        reasons=list(reading.reasons), figures=asdict(pulse), created=now,
    )  # fmt: skip
