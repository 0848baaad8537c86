"""take_heat: each minute the conversations of the last hour are measured, and where the site wants
that, a hot one becomes slow, then held, then closed, and goes back a step at a time.

States of a thread: its level (calm, warm, hot, burning) and the mode that heat asks for
(``comments.thermostat``). The mode is a column beside the editor's own, which is never written
here: there is nothing to put back, and an editor's word on the thread stands above it at once.

Races and failures. Two measurements at one moment: the row is swapped by what was read of it, and
whoever comes second does nothing. An editor who wants it left alone, or sets the thread's mode,
meanwhile: the first changes the row, so the swap fails; the second stands above heat whatever the
order. A measurement that is killed has written all of a step or nothing; the next one, a minute
later, measures anew. No comment comes any more, as in a closed thread: what was hot before is
measured too, so it cools. Redis is not asked.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from comments.evidence.pulse import active_threads, pulse_of_site, pulse_of_thread
from comments.heat import Heat, Limits, Pulse, Reading, heat_of
from comments.models import HeatChange, Policy, Thread, ThreadHeat
from comments.services.heat_limits import heat_limits, limits_of_site
from comments.services.renew import renew
from comments.services.tell_closing import tell_closing
from comments.services.threads import policy_of
from comments.thermostat import next_step
from newsroom.kernel import outbox

KEPT = timedelta(days=90)
MOST_THREADS = 200
LEFT_ALONE = timedelta(days=1)


def take_heat(now: datetime) -> int:
    """Measures what is active, and what was hot before; returns how many changed."""
    active = active_threads(now)
    known = {thread for thread, _ in active}
    before = ThreadHeat.objects.filter(Q(level__gt=0) | ~Q(thread__heat_mode=""))
    hot = before.exclude(thread__in=known).values_list("thread_id", "thread__site_id")
    threads = [*active, *hot][:MOST_THREADS]
    policies = {site: policy_of(site) for site in {site for _, site in threads}}
    changed = sum(_take(thread, policies[site], now) for thread, site in threads)
    return changed + sum(_take_site(site, policies[site], now) for site in policies)


def leave_alone(thread_pk: int, by: AbstractBaseUser, now: datetime) -> bool:
    """An editor's word: for a day heat does nothing to this thread. False where there is no heat to
    leave alone."""
    row = _measured(thread_pk)
    if row is None:
        return False
    with transaction.atomic():
        if not _swap(row, left_until=now + LEFT_ALONE, moved_at=now):
            return False
        HeatChange.objects.create(
            site_id=row.thread.site_id, thread_id=thread_pk, level=row.level,
            reasons=["left_alone"], by_id=by.pk, created=now,
        )  # fmt: skip
        _move(row.thread, "", now)
    return True


def sweep_heat(now: datetime) -> int:
    return HeatChange.objects.filter(created__lt=now - KEPT).delete()[0]


def _measured(thread_pk: int) -> ThreadHeat | None:
    rows = ThreadHeat.objects.select_related("thread__article__section")
    return rows.filter(thread=thread_pk).first()


def _swap(row: ThreadHeat, **values: object) -> bool:
    """Of any number of callers who read the same, one writes."""
    mine = ThreadHeat.objects.filter(
        pk=row.pk, level=row.level, moved_at=row.moved_at, left_until=row.left_until
    )
    return bool(mine.update(**values))


def _take(thread_pk: int, policy: Policy, now: datetime) -> bool:
    thread = Thread.objects.select_related("article__section").get(pk=thread_pk)
    wanted = heat_limits(thread, policy)
    pulse = pulse_of_thread(thread_pk, now)
    reading = heat_of(pulse, wanted.limits)
    row = _measured(thread_pk)
    if row is None:
        if reading.heat is Heat.CALM:
            return False
        defaults = {"since": now, "seen": now}
        ThreadHeat.objects.get_or_create(thread_id=thread_pk, defaults=defaults)
        row = ThreadHeat.objects.get(thread=thread_pk)
    calm_since = None if reading.heat >= Heat.HOT else row.calm_since or now
    left = row.left_until is not None and now < row.left_until
    step = next_step(
        thread.heat_mode, reading.heat, "" if left else wanted.furthest,
        stayed=now - (row.moved_at or row.since), calm=now - calm_since if calm_since else None,
    )  # fmt: skip
    moves = step != thread.heat_mode
    changed = moves or row.level != reading.heat
    was = thread.heat_mode != "" or row.level >= Heat.HOT
    stays = step != "" or reading.heat >= Heat.HOT
    with transaction.atomic():
        mine = _swap(
            row, level=int(reading.heat), reasons=list(reading.reasons), seen=now,
            calm_since=calm_since, since=now if changed else row.since,
            moved_at=now if moves else row.moved_at,
        )  # fmt: skip
        if not mine or not changed:
            return False
        _write_down(policy.site_id, thread_pk, reading, step, pulse, now)
        if moves:
            _move(thread, step, now)
        if was is not stays:
            name = "thread.heated" if stays else "thread.cooled"
            outbox.record(name, thread_pk, payload={"site": policy.site_id}, now=now)
    return True


def _move(thread: Thread, step: str, now: datetime) -> None:
    """Call it in a transaction. Readers see it with their next request."""
    if thread.heat_mode == step:
        return
    renew(thread.pk, heat_mode=step)
    thread.heat_mode = step
    payload = {"site": thread.site_id, "mode": step}
    outbox.record("thread.moved", thread.pk, payload=payload, now=now)
    tell_closing(thread, now)


def _take_site(site_pk: int, policy: Policy, now: datetime) -> bool:
    """A site has many threads: its limits of counts are five times those of one."""
    one = limits_of_site(policy)
    wide = Limits(one.velocity * 5, one.reports * 5, one.newcomers, one.stopped)
    pulse = pulse_of_site(site_pk, now)
    reading = heat_of(pulse, wide)
    last = HeatChange.objects.filter(site=site_pk, thread=None).first()
    before = last.level if last else Heat.CALM
    if before == reading.heat:
        return False
    with transaction.atomic():
        _write_down(site_pk, None, reading, "", pulse, now)
        if (before >= Heat.HOT) is not (reading.heat >= Heat.HOT):
            name = "site.heated" if reading.heat >= Heat.HOT else "site.cooled"
            outbox.record(name, site_pk, payload={"site": site_pk}, now=now)
    return True


def _write_down(
    site_pk: int, thread: int | None, reading: Reading, mode: str, pulse: Pulse, now: datetime
) -> None:
    HeatChange.objects.create(
        site_id=site_pk, thread_id=thread, level=int(reading.heat), mode=mode,
        reasons=list(reading.reasons), figures=asdict(pulse), created=now,
    )  # fmt: skip
