"""appeals: an author asks once for another person to look; the next decision of somebody who has
not refused it before is the answer, from whatever page it comes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from comments.models import UNDONE, Appeal, Comment, Decision, Membership, Policy, standing
from comments.roles import May, Role, may
from comments.services.line_up import line_up
from comments.states import REFUSED, Status
from newsroom.kernel import limits, outbox
from newsroom.kernel.fields import clean_text
from newsroom.kernel.http import address_prefix

LOOK_BACK = 20
PER_NETWORK = limits.Limit("appeal", 10, 3600)
# An address' owner said so, or nobody did: there is no opinion that another person could have.
NO_OPINION = {"not_confirmed", "denied_by_owner", "erased"}
ANSWERS = {Status.PUBLISHED: Appeal.State.GRANTED} | dict.fromkeys(REFUSED, Appeal.State.UPHELD)
DECIDERS = [role.value for role in Role if may(role, May.DECIDE)]

Why = Literal["not_refused", "no_appeal", "too_late", "rate_limited"]


@dataclass(frozen=True)
class Appealed:
    """``repeated``: the same refusal was appealed against before; this changed nothing."""

    appeal: Appeal
    repeated: bool = False


@dataclass(frozen=True)
class NotAppealed:
    why: Why
    wait: int | None = None


def refusal_of(comment: Comment) -> Decision | None:
    """The decision by which it is refused now, where one may appeal against such."""
    if comment.status not in REFUSED or comment.erased_at is not None:
        return None
    found = standing(comment.decisions.order_by("-id")[:LOOK_BACK])
    if found is None or found.after != comment.status or NO_OPINION.intersection(found.reasons):
        return None
    return found


def appeal_until(refusal: Decision, policy: Policy) -> datetime:
    return refusal.created + timedelta(days=policy.appeal_days)


def problem_with(refusal: Decision | None, policy: Policy, now: datetime) -> Why | None:
    if refusal is None:
        return "not_refused"
    if not policy.appeal_days or Appeal.objects.filter(answer=refusal).exists():
        return "no_appeal"
    return "too_late" if now >= appeal_until(refusal, policy) else None


def appeal(
    comment: Comment, text: object, policy: Policy, ip: str, now: datetime, *, proven: bool = False
) -> Appealed | NotAppealed:
    """Raises FieldError for words that are no text; none are needed."""
    said = clean_text(text, max_length=2000, required=False)
    known = comment.appeals.filter(state=Appeal.State.OPEN).first()
    if known is not None:
        return Appealed(known, repeated=True)
    wait = limits.hit(PER_NETWORK, f"{policy.site_id}:{address_prefix(ip)}", now) if ip else None
    if wait is not None:
        return NotAppealed("rate_limited", wait)
    try:
        with transaction.atomic():
            row = Comment.objects.select_for_update().get(pk=comment.pk)
            refusal = refusal_of(row)
            why = problem_with(refusal, policy, now)
            if refusal is None or why is not None:
                return NotAppealed(why or "not_refused")
            made = Appeal.objects.create(
                comment=row, decision=refusal, site_id=policy.site_id, text=said,
                proven=proven, created=now,
            )  # fmt: skip
            line_up(row.pk)
            outbox.record("appeal.made", made.pk, now=now)
    except IntegrityError:  # the same click at the same moment
        same = Appeal.objects.filter(comment=comment).first()
        return Appealed(same, repeated=True) if same else NotAppealed("not_refused")
    return Appealed(made)


def involved(comments: Iterable[int]) -> dict[int, set[int]]:
    """Per comment the accounts that have refused it."""
    return _refused_by(Decision.objects.filter(comment__in=list(comments)))


def _refused_by(decisions: QuerySet[Decision]) -> dict[int, set[int]]:
    refusals = decisions.filter(actor="moderator", after__in=REFUSED).exclude(by=None)
    found: dict[int, set[int]] = defaultdict(set)
    for comment, account in refusals.values_list("comment", "by"):
        found[comment].add(account)
    return found


def desk_of(site_pk: int) -> set[int]:
    """Accounts that may decide at the site. Whoever runs the installation is at no desk."""
    desk = Membership.objects.filter(site=site_pk, role__in=DECIDERS, user__is_active=True)
    return set(desk.values_list("user", flat=True))


def must_leave_it(comment: Comment, by: AbstractBaseUser) -> bool:
    """Whether an appeal against this comment's refusal is for somebody else to turn down."""
    row = comment.appeals.filter(state=Appeal.State.OPEN).first()
    if row is None:
        return False
    who = involved([comment.pk])[comment.pk]
    return by.pk in who and bool(desk_of(row.site_id) - who)


def follow_decision(decision: Decision, now: datetime, grace: timedelta, said: str = "") -> None:
    """Closes the open appeal where the decision answers it. Call it in its transaction, before
    ``line_up``."""
    if decision.after not in ANSWERS and decision.after != Status.WITHDRAWN:
        return
    row = Appeal.objects.filter(comment=decision.comment_id, state=Appeal.State.OPEN).first()
    if row is None or UNDONE in decision.reasons:
        return
    if decision.after == Status.WITHDRAWN:
        _close(row, Appeal.State.DROPPED, now)
        return
    state = ANSWERS[Status(decision.after)]
    alone = False
    if state is Appeal.State.UPHELD:
        before = Decision.objects.filter(comment=decision.comment_id, pk__lt=decision.pk)
        who = _refused_by(before)[decision.comment_id]
        alone = decision.by_id in who
        if decision.actor != "moderator" or (alone and desk_of(row.site_id) - who):
            return
    _close(row, state, now, answer=decision, by_id=decision.by_id, said=said, nobody_else=alone)
    outbox.record("appeal.answered", row.pk, now=now, due=now + grace if grace else None)


def follow_undo(undone: Decision, now: datetime) -> None:
    """An answer that was taken back is none; nor is there an appeal against what was."""
    for row in Appeal.objects.filter(answer=undone):
        values = {"answer": None, "by": None, "closed": None, "said": "", "nobody_else": False}
        Appeal.objects.filter(pk=row.pk).update(state=Appeal.State.OPEN, **values)
        outbox.take_back("appeal.answered", row.pk, now)
    for row in Appeal.objects.filter(decision=undone, state=Appeal.State.OPEN):
        _close(row, Appeal.State.DROPPED, now)


def forget(comment_pk: int, now: datetime) -> None:
    """The words go; that there was an appeal, and what became of it, stays."""
    rows = Appeal.objects.filter(comment=comment_pk)
    rows.filter(state=Appeal.State.OPEN).update(state=Appeal.State.DROPPED, closed=now)
    rows.update(text="", said="")


def _close(row: Appeal, state: Appeal.State, now: datetime, **values: object) -> None:
    still = Appeal.objects.filter(pk=row.pk, state=Appeal.State.OPEN)
    still.update(state=state, closed=now, **values)
