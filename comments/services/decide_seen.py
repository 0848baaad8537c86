"""decide_seen: a moderator's key on the card before their eyes. It counts for these words in this
state after this decision; where any of it has changed meanwhile, they are told what and by whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser

from comments.desk_reasons import REFUSAL_REASONS
from comments.models import Comment, Decision
from comments.services.appeals import must_leave_it, refusal_of
from comments.services.apply import Applied
from comments.services.claim import release
from comments.services.keep import keep
from comments.services.moderate import moderate
from comments.services.undo import GRACE
from comments.states import REFUSED, Status

# For so long a repeated request is taken for a retry of the same key.
RETRY = timedelta(hours=1)


@dataclass(frozen=True)
class Wish:
    """``seen``: the mark of the card as it was shown; ``said``: to the author who appealed."""

    to: Status
    seen: str
    reason: str = ""
    note: str = ""
    said: str = ""


@dataclass(frozen=True)
class Decided:
    """``repeated``: it was decided by an earlier delivery of the same request."""

    decision: Decision
    repeated: bool = False


@dataclass(frozen=True)
class Conflict:
    """Somebody was quicker: ``latest`` is what happened last, ``mark`` how it stands now."""

    status: Status
    mark: str
    latest: Decision | None


@dataclass(frozen=True)
class NotYours:
    """They refused it themselves: the appeal is for somebody else to turn down."""


def mark_of(comment: Comment, latest: Decision | None) -> str:
    """What is before a moderator's eyes: these words, in this state, after this decision."""
    return mark_from(comment.revision, comment.status, latest.pk if latest else None)


def mark_from(revision: int, status: str, latest: int | None) -> str:
    return f"{revision}.{status}.{latest or 0}"


def decide_seen(
    comment: Comment,
    wish: Wish,
    by: AbstractBaseUser,
    now: datetime,
    *,
    grace: timedelta = GRACE,
) -> Decided | Conflict | NotYours:
    """Raises FieldError for a note that is no text."""
    latest = _latest(comment)
    if mark_of(comment, latest) != wish.seen:
        return _retried(latest, wish, by, now) or _conflict(comment, latest)
    if wish.to in REFUSED and must_leave_it(comment, by):
        return NotYours()
    reason = wish.reason or _same_reason(comment, wish.to)
    said = {"reason": reason, "note": wish.note, "said": wish.said}
    if comment.status == wish.to:
        outcome = keep(comment, by, now, **said, grace=grace)
    else:
        outcome = moderate(comment, wish.to, by, now, **said, grace=grace)
    if not isinstance(outcome, Applied):
        comment.refresh_from_db()
        return _conflict(comment, _latest(comment))
    release(comment.pk)
    return Decided(outcome.decision)


def _same_reason(comment: Comment, to: Status) -> str:
    """A refusal that stands, stands for what it was made for."""
    refusal = refusal_of(comment) if comment.status == to else None
    known = [code for code in refusal.reasons if code in REFUSAL_REASONS] if refusal else []
    return known[0] if known else ""


def _latest(comment: Comment) -> Decision | None:
    return comment.decisions.select_related("by").order_by("-id").first()


def _retried(
    latest: Decision | None, wish: Wish, by: AbstractBaseUser, now: datetime
) -> Decided | None:
    """The line broke after the decision and before the answer."""
    if latest is None or latest.by_id != by.pk or now - latest.created > RETRY:
        return None
    same = latest.after == wish.to and latest.reasons != ["undone"]
    return Decided(latest, repeated=True) if same else None


def _conflict(comment: Comment, latest: Decision | None) -> Conflict:
    return Conflict(Status(comment.status), mark_of(comment, latest), latest)
