"""The door of every call of the desk: who asks, at which site, and whether their role allows it.

Staff come with their session, as at the panel; programs with the site's key, where a call takes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.public import Site, site_of_key
from comments.models import Comment
from comments.reading.access import site_for
from comments.reading.cards import row_at
from comments.roles import May, Role, may
from newsroom.kernel.api import Problem
from newsroom.kernel.limits import Limit, hit

# Ten a second is more than anybody decides, and less than a loop gone wild asks for.
CALLS = Limit("desk_calls", 600, 60)


class StaffSession(SessionAuthentication):
    """The panel's session, with its CSRF token in ``X-CSRFToken`` where something is written. A
    request that brings a key is judged by the key alone."""

    def authenticate(self, request: Request) -> Any:
        return None if "Authorization" in request.headers else super().authenticate(request)

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise Problem(403, "csrf_failed", "Send the session's X-CSRFToken.") from None


class StaffSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]
    target_class = "comments.api.desk.door.StaffSession"
    name = "staffSession"


@dataclass(frozen=True)
class At:
    """Where somebody stands: ``user`` and ``role`` are None for the holder of the site's key."""

    site: Site
    user: Any
    role: Role | None

    def may(self, verb: May) -> bool:
        return may(self.role, verb)


class DeskView(APIView):
    """``asks`` says for each method what a role has to allow; ``by_key``: what the site's key opens
    as well. A site where the account is nobody looks like none."""

    authentication_classes = [StaffSession]
    asks: ClassVar[Mapping[str, May]]
    by_key: ClassVar[frozenset[str]] = frozenset()
    at: At

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = "GET" if request.method == "HEAD" else request.method or ""
        verb = self.asks.get(method, May.READ_QUEUE)
        if method in self.by_key and "Authorization" in request.headers:
            self.at = At(site_of_key_in(request, kwargs["site"]), None, None)
        else:
            self.at = self._of_session(request, kwargs["site"], verb)

    def _of_session(self, request: Request, key: str, verb: May) -> At:
        if request.user is None:
            raise self._signed_out()
        wait = hit(CALLS, f"user:{request.user.pk}", timezone.now())
        if wait is not None:
            raise Problem(429, "rate_limited", "More than 600 calls a minute.", retry_after=wait)
        found = site_for(request.user, key, May.READ_QUEUE)
        if found is None:
            raise Problem(404, "site_unknown", "There is no such site.")
        if not may(found[1], verb):
            raise Problem(403, "forbidden", "Your role at this site does not allow this.")
        return At(found[0], request.user, found[1])

    def _signed_out(self) -> Problem:
        if self.by_key:
            text = "Sign in at the panel, or send the site key as Authorization: Bearer …."
            return Problem(401, "site_key_required", text)
        return Problem(401, "signed_out", "Sign in at the panel: this call is for a person.")

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        found: Response = super().finalize_response(request, response, *args, **kwargs)
        found["Cache-Control"] = "no-store"
        return found

    def comment(self, pk: int) -> Comment:
        """Of this site, with what a card is made of."""
        row = row_at(self.at.site.pk, pk)
        if row is None:
            raise Problem(404, "comment_unknown", "There is no such comment here.")
        return row


def site_of_key_in(request: Request, key: str) -> Site:
    """The site that the request's key opens. A key of another site is as good as none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret or len(secret) > 200:
        raise Problem(401, "site_key_required", "Send the site key as Authorization: Bearer ….")
    site = site_of_key(secret.strip())
    if site is None or site.key != key:
        raise Problem(403, "site_key_invalid", "This key does not open this site.")
    return site
