"""Mails as rows: promised in the caller's transaction, claimed by one worker, kept to their end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Min, Q, QuerySet

from comments.identity import canonical, fingerprint
from comments.models import Comment, Mail
from comments.services import keys
from newsroom.kernel import outbox
from newsroom.kernel.http import address_prefix

CLAIM = timedelta(seconds=90)
# 23 hours and 51 minutes in all: after a day's silence nobody waits for the mail any more.
RETRIES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 480, 480))
KEEP_DONE = timedelta(days=90)


@dataclass(frozen=True)
class Wanted:
    """A mail that somebody should get. ``ip`` is the network address that caused it."""

    kind: str
    site: int
    address: str
    comment: Comment | None = None
    language: str = ""
    ip: str = ""
    due: datetime | None = None


def post(wanted: Wanted, now: datetime, *, since: datetime | None = None) -> bool:
    """Promises one mail; False where the same one was promised before.

    One that ended before ``since`` does not count: what it told of has happened again.
    """
    row = _row(wanted, now)
    try:
        with transaction.atomic():
            row.save()
            outbox.record("mail.waiting", row.pk, now=now)
    except IntegrityError:
        return since is not None and _once_more(row, since, now)
    return True


def posted_since(kind: str, site_pk: int, address: str, since: datetime) -> bool:
    rows = Mail.objects.filter(kind=kind, site_id=site_pk, recipient=recipient(address))
    return rows.filter(created__gt=since).exists()


def post_all(wanted: Iterable[Wanted], now: datetime) -> None:
    """Promises many; those promised before are left alone."""
    with transaction.atomic():
        made = Mail.objects.bulk_create([_row(one, now) for one in wanted], ignore_conflicts=True)
        if made:
            outbox.record("mail.round", made[0].site_id, now=now)


def recipient(address: str) -> str:
    """The keyed hash that an address is counted under, whatever its spelling."""
    return fingerprint(canonical(address), keys.pepper(), settings.PEPPER_ID)


def due_for(person: str, now: datetime) -> list[tuple[int, str]]:
    """``(mail, kind)`` of what may be claimed for one recipient, the newest first."""
    rows = _free(now).filter(recipient=person).order_by("-id")
    return list(rows.values_list("pk", "kind")[:500])


def person_of(pk: int) -> str:
    """The recipient of a waiting mail; '' where it waits no longer."""
    rows = Mail.objects.filter(pk=pk, state=Mail.State.WAITING)
    return next(iter(rows.values_list("recipient", flat=True)), "")


def people_due(most: int, now: datetime) -> list[str]:
    """Recipients that something waits for, the longest waiting first."""
    rows = _free(now).order_by().values("recipient").annotate(first=Min("due"))
    return list(rows.order_by("first").values_list("recipient", flat=True)[:most])


def have_enough(site: int, kind: str, enough: int) -> set[str]:
    """Recipients for whom a whole letter waits already: more of it would only pile up."""
    waiting = Mail.objects.filter(site=site, kind=kind, state=Mail.State.WAITING).order_by()
    full = waiting.values("recipient").annotate(count=Count("pk")).filter(count__gte=enough)
    return set(full.values_list("recipient", flat=True))


def claim(pk: int, now: datetime) -> Mail | None:
    """The mail, where it is due and nobody else has it."""
    if not _free(now).filter(pk=pk).update(claimed_until=now + CLAIM):
        return None
    rows = Mail.objects.select_related("site", "comment__thread__article", "comment__commenter")
    return rows.filter(pk=pk).first()


def claim_beside(mail: Mail, most: int, now: datetime) -> list[Mail]:
    """What else of the kind is due for the same address at the site, the newest first: it goes in
    the same letter."""
    beside = _free(now).filter(
        recipient=mail.recipient, kind=mail.kind, site=mail.site_id, address=mail.address
    )
    pks = list(beside.order_by("-id").values_list("pk", flat=True)[:most])
    return [found for pk in pks if (found := claim(pk, now)) is not None]


def put_off(mail: Mail, until: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(claimed_until=None, due=until)


def put_off_line(mail: Mail, kinds: Iterable[str], until: datetime) -> None:
    """The mail, and all of these kinds for the same person: they would be refused one by one."""
    line = Mail.objects.filter(
        recipient=mail.recipient, kind__in=list(kinds), state=Mail.State.WAITING, due__lt=until
    )
    line.update(due=until)
    put_off(mail, until)


def counted(mail: Mail) -> None:
    """The network that caused it has been charged: who it was is not needed any more."""
    Mail.objects.filter(pk=mail.pk).update(origin="")
    mail.origin = ""


def sent(mails: Iterable[Mail], now: datetime) -> None:
    _end(mails, now, state=Mail.State.SENT, reason="", error="")


def drop(mails: Iterable[Mail], reason: str, now: datetime) -> None:
    _end(mails, now, state=Mail.State.DROPPED, reason=reason)


def kill(mails: Iterable[Mail], error: str, now: datetime) -> None:
    """Given up; the address stays, so that staff can have it tried again."""
    pks = [mail.pk for mail in mails]
    Mail.objects.filter(pk__in=pks).update(
        state=Mail.State.DEAD, error=error[:300], done_at=now, claimed_until=None
    )


def failed(mails: Iterable[Mail], error: str, now: datetime) -> bool:
    """Tries again later; False where that was the last try."""
    rows = list(mails)
    tries = max(mail.tries for mail in rows)
    if tries >= len(RETRIES):
        kill(rows, error, now)
        return False
    Mail.objects.filter(pk__in=[mail.pk for mail in rows]).update(
        tries=tries + 1, due=now + RETRIES[tries], error=error[:300], claimed_until=None
    )
    return True


def revive(pks: Iterable[int], now: datetime) -> int:
    """Dead ones wait again, with a clean count."""
    rows = Mail.objects.filter(pk__in=list(pks), state=Mail.State.DEAD)
    return rows.update(state=Mail.State.WAITING, tries=0, due=now, done_at=None)


def forget_done(now: datetime) -> int:
    """Deletes rows kept long enough to be looked at, and to stop a second one; returns how many."""
    return Mail.objects.filter(done_at__lt=now - KEEP_DONE).delete()[0]


def _end(mails: Iterable[Mail], now: datetime, **values: str) -> None:
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        done_at=now, claimed_until=None, address="", origin="", **values
    )


def _free(now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(state=Mail.State.WAITING, due__lte=now).filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now)
    )


def _once_more(row: Mail, since: datetime, now: datetime) -> bool:
    same = Mail.objects.filter(recipient=row.recipient, kind=row.kind, comment=row.comment)
    with transaction.atomic():
        found = same.filter(done_at__lt=since).first()
        again = {"state": Mail.State.WAITING, "address": row.address, "tries": 0, "due": row.due}
        if found is None or not same.filter(pk=found.pk, done_at=found.done_at).update(
            done_at=None, claimed_until=None, reason="", **again
        ):
            return False
        outbox.record("mail.waiting", found.pk, now=now)
    return True


def _row(wanted: Wanted, now: datetime) -> Mail:
    return Mail(
        kind=wanted.kind,
        site_id=wanted.site,
        recipient=recipient(wanted.address),
        address=wanted.address,
        comment=wanted.comment,
        language=wanted.language,
        origin=_origin(wanted.ip),
        created=now,
        due=wanted.due or now,
    )


def _origin(ip: str) -> str:
    """Hashed with the pepper: the row is no place for a reader's network address."""
    if not ip:
        return ""
    return fingerprint(f"net:{address_prefix(ip)}", keys.pepper(), "n").partition(":")[2]
