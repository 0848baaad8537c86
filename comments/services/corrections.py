"""corrections: what readers tell of an article goes to who answers for it, and is taken, answered
or dismissed. Each is a compare-and-swap on what was seen; docs/decisions/0041 has the races."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from comments.models import CardEntry, Comment, Correction
from comments.services.canned import filled
from comments.services.staff_reply import NotAnswered, staff_reply
from comments.services.undo import GRACE
from newsroom.kernel import outbox
from newsroom.kernel.fields import FieldError, clean_line, clean_text

OPEN = (Correction.State.NEW, Correction.State.TAKEN)
LONGEST = 2000
State, Told, What = Correction.State, Correction.Told, CardEntry.What


@dataclass(frozen=True)
class Answer:
    """``once``: a word of the form's own, for an answer in public."""

    text: str
    told: str
    once: str = ""


@dataclass(frozen=True)
class NotClosed:
    why: Literal["meanwhile", "not_published", "thread_frozen", "address_not_proven"]


class _NotPublic(Exception):
    """Nothing can be said there: the answer goes back as a whole."""

    def __init__(self, outcome: NotAnswered) -> None:
        self.outcome = outcome


def open_at(comment: Comment) -> Correction | None:
    rows = Correction.objects.select_related("editor", "by")
    return rows.filter(comment=comment, state__in=OPEN).first()


def seen_of(row: Correction) -> str:
    """What goes back with a step: the state as it was shown."""
    return f"{row.state}.{row.editor_id or 0}"


def line_of(row: Correction) -> str:
    """``an error in the article, taken by edda``."""
    who = row.editor.get_username() if row.editor else ""
    return f"{row.get_kind_display()}, {row.get_state_display()}{f' by {who}' if who else ''}"


def mark(
    comment: Comment, kind: object, note: object, by: AbstractBaseUser, now: datetime
) -> Correction | None:
    """None where it is marked already, or nothing is left of it. Raises FieldError."""
    if not isinstance(kind, str) or kind not in Correction.Kind.values:
        raise FieldError("invalid", "Choose error, tip or question.")
    said = clean_line(note, max_length=500, required=False)
    try:
        with transaction.atomic():
            if not Comment.objects.filter(pk=comment.pk, erased_at=None).exists():
                return None
            row = Correction.objects.create(
                site_id=comment.thread.site_id,
                comment=comment,
                kind=kind,
                note=said,
                by_id=by.pk,
                created=now,
            )
            _write_down(row, What.MARKED, by, now, text=row.kind)
            outbox.record("correction.made", row.pk, now=now, due=now + GRACE)
    except IntegrityError:  # a colleague's, at the same moment or before
        return None
    return row


def unmark(comment: Comment, by: AbstractBaseUser, now: datetime) -> bool:
    """Their own mark goes while nobody has taken it up."""
    row = Correction.objects.filter(comment=comment, state=State.NEW, by_id=by.pk).first()
    with transaction.atomic():
        if row is None or not Correction.objects.filter(pk=row.pk, state=State.NEW).delete()[0]:
            return False
        _write_down(row, What.UNMARKED, by, now, text=row.kind)
        outbox.take_back("correction.made", row.pk, now)
    return True


def take(row: Correction, seen: str, by: AbstractBaseUser, now: datetime) -> bool:
    return _step(row, seen, What.TAKEN, by, now, state=State.TAKEN, editor_id=by.pk)


def give_back(row: Correction, seen: str, by: AbstractBaseUser, now: datetime) -> bool:
    """By who took it, and by nobody else."""
    if row.editor_id != by.pk:
        return False
    return _step(row, seen, What.GIVEN_BACK, by, now, state=State.NEW, editor_id=None)


def dismiss(
    row: Correction, seen: str, text: object, by: AbstractBaseUser, now: datetime
) -> NotClosed | None:
    """``text``: why, for colleagues. Raises FieldError."""
    said = clean_text(text, max_length=LONGEST, required=False)
    end = {"state": State.DISMISSED, "answer": said, "closed": now, "editor_id": by.pk}
    done = _step(row, seen, What.DISMISSED, by, now, **end)
    return None if done else NotClosed("meanwhile")


def answer(
    row: Correction, seen: str, wanted: Answer, by: AbstractBaseUser, now: datetime
) -> NotClosed | None:
    """None: it is answered. Raises FieldError."""
    words = clean_text(wanted.text, max_length=LONGEST, required=True)
    said = filled(words, row.comment.name, row.comment.thread.article.title)
    if wanted.told not in Told.values:
        raise FieldError("invalid", "Choose who is told.")
    if wanted.told == Told.MAIL and not proven(row.comment):
        return NotClosed("address_not_proven")
    end = {"state": State.ANSWERED, "answer": said, "told": wanted.told, "closed": now}
    try:
        with transaction.atomic():
            if not _step(row, seen, What.CORRECTED, by, now, **end, editor_id=by.pk):
                return NotClosed("meanwhile")
            if wanted.told == Told.PUBLIC:
                _in_public(row, words, wanted.once, by, now)
            outbox.record("correction.answered", row.pk, now=now, due=now + GRACE)
    except _NotPublic as refused:
        return NotClosed(refused.outcome.why)
    return None


def proven(comment: Comment) -> bool:
    """Whether a mail reaches its author, and nobody who never wrote here."""
    return bool(comment.email) and comment.confirmed_at is not None


def _in_public(row: Correction, said: str, once: str, by: AbstractBaseUser, now: datetime) -> None:
    outcome = staff_reply(row.comment, said, once, by, now)
    if isinstance(outcome, NotAnswered):
        raise _NotPublic(outcome)


def _step(
    row: Correction, seen: str, what: str, by: AbstractBaseUser, now: datetime, **values: object
) -> bool:
    if seen != seen_of(row) or row.state not in OPEN:
        return False
    same = Correction.objects.filter(pk=row.pk, state=row.state, editor=row.editor_id)
    with transaction.atomic():
        if not same.update(**values):
            return False
        _write_down(row, what, by, now)
    return True


def _write_down(
    row: Correction, what: str, by: AbstractBaseUser, now: datetime, *, text: str = ""
) -> None:
    CardEntry.objects.create(
        comment_id=row.comment_id, what=what, text=text, by_id=by.pk, created=now
    )
