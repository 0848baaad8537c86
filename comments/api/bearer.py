"""Whoever is signed in at the publisher's: ``Authorization: Bearer`` with a token of theirs."""

from django.http import HttpRequest
from django.utils import timezone

from comments.member_tokens import Member, TokenProblem
from comments.services.members import member_of
from newsroom.kernel.api import Problem


def member_or_guest(request: HttpRequest, site: int | None) -> Member | None:
    """None without the header. A token that is no good is told as one: posting as a guest instead
    would show a comment under a name that its author did not choose."""
    said = request.headers.get("Authorization")
    if said is None:
        return None
    scheme, _, token = said.partition(" ")
    if scheme.lower() != "bearer":
        raise refused("token_invalid", "Sign-in is by Authorization: Bearer alone.")
    return member_by(token.strip(), site)


def member_by(token: str, site: int | None) -> Member:
    """A Problem where the token is no good."""
    try:
        return member_of(token, site, timezone.now())
    except TokenProblem as error:
        raise refused(error.code, str(error)) from None


def refused(code: str, text: str) -> Problem:
    return Problem(401, code, text)
