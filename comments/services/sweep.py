"""sweep: carries out the table of ``comments.retention``, a batch at a time, each row once.

Every step is safe to repeat and to cut short: what is left is found by the next one.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from articles.public import Site
from comments import retention
from comments.models import (
    Appeal,
    Block,
    BulkJob,
    Comment,
    Commenter,
    Evidence,
    Mail,
    Policy,
    Reaction,
    Report,
    Subscription,
    Vote,
)
from comments.models.comment import Traces
from comments.services.apply import REFUSALS
from comments.services.blank import blank
from comments.services.count_past import count_past
from comments.services.hold_evidence import is_held, standing_holds
from comments.services.people import AGAINST
from comments.services.threads import policy_of
from comments.states import Status
from comments.traces import short_agent, short_ip
from newsroom.kernel import relay

log = logging.getLogger(__name__)

BATCH = 500
SECONDS = 60
ENDED = (Status.REJECTED, Status.REMOVED, Status.WITHDRAWN)


def sweep(now: datetime) -> Mapping[str, int]:
    """Every step until it has nothing more to do or its time is up; how many rows each ended."""
    done = {name: _until_empty(step, now) for name, step in SWEEPS.items()}
    if any(done.values()):
        log.info("retention: %s", ", ".join(f"{n} {name}" for name, n in done.items() if n))
    return done


def _until_empty(step: Callable[[datetime], int], now: datetime) -> int:
    total, ends = 0, time.monotonic() + SECONDS
    while ended := step(now):
        total += ended
        if time.monotonic() > ends:
            break
    return total


def _policies() -> list[Policy]:
    return [policy_of(pk) for pk in Site.objects.values_list("pk", flat=True)]


def traces(now: datetime) -> int:
    return sum(_shorten(policy, now) + _forget(policy, now) for policy in _policies())


def _shorten(policy: Policy, now: datetime) -> int:
    rows = _left(policy, Traces.FULL, now - timedelta(days=policy.ip_full_days))
    found = list(rows.only("ip", "user_agent")[:BATCH])
    for row in found:
        Comment.objects.filter(pk=row.pk).update(
            ip=short_ip(row.ip) if row.ip else None,
            user_agent=short_agent(row.user_agent),
            traces=Traces.SHORT if row.ip or row.user_agent else Traces.GONE,
        )
    return len(found)


def _forget(policy: Policy, now: datetime) -> int:
    rows = _left(policy, Traces.SHORT, now - timedelta(days=policy.ip_days))
    pks = list(rows.values_list("pk", flat=True)[:BATCH])
    gone = {"ip": None, "user_agent": "", "traces": Traces.GONE}
    return Comment.objects.filter(pk__in=pks).update(**gone)


def _left(policy: Policy, traces: Traces, before: datetime) -> QuerySet[Comment]:
    rows = Comment.objects.filter(traces=traces, created_at__lt=before)
    rows = rows.exclude(Exists(standing_holds()))
    return rows.filter(thread__site_id=policy.site_id).order_by("created_at")


def spam(now: datetime) -> int:
    return sum(
        _end(pk, now, delete=True)
        for policy in _policies()
        for pk in _over(policy, (Status.SPAM,), now - timedelta(days=policy.spam_days))
    )


def refused(now: datetime) -> int:
    return sum(
        _end(pk, now, delete=False)
        for policy in _policies()
        for pk in _over(policy, ENDED, now - timedelta(days=policy.refused_days))
    )


def _over(policy: Policy, statuses: tuple[Status, ...], before: datetime) -> list[int]:
    rows = Comment.objects.filter(status__in=statuses, decided_at__lt=before, erased_at=None)
    rows = rows.exclude(Exists(wanted()) | Exists(standing_holds()))
    mine = rows.filter(thread__site_id=policy.site_id).order_by("decided_at")
    return list(mine.values_list("pk", flat=True)[:BATCH])


def wanted() -> QuerySet[Appeal]:
    """Why a comment's words are still needed: somebody has yet to answer its author."""
    return Appeal.objects.filter(comment=OuterRef("pk"), state=Appeal.State.OPEN)


def _end(pk: int, now: datetime, *, delete: bool) -> bool:
    with transaction.atomic():
        row = Comment.objects.select_for_update().filter(pk=pk, erased_at=None).first()
        if row is None or row.status not in (Status.SPAM, *ENDED):
            return False  # somebody took the decision back
        if is_held(pk) or row.appeals.filter(state=Appeal.State.OPEN).exists():
            return False
        if delete and not row.replies.exists() and not row.holds.exists():
            _delete(row)
        else:
            blank(pk, now)
    return True


def _delete(row: Comment) -> None:
    """Takes it out of its author's count, and the author with their last comment. What was decided
    of it stays as a figure."""
    count_past(row)
    refused = int(row.status in REFUSALS)
    Commenter.objects.filter(pk=row.commenter_id).update(refused=F("refused") - refused)
    row.delete()
    forget_if_silent(row.commenter_id)


def forget_if_silent(commenter: int) -> None:
    """Drops an author without comments; of a banned one the hash stays, and nothing else. Call it
    in a transaction."""
    held = Commenter.objects.select_for_update().filter(pk=commenter).first()
    if held is None or held.comments.exists():
        return
    if held.state in AGAINST:
        held.entries.update(text="")
        Commenter.objects.filter(pk=commenter).update(
            email="", name="", mailbox="", state_reason=""
        )
    else:
        held.delete()


def people(now: datetime) -> int:
    """Of whom nothing was left but a state, which has run out."""
    return _deleted(Commenter.objects.filter(state_until__lt=now, comments=None))


def blocks(now: datetime) -> int:
    return _deleted(Block.objects.filter(until__lt=now - timedelta(days=retention.BLOCK_DAYS)))


def evidence(now: datetime) -> int:
    old = Evidence.objects.filter(created__lt=now - timedelta(days=retention.EVIDENCE_DAYS))
    return _deleted(old)


def voices(now: datetime) -> int:
    """What replaces a hash begins with a word that no hash holds."""
    before = now - timedelta(days=retention.VOICE_DAYS)
    voters = _nobodys(Vote, "voter", before) + _nobodys(Reaction, "voter", before)
    return voters + _nobodys(Report, "reporter", before)


def _nobodys(model: Any, field: str, before: datetime) -> int:
    named = model.objects.filter(created__lt=before).exclude(**{f"{field}__startswith": "nobody"})
    pks = list(named.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        model.objects.filter(pk=pk).update(**{field: f"nobody {secrets.token_hex(12)}"})
    return len(pks)


def notes(now: datetime) -> int:
    old = Report.objects.filter(created__lt=now - timedelta(days=retention.NOTE_DAYS))
    pks = list(old.exclude(note="").values_list("pk", flat=True)[:BATCH])
    return Report.objects.filter(pk__in=pks).update(note="")


def appeals(now: datetime) -> int:
    before = now - timedelta(days=retention.APPEAL_DAYS)
    old = Appeal.objects.filter(closed__lt=before).exclude(text="", said="")
    pks = list(old.values_list("pk", flat=True)[:BATCH])
    return Appeal.objects.filter(pk__in=pks).update(text="", said="")


def dead_mails(now: datetime) -> int:
    before = now - timedelta(days=retention.DEAD_MAIL_DAYS)
    old = Mail.objects.filter(state=Mail.State.DEAD, done_at__lt=before).exclude(address="")
    return old.update(address="", origin="")


def subscriptions(now: datetime) -> int:
    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    rows = Subscription.objects.all()
    states = Subscription.State
    ended = rows.filter(state=states.ENDED)
    return (
        _deleted(rows.filter(state=states.ASKED, asked_at__lt=before(retention.ASKED_DAYS)))
        + _deleted(ended.filter(ended_at__lt=before(retention.CONSENT_DAYS)))
        + ended.filter(ended_at__lt=before(retention.ENDED_DAYS))
        .exclude(address="")
        .update(address="")
    )


def staff_log(now: datetime) -> int:
    before = now - timedelta(days=retention.STAFF_LOG_DAYS)
    bulks = _deleted(BulkJob.objects.filter(created__lt=before))
    return bulks + _deleted(LogEntry.objects.filter(action_time__lt=before))


def sessions(now: datetime) -> int:
    pks = Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:BATCH]
    return Session.objects.filter(pk__in=list(pks)).delete()[0]


def dead_tasks(now: datetime) -> int:
    return relay.forget_dead(now - timedelta(days=retention.DEAD_TASK_DAYS))


def _deleted(rows: QuerySet[Any]) -> int:
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return rows.model._default_manager.filter(pk__in=pks).delete()[0] if pks else 0


SWEEPS: dict[str, Callable[[datetime], int]] = {
    "traces": traces,
    "spam": spam,
    "refused": refused,
    "people": people,
    "blocks": blocks,
    "evidence": evidence,
    "voices": voices,
    "notes": notes,
    "appeals": appeals,
    "dead_mails": dead_mails,
    "subscriptions": subscriptions,
    "sessions": sessions,
    "staff_log": staff_log,
    "dead_tasks": dead_tasks,
}
