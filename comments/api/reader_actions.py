"""Votes, reactions and reports over HTTP. No account, no cookie: the browser's own token says
"it was me"."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comments import modes
from comments.api import outputs
from comments.api.bearer import member_or_guest
from comments.api.inputs import CleanField
from comments.api.posting import printable
from comments.api.refusals import problem
from comments.api.requests import client_ip
from comments.member_tokens import Member
from comments.models import Comment, Report
from comments.services import voters
from comments.services.members import is_by
from comments.services.react import react
from comments.services.report import report
from comments.services.submit import Refused
from comments.services.threads import mode_in, policy_of
from comments.services.vote import vote
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import FieldError, clean_line, clean_text

VALUES = {"up": 1, "down": -1, "none": 0}


class VoteInput(StrictSerializer):
    value = serializers.ChoiceField(list(VALUES))
    guest = CleanField(lambda value: clean_token(value))


class ReactInput(StrictSerializer):
    """``on`` false takes the reaction back."""

    kind = CleanField(lambda value: clean_line(value, max_length=16, required=True))
    on = serializers.BooleanField(default=True)
    guest = CleanField(lambda value: clean_token(value))


class ReportInput(StrictSerializer):
    reason = serializers.ChoiceField(Report.Reason.choices)
    note = CleanField(lambda value: clean_text(value, max_length=500, required=False))
    guest = CleanField(lambda value: clean_token(value))


def clean_token(value: object) -> str:
    """What the browser calls itself: at least 16 characters, made at random there. Who is signed
    in needs none."""
    token = clean_line(value, max_length=100, required=False)
    if token and len(token) < 16:
        raise FieldError("invalid", "A guest token has at least 16 random characters.")
    return token


class VoteView(APIView):
    @extend_schema(request=VoteInput, responses={200: outputs.Votes, 404: outputs.Problem})
    def post(self, request: Request, comment: int) -> Response:
        row, data = visible_or_404(comment), checked(VoteInput, request)
        member = member_or_guest(request, row.commenter.site_id)
        refuse_voice(row, member, request)
        voter = voice(row, member, data["guest"])
        if not vote(row, voter, VALUES[data["value"]], timezone.now()):
            raise unknown()
        row.refresh_from_db(fields=["votes", "score"])
        return Response({"votes": row.votes, "score": row.score})


class ReactView(APIView):
    @extend_schema(request=ReactInput, responses={200: outputs.Reactions, 404: outputs.Problem})
    def post(self, request: Request, comment: int) -> Response:
        row, data = visible_or_404(comment), checked(ReactInput, request)
        if data["on"]:
            refuse_unknown(row, data["kind"])
        member = member_or_guest(request, row.commenter.site_id)
        refuse_voice(row, member, request, voters.wait_to_react)
        voter = voice(row, member, data["guest"])
        if not react(row, voter, data["kind"], timezone.now(), on=data["on"]):
            raise unknown()
        row.refresh_from_db(fields=["reactions"])
        return Response({"reactions": row.reactions})


class ReportView(APIView):
    @extend_schema(request=ReportInput, responses={202: None, 404: outputs.Problem})
    def post(self, request: Request, comment: int) -> Response:
        row, data = visible_or_404(comment), checked(ReportInput, request)
        member = member_or_guest(request, row.commenter.site_id)
        refuse_too_many(row, member, request)
        reporter = voice(row, member, data["guest"])
        if not report(row, reporter, data["reason"], data["note"], timezone.now()):
            raise unknown()
        return Response(status=202)


def visible_or_404(pk: int) -> Comment:
    """Only what readers see can be acted on: a held comment is as unknown as none."""
    now = timezone.now()
    rows = Comment.objects.visible().filter(thread__article__public_at__lte=now)
    rows = rows.select_related("commenter")
    row: Comment | None = rows.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if row is None:
        raise unknown()
    return row


def unknown() -> Problem:
    return Problem(404, "comment_unknown", "There is no such comment.")


def checked(shape: type[StrictSerializer], request: Request) -> dict[str, Any]:
    data = shape(data=request.data)
    data.is_valid(raise_exception=True)
    found: dict[str, Any] = data.validated_data
    return found


Wait = Callable[[Comment, str, datetime], int | None]


def refuse_voice(
    row: Comment, member: Member | None, request: HttpRequest, wait_of: Wait = voters.wait
) -> None:
    """A Problem for who may not say by a click what they think of the comment."""
    if is_own(row, member, request):
        raise Problem(403, "own_comment", "Your own comment is for others to judge.")
    mode = mode_in(row.thread, policy_of(row.thread.site_id), timezone.now())
    if (reason := modes.frozen(mode)) is not None:
        raise problem(Refused(reason))
    refuse_too_many(row, member, request, wait_of)


def refuse_unknown(row: Comment, kind: str) -> None:
    if kind not in policy_of(row.thread.site_id).reactions:
        raise Problem(422, "reaction_unknown", "This site does not have this reaction.")


def is_own(row: Comment, member: Member | None, request: HttpRequest) -> bool:
    """Between two who are signed in a shared browser says nothing; of a guest there is no more."""
    if member is not None and row.signed_in:
        return is_by(row, member)
    agent = printable(request.headers.get("User-Agent", ""))
    return voters.is_own(row, client_ip(request), agent)


def voice(row: Comment, member: Member | None, guest: str) -> str:
    """Who speaks, as a keyed hash; a Problem where nobody says so."""
    if member is not None:
        return voters.member_voter(member, row)
    if not guest:
        text = "A guest token has at least 16 random characters."
        fields = {"guest": [{"code": "guest_required", "text": text}]}
        raise Problem(422, "guest_required", text, fields=fields)
    return voters.voter_of(guest, row)


def refuse_too_many(
    row: Comment, member: Member | None, request: HttpRequest, wait_of: Wait = voters.wait
) -> None:
    """``wait_of``: what bounds a guest, by the network address."""
    now = timezone.now()
    wait = voters.member_wait(row, member, now) if member else None
    if member is None:
        wait = wait_of(row, client_ip(request), now)
    if wait is not None:
        raise Problem(429, "rate_limited", "Too many from here. Please wait.", retry_after=wait)
