"""A decision on a card as it was seen, its undo, and the claim on a card that is open."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comments.api import outputs
from comments.api.desk import shapes
from comments.api.desk.card_shape import decision_as_json
from comments.api.desk.door import DeskView
from comments.api.inputs import CleanField
from comments.desk_reasons import REFUSAL_REASONS
from comments.models import Decision
from comments.reading.claims import open_at_others
from comments.reading.explained import decisions_about
from comments.roles import May
from comments.services.claim import HOLDS, claim, let_go
from comments.services.decide_seen import Conflict, Decided, NotYours, Wish, decide_seen, mark_of
from comments.services.undo import SHOWN, NotUndone, undo
from comments.states import Status
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import clean_line, clean_text

TO = (Status.PUBLISHED, Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)
WITH_REASON = (Status.REJECTED, Status.REMOVED)
NOT_UNDONE = {
    "not_yours": (403, "Only whoever decided can undo it."),
    "too_late": (410, "It is too late to undo this. Decide anew instead."),
    "decided_since": (409, "Somebody has decided on this comment since."),
}


class DecisionInput(StrictSerializer):
    """``seen`` is the card's; ``reason`` one of the list, where something is refused; ``said`` goes
    to an author who appealed."""

    to = serializers.ChoiceField([status.value for status in TO])
    seen = serializers.RegexField(r"\A[0-9]{1,10}\.[a-z]{1,12}\.[0-9]{1,19}\Z")
    reason = serializers.ChoiceField(list(REFUSAL_REASONS), required=False)
    note = CleanField(lambda value: clean_line(value, max_length=500, required=False))
    said = CleanField(lambda value: clean_text(value, max_length=2000, required=False))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "reason" in attrs and Status(attrs["to"]) not in WITH_REASON:
            raise serializers.ValidationError(
                {"reason": serializers.ErrorDetail("Only what is refused has one.", "invalid")}
            )
        return attrs


class DecisionsView(DeskView):
    """Every decision about a comment, newest first, in words and with what drove the score; and a
    decision on it by a moderator."""

    asks = {"GET": May.READ_QUEUE, "POST": May.DECIDE}
    by_key = frozenset({"GET"})

    @extend_schema(operation_id="decisions", responses={200: dict, 401: outputs.Problem})
    def get(self, request: Request, site: str, comment: int) -> Response:
        found = decisions_about(self.at.site.pk, comment) if comment < 2**63 else None
        if found is None:
            raise Problem(404, "comment_unknown", "There is no such comment here.")
        return Response({"decisions": [decision_as_json(one) for one in found]})

    @extend_schema(
        operation_id="decide",
        request=DecisionInput,
        responses={
            200: shapes.Decided,
            403: outputs.Problem,
            409: shapes.DecidedAlready,
            422: outputs.Problem,
        },
    )
    def post(self, request: Request, site: str, comment: int) -> Response:
        row = self.comment(comment)
        data = DecisionInput(data=request.data)
        data.is_valid(raise_exception=True)
        said = data.validated_data
        wish = Wish(
            Status(said["to"]), said["seen"], said.get("reason", ""), said["note"], said["said"]
        )
        outcome = decide_seen(row, wish, self.at.user, timezone.now())
        if isinstance(outcome, NotYours):
            text = "You refused it yourself: somebody else decides on the appeal."
            raise Problem(409, "another_person", text)
        if isinstance(outcome, Conflict):
            raise conflict(outcome)
        return Response(self.decided(comment, outcome))

    def decided(self, pk: int, outcome: Decided) -> dict[str, Any]:
        made = outcome.decision
        return {
            "decision": made.pk,
            "status": made.after,
            "seen": mark_of(self.comment(pk), made),
            "repeated": outcome.repeated,
            "undo_until": made.created + SHOWN,
        }


def conflict(outcome: Conflict) -> Problem:
    latest = outcome.latest
    who = latest.by.get_username() if latest and latest.by else ""
    actor = latest.actor if latest else ""
    current = {
        "status": outcome.status.value,
        "seen": outcome.mark,
        "decision": latest.pk if latest else None,
        "actor": actor,
        "who": who,
        "reasons": latest.reasons if latest else [],
        "created": latest.created if latest else None,
    }
    text = f"Decided meanwhile by {who or actor or 'somebody'}: {outcome.status.value}."
    return Problem(409, "already_decided", text, more={"current": current})


class UndoView(DeskView):
    """Takes one's own last decision back before anybody was told of it; the same undo twice is
    one."""

    asks = {"POST": May.DECIDE}

    @extend_schema(
        operation_id="undo",
        request=None,
        responses={
            200: shapes.Undone,
            403: outputs.Problem,
            404: outputs.Problem,
            409: outputs.Problem,
            410: outputs.Problem,
        },
    )
    def post(self, request: Request, site: str, decision: int) -> Response:
        rows = Decision.objects.filter(pk=decision, comment__thread__site=self.at.site)
        row = rows.first() if decision < 2**63 else None
        if row is None:
            raise Problem(404, "decision_unknown", "There is no such decision here.")
        outcome = undo(row, self.at.user, timezone.now())
        if isinstance(outcome, NotUndone):
            status, text = NOT_UNDONE[outcome.why]
            raise Problem(status, outcome.why, text)
        comment, made = self.comment(row.comment_id), outcome.decision
        body = {"decision": made.pk, "status": comment.status, "seen": mark_of(comment, made)}
        return Response(body)


class ClaimView(DeskView):
    """Says that a card is open before somebody: colleagues see it, and are not hindered. It runs
    out after a minute unless it is put again; one account has one card open."""

    asks = {"PUT": May.DECIDE, "DELETE": May.DECIDE}

    @extend_schema(
        operation_id="claim",
        request=None,
        responses={200: shapes.Claimed, 404: outputs.Problem, 409: outputs.Problem},
    )
    def put(self, request: Request, site: str, comment: int) -> Response:
        row, now = self.comment(comment), timezone.now()
        if claim(row.pk, self.at.user, now):
            return Response({"until": now + HOLDS})
        who = open_at_others(self.at.site.pk, [row.pk], self.at.user.pk, now).get(row.pk, "")
        text = f"It is open at {who or 'a colleague'}."
        raise Problem(409, "open_elsewhere", text, more={"opened_by": who})

    @extend_schema(operation_id="release", responses={204: None, 404: outputs.Problem})
    def delete(self, request: Request, site: str, comment: int) -> Response:
        let_go(self.comment(comment).pk, self.at.user)
        return Response(status=204)
