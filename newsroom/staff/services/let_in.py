"""let_in: the session begins, and is written down where its owner sees it."""

from datetime import datetime
from typing import Any

from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from newsroom.kernel.http import address_prefix
from newsroom.staff.models import SignIn

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOW = "signed_in_how"
AT = "signed_in_at"
STRONG = ("app", "recovery", "passkey", "provider")
"""What is more than a password."""


def let_in(request: HttpRequest, user: Any, how: str, now: datetime) -> None:
    """``how``: password, or one of STRONG."""
    login(request, user, backend=BACKEND)
    request.session.cycle_key()  # Django keeps it where the same account signs in again
    request.session[HOW], request.session[AT] = how, int(now.timestamp())
    forget_ended(user, now)
    SignIn.objects.create(
        user=user,
        session_key=str(request.session.session_key),
        how=how,
        network=address_prefix(str(request.META.get("REMOTE_ADDR", ""))),
        browser=request.headers.get("User-Agent", "").replace("\0", "")[:200],
        created=now,
    )


def is_strong(request: HttpRequest) -> bool:
    return request.session.get(HOW) in STRONG


def open_ones(user: Any, now: datetime) -> list[SignIn]:
    """Where the account is signed in now, newest first."""
    rows = list(SignIn.objects.filter(user=user))
    alive = Session.objects.filter(expire_date__gt=now)
    keys = set(
        alive.filter(session_key__in=[row.session_key for row in rows]).values_list(
            "session_key", flat=True
        )
    )
    return [row for row in rows if row.session_key in keys]


def end(user: Any, pks: list[int]) -> int:
    """Signs those browsers out at once; only the account's own."""
    rows = SignIn.objects.filter(user=user, pk__in=pks)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.delete()[0]


def forget_ended(user: Any, now: datetime) -> None:
    alive = [row.pk for row in open_ones(user, now)]
    SignIn.objects.filter(user=user).exclude(pk__in=alive).delete()


def forget_all_ended(now: datetime) -> int:
    """Everybody's, by one statement: a row is kept as long as its session."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return SignIn.objects.exclude(session_key__in=alive).delete()[0]
