"""people: what the desk says of an author: a state, with its reason and its end, and notes."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import Commenter, PersonEntry
from newsroom.kernel.fields import FieldError, clean_line

State = Commenter.State
# What stands against an author, and holds for whoever signs in with the address.
AGAINST = (State.BANNED, State.SUSPENDED, State.SHADOWED)


def state_now(author: Commenter, now: datetime) -> str:
    """A state that has run out is none."""
    over = author.state_until is not None and author.state_until <= now
    return State.NEW.value if over else str(author.state)


def seen_of(author: Commenter) -> str:
    """What goes back with a change: the state as it was shown."""
    until = author.state_until.isoformat() if author.state_until else ""
    return f"{author.state} {until}".strip()


def set_state(
    author: Commenter,
    to: str,
    reason: object,
    until: datetime | None,
    by: AbstractBaseUser,
    now: datetime,
) -> bool:
    """From the state the caller saw; False where a colleague was quicker. Raises FieldError."""
    said = clean_line(reason, max_length=200, required=to != State.NEW)
    if to not in State.values:
        raise FieldError("invalid", f"A state is one of {', '.join(State.values)}.")
    if until is not None and until <= now:
        raise FieldError("invalid", "It would be over already.")
    if to == State.SUSPENDED and until is None:
        raise FieldError("required", "Say until when: without an end it is a ban.")
    until = None if to == State.NEW else until
    with transaction.atomic():
        same = Commenter.objects.filter(
            pk=author.pk, state=author.state, state_until=author.state_until
        )
        if not same.update(state=to, state_until=until, state_reason=said):
            return False
        PersonEntry.objects.create(
            commenter=author, before=author.state, after=to, until=until, text=said,
            by_id=by.pk, created=now,
        )  # fmt: skip
    return True


def note(author: Commenter, text: object, by: AbstractBaseUser, now: datetime) -> PersonEntry:
    """Raises FieldError."""
    said = clean_line(text, max_length=500, required=True)
    return PersonEntry.objects.create(commenter=author, text=said, by_id=by.pk, created=now)
